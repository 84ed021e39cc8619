"""The ledger over a real server on loopback."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import httpx_sse
import pytest
from fastapi.testclient import TestClient

from sync_engine.ledger.api.app import create_app
from sync_engine.ledger.enrolment import issue_code
from sync_engine.ledger.opening import Ledger
from sync_engine.protocol.codec import decode_message, encode_message
from sync_engine.protocol.messages import (
    EnrollAnswer,
    ErrorAnswer,
    FeedPage,
    HelloAnswer,
    PushAnswer,
    PushRequest,
    SnapshotAnswer,
)
from tests.helpers.ledgers import FakeTill, Item, articles, counted, sale_body
from tests.integration.ledger.conftest import Joining


def bearer(till: FakeTill) -> dict[str, str]:
    return {"Authorization": f"Bearer {till.token}"}


def push(client: httpx.Client, till: FakeTill, request: PushRequest) -> httpx.Response:
    return client.post("/v1/push", content=encode_message(request), headers=bearer(till))


def error_of(response: httpx.Response) -> ErrorAnswer:
    return decode_message(ErrorAnswer, response.content)


def test_a_till_joins_sells_and_sees_its_sale_in_the_feed(client: httpx.Client, ledger: Ledger, join: Joining) -> None:
    ledger.append("reference_changed", 1, articles("A"))
    ledger.append("stock_counted", 1, counted(("S01/floor", "A", 10)))
    till = join()
    till.record(sale_body(Item("A", 3)))
    answer = decode_message(PushAnswer, push(client, till, till.push()).content)
    assert (answer.acked_seq, answer.dispositions) == (1, ())
    page = decode_message(FeedPage, client.get("/v1/feed", headers=bearer(till)).content)
    assert [row[5] for row in page.rows if row[0] == "stock"] == [{"on_hand": 7, "reserved": 0, "scale": 0}]
    assert (page.included.incarnation, page.included.seq, page.complete) == (1, 1, True)


def test_joining_over_http(client: httpx.Client, ledger: Ledger, join: Joining) -> None:

    code = issue_code(ledger, "S01", "T1", datetime.now(UTC))
    request = FakeTill().enroll_request(code)
    answers = [
        decode_message(EnrollAnswer, client.post("/v1/enroll", content=encode_message(request)).content)
        for _ in range(2)
    ]
    assert answers[0].device == answers[1].device
    refused = client.post("/v1/enroll", content=encode_message(FakeTill().enroll_request(code)))
    assert (refused.status_code, error_of(refused).error) == (409, "code_used")


@pytest.mark.parametrize("path", ["/v1/feed", "/v1/live", "/v1/snapshot", "/v1/snapshot/replica-1.db"])
def test_nothing_is_read_without_a_token(client: httpx.Client, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic wrong"}):
        response = client.get(path, headers=headers)
        assert (response.status_code, error_of(response).error) == (401, "auth")


@pytest.mark.parametrize("path", ["/v1/hello", "/v1/push"])
def test_nothing_is_written_without_a_token(client: httpx.Client, path: str) -> None:
    response = client.post(path, content=b"{}")
    assert (response.status_code, error_of(response).error) == (401, "auth")


def test_health_is_open_and_says_how_far_the_ledger_is(client: httpx.Client, ledger: Ledger) -> None:
    ledger.append("reference_changed", 1, articles("A"))
    assert client.get("/v1/health").json() == {"status": "ok", "head": 1, "waiting": 0}


def test_a_gap_names_what_is_expected(client: httpx.Client, join: Joining) -> None:
    till = join()
    for _ in range(3):
        till.record(sale_body(Item("A")))
    response = push(client, till, till.push(2))
    assert (response.status_code, error_of(response).error, error_of(response).expected) == (409, "seq_gap", 1)


def test_a_fork_names_where_the_chains_part(client: httpx.Client, join: Joining) -> None:
    till = join()
    till.record(sale_body(Item("A")))
    push(client, till, till.push())
    twin = FakeTill(device_id=till.device_id, seed=till.seed, token=till.token)
    twin.record(sale_body(Item("B")))
    response = push(client, twin, twin.push())
    assert (response.status_code, error_of(response).error, error_of(response).at_seq) == (409, "fork", 1)


def test_too_large_a_push_is_refused_before_it_is_read(client: httpx.Client, join: Joining) -> None:
    till = join()
    response = client.post("/v1/push", content=b"x" * (4 * 1024 * 1024 + 1), headers=bearer(till))
    assert (response.status_code, error_of(response).error) == (413, "too_large")


def test_too_large_a_hello_without_a_length_is_refused(client: httpx.Client, join: Joining) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 1024

    response = client.post("/v1/hello", content=endless(), headers=bearer(join()))
    assert (response.status_code, error_of(response).error) == (413, "too_large")


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b'{"incarnation":1.5}'])
def test_what_is_no_push_is_refused_with_a_sentence(client: httpx.Client, join: Joining, raw: bytes) -> None:
    response = client.post("/v1/push", content=raw, headers=bearer(join()))
    assert response.status_code == 400
    assert error_of(response).sentence


def test_hello_exchanges_the_token(client: httpx.Client, join: Joining) -> None:
    till = join()
    first = till.token

    def hello(token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return client.post("/v1/hello", content=encode_message(till.hello()), headers=headers)

    lost = decode_message(HelloAnswer, hello(first).content).token
    second = decode_message(HelloAnswer, hello(first).content).token
    assert hello(lost).status_code == 401
    third = decode_message(HelloAnswer, hello(second).content).token
    assert [hello(token).status_code for token in (first, second, third)] == [401, 200, 401]


def test_a_cursor_that_leads_nowhere_is_gone(client: httpx.Client, join: Joining) -> None:
    till = join()
    for cursor, reason in (("nonsense", "malformed"), ("other:1:1", "epoch"), (f"{'x'}:1:7", "schema")):
        for path in ("/v1/feed", "/v1/live"):
            response = client.get(path, params={"cursor": cursor}, headers=bearer(till))
            assert (response.status_code, error_of(response).reason) == (410, reason)


def test_an_unknown_route_answers_like_every_other(client: httpx.Client) -> None:
    response = client.get("/v1/nothing")
    assert (response.status_code, error_of(response).error) == (404, "no_route")


# --- live ---


def live(client: httpx.Client, till: FakeTill, cursor: str | None) -> Any:
    params = {"cursor": cursor} if cursor else {}
    return httpx_sse.connect_sse(client, "GET", "/v1/live", params=params, headers=bearer(till))


def test_the_live_stream_sends_a_sale_of_another_till(client: httpx.Client, join: Joining) -> None:
    watching, selling = join("S01", "T1"), join("S02", "T1")
    with live(client, watching, None) as source:
        events = source.iter_sse()
        first = next(events)
        assert first.event == "page"
        selling.record(sale_body(Item("A"), store="S02"))
        push(client, selling, selling.push())
        page = decode_message(FeedPage, next(events).data.encode())
    assert page.from_pos == decode_message(FeedPage, first.data.encode()).to_pos
    assert [(row[0], row[2]) for row in page.rows] == [("stock", "S02/floor|A")]


def test_the_live_stream_resumes_behind_the_last_event(client: httpx.Client, join: Joining) -> None:
    till = join()
    with live(client, till, None) as source:
        cursor = next(source.iter_sse()).id
    till.record(sale_body(Item("A")))
    push(client, till, till.push())
    headers = bearer(till) | {"Last-Event-ID": cursor}
    with httpx_sse.connect_sse(client, "GET", "/v1/live", headers=headers) as source:
        page = decode_message(FeedPage, next(source.iter_sse()).data.encode())
    assert (page.from_pos, page.to_pos, page.included.seq) == (2, 3, 1)


def test_the_live_stream_beats_when_nothing_happens(client: httpx.Client, join: Joining) -> None:
    with live(client, join(), None) as source:
        events = source.iter_sse()
        next(events)
        beat = next(events)
    assert (beat.event, json.loads(beat.data)["head"]) == ("beat", 2)


# --- replica files ---


def snapshot(client: httpx.Client, till: FakeTill) -> SnapshotAnswer:
    while True:
        response = client.get("/v1/snapshot", headers=bearer(till))
        if response.status_code == 200:
            return decode_message(SnapshotAnswer, response.content)
        assert response.status_code == 202


def test_a_replica_file_downloads_whole_and_in_ranges(client: httpx.Client, ledger: Ledger, join: Joining) -> None:
    ledger.append("reference_changed", 1, articles("A", "B"))
    till = join()
    found = snapshot(client, till)
    path = f"/v1/snapshot/{found.file}"
    whole = client.get(path, headers=bearer(till))
    assert (whole.status_code, len(whole.content)) == (200, found.size)
    part = client.get(path, headers=bearer(till) | {"Range": "bytes=1000-"})
    assert (part.status_code, part.content) == (206, whole.content[1000:])
    assert part.headers["content-range"] == f"bytes 1000-{found.size - 1}/{found.size}"
    beyond = client.get(path, headers=bearer(till) | {"Range": f"bytes={found.size}-"})
    assert (beyond.status_code, error_of(beyond).error) == (416, "range")


def test_another_store_does_not_get_the_file(client: httpx.Client, join: Joining) -> None:
    found = snapshot(client, join("S01", "T1"))
    response = client.get(f"/v1/snapshot/{found.file}", headers=bearer(join("S02", "T1")))
    assert (response.status_code, error_of(response).error) == (404, "no_file")


# --- the description ---


def test_every_route_is_described_with_its_answers_and_errors(ledger: Ledger) -> None:
    described = TestClient(create_app(ledger)).get("/openapi.json").json()
    assert sorted(described["paths"]) == [
        "/v1/ask/chain",
        "/v1/ask/purchases",
        "/v1/enroll",
        "/v1/feed",
        "/v1/health",
        "/v1/hello",
        "/v1/live",
        "/v1/push",
        "/v1/renew",
        "/v1/snapshot",
        "/v1/snapshot/{file}",
    ]
    push_route = described["paths"]["/v1/push"]["post"]
    assert push_route["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/PushRequest")
    assert set(push_route["responses"]) >= {"200", "400", "401", "403", "409", "413", "503"}
    assert push_route["security"] == [{"bearer": []}]
    assert "security" not in described["paths"]["/v1/enroll"]["post"]
    assert {"PushRequest", "PushAnswer", "ErrorAnswer", "FeedPage"} <= set(described["components"]["schemas"])


def test_the_live_stream_goes_on_in_the_schema_of_the_till(client: httpx.Client, ledger: Ledger, join: Joining) -> None:
    till = join()
    old = f"{ledger.state.epoch}:{2}:1"
    with live(client, till, old) as source:
        events = source.iter_sse()
        first = next(events)
        till.record(sale_body(Item("A")))
        push(client, till, till.push())
        second = next(events)
    assert (first.id, second.id) == (old, f"{ledger.state.epoch}:3:1")
