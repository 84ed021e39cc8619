"""Every way in which a network or a stranger can answer comes out as one of two errors."""

import json
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from sync_engine.protocol.codec import encode_message
from sync_engine.protocol.messages import Beat, EnrollRequest, FeedPage, PushRequest, SnapshotAnswer, SnapshotWait
from sync_engine.till.http_client import InsecureAddress, LedgerClient
from sync_engine.till.ports import DeclinedByLedger, NoAnswer
from tests.helpers.raw_server import Conversation, RawServer, Visit, answers, closes, hangs, resets, says, serving
from tests.helpers.sync_words import beat, error, hello_answer, page, push_answer

PUSH = PushRequest(incarnation=1, from_seq=1, prev="00", events=())
HTML = b"<!doctype html><title>Welcome to the airport</title>"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


def client(server: RawServer, **more: float) -> LedgerClient:
    return LedgerClient(server.url, lambda: "secret", **({"silence_s": 0.3, "deadline_s": 0.6} | more))


def reason_of(ask: Callable[[LedgerClient], object], server: RawServer) -> str:
    ledger = client(server)
    try:
        with pytest.raises(NoAnswer) as caught:
            ask(ledger)
    finally:
        ledger.close()
    return caught.value.reason


def drips(visit: Visit) -> None:
    visit.say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _ in range(200):
        visit.say(b" ")
        visit.wait(0.02)


GOOD = encode_message(push_answer(4))

STRANGE: dict[str, tuple[Conversation, str]] = {
    "closes without a word": (closes, "interrupted"),
    "resets the connection": (resets, "interrupted"),
    "speaks something else": (says(b"SSH-2.0-OpenSSH_9.2\r\n"), "interrupted"),
    "ends in the head": (says(b"HTTP/1.1 200 OK\r\nContent-"), "interrupted"),
    "promises more than it sends": (
        says(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + GOOD),
        "interrupted",
    ),
    "promises less than it sends": (says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n" + GOOD), "not_the_ledger"),
    "breaks the chunks": (says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"), "interrupted"),
    "answers a page for people": (answers(HTML, kind="text/html"), "not_the_ledger"),
    "answers nothing": (answers(b""), "not_the_ledger"),
    "answers no JSON": (answers(b"{acked: 4"), "not_the_ledger"),
    "answers other JSON": (answers(b'{"ok":true}'), "not_the_ledger"),
    "answers a list": (answers(b"[1,2,3]"), "not_the_ledger"),
    "answers wrong types": (answers(GOOD.replace(b'"acked_seq":4', b'"acked_seq":"4"')), "not_the_ledger"),
    "answers broken UTF-8": (answers(GOOD.replace(b"acked", b"\xff\xfe")), "not_the_ledger"),
    "answers nested without end": (answers(b"[" * 100_000), "not_the_ledger"),
    "answers what is not gzip": (answers(GOOD, more="Content-Encoding: gzip\r\n"), "not_the_ledger"),
    "redirects to a login": (
        answers(HTML, status="302 Found", more="Location: http://127.0.0.1:9/\r\n"),
        "not_the_ledger",
    ),
    "forbids in HTML": (answers(HTML, status="403 Forbidden", kind="text/html"), "not_the_ledger"),
    "is a gateway without a ledger": (answers(HTML, status="502 Bad Gateway", kind="text/html"), "server_error"),
    "drips for ever": (drips, "timeout"),
    "hangs": (hangs, "timeout"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_stranger_acknowledges_nothing(name: str) -> None:
    conversation, reason = STRANGE[name]
    with serving(conversation) as server:
        assert reason_of(lambda ledger: ledger.push(PUSH), server) == reason


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with serving(closes) as server:
        url = server.url
    ledger = LedgerClient(url)
    with pytest.raises(NoAnswer) as caught:
        ledger.push(PUSH)
    ledger.close()
    assert caught.value.reason == "unreachable"


def test_plain_text_where_a_certificate_was_expected_is_a_matter_of_tls() -> None:
    with serving(answers(GOOD)) as server:
        ledger = LedgerClient(server.url.replace("http:", "https:"))
        with pytest.raises(NoAnswer) as caught:
            ledger.push(PUSH)
        ledger.close()
    assert caught.value.reason == "tls"


@pytest.mark.parametrize("url", ["http://ledger.example", "ftp://127.0.0.1", "ledger.example", "http://[", ""])
def test_credentials_do_not_go_over_plain_http(url: str) -> None:
    with pytest.raises(InsecureAddress):
        LedgerClient(url)


def test_the_ledgers_own_error_keeps_its_words() -> None:
    said = error("seq_gap", expected=7)
    with serving(answers(encode_message(said), status="409 Conflict")) as server:
        ledger = client(server)
        with pytest.raises(DeclinedByLedger) as caught:
            ledger.push(PUSH)
        ledger.close()
    assert (caught.value.status, caught.value.error) == (409, said)


def test_a_kept_connection_that_was_closed_meanwhile_is_used_anew() -> None:
    with serving(closes, answers(GOOD)) as server:
        ledger = client(server)
        assert ledger.push(PUSH).acked_seq == 4
        ledger.close()
        assert len(server.requests) == 2


def test_requests_carry_the_credential_of_the_moment_and_enrolment_none() -> None:
    tokens = iter(["one", "two", ""])
    with serving(answers(encode_message(hello_answer()))) as server:
        ledger = LedgerClient(server.url, lambda: next(tokens))
        ledger._exchange("GET", "/v1/feed")  # noqa: SLF001 - any request will do
        ledger._exchange("GET", "/v1/feed")  # noqa: SLF001
        with pytest.raises(NoAnswer):
            ledger.enroll(EnrollRequest(code="c", public_key="k", install_id="i", app="a"))
        ledger.close()
        said = [request.lower().count(b"authorization: bearer") for request in server.requests]
        assert said == [1, 1, 0]
        assert b"Bearer one" in server.requests[0]
        assert b"Bearer two" in server.requests[1]


def test_a_snapshot_is_named_or_waited_for() -> None:
    ready = SnapshotAnswer(file="f", sha256="0" * 64, size=3, pos=7, epoch="e1", cursor="e1:7:1")
    wait = SnapshotWait(after_ms=250, progress=10)
    with serving(answers(encode_message(wait), status="202 Accepted"), answers(encode_message(ready))) as server:
        ledger = client(server)
        assert ledger.snapshot() == wait
        assert ledger.snapshot() == ready
        ledger.close()


@pytest.mark.parametrize(("status", "offset"), [("206 Partial Content", 4), ("200 OK", 0)])
def test_a_download_says_where_it_begins(status: str, offset: int) -> None:
    with serving(answers(b"file", status=status)) as server:
        ledger = client(server)
        with ledger.download("f.db", 4) as download:
            assert (download.offset, b"".join(download)) == (offset, b"file")
        ledger.close()
        assert b"range: bytes=4-" in server.requests[0].lower()


def test_a_download_that_is_refused_says_why() -> None:
    with serving(answers(encode_message(error("no_file")), status="404 Not Found")) as server:
        ledger = client(server)
        with pytest.raises(DeclinedByLedger), ledger.download("f.db", 0):
            pass
        ledger.close()


# --- the stream ---


def event(name: str, message: FeedPage | Beat) -> bytes:
    return f"event: {name}\ndata: ".encode() + encode_message(message) + b"\n\n"


def heard(server: RawServer, **more: float) -> Iterator[FeedPage | Beat]:
    ledger = client(server, **more)
    try:
        yield from ledger.live("e1:7:1")
    finally:
        ledger.close()


def test_the_stream_brings_pages_and_beats() -> None:
    said = page(7, 9, rows=(("stock", "*", "S1/floor|a", 9, False, {"on_hand": 1}),))
    unknown = b": a comment\nevent: weather\ndata: rain\n\n"
    raw = STREAM_HEAD + event("beat", beat(7)) + unknown + event("page", said)
    with serving(says(raw)) as server:
        stream = heard(server)
        assert [next(stream), next(stream)] == [beat(7), said]
        with pytest.raises(NoAnswer) as caught:
            next(stream)
    assert caught.value.reason == "interrupted"


def test_a_stream_that_falls_silent_is_given_up() -> None:
    def falls_silent(visit: Visit) -> None:
        visit.say(STREAM_HEAD + event("beat", beat(7)))
        hangs(visit)

    with serving(falls_silent) as server:
        stream = heard(server, stream_silence_s=0.2)
        next(stream)
        with pytest.raises(NoAnswer) as caught:
            next(stream)
    assert caught.value.reason == "timeout"


STRANGE_STREAMS = {
    "a page for people": answers(HTML, kind="text/html"),
    "no stream": answers(b"{}"),
    "no JSON": says(STREAM_HEAD + b"event: page\ndata: {not json}\n\n"),
    "other JSON": says(STREAM_HEAD + b"event: page\ndata: {}\n\n"),
}


@pytest.mark.parametrize("name", STRANGE_STREAMS)
def test_a_strangers_stream_is_none(name: str) -> None:
    with serving(STRANGE_STREAMS[name]) as server, pytest.raises(NoAnswer) as caught:
        list(heard(server))
    assert caught.value.reason == "not_the_ledger"


def test_a_stream_may_be_declined() -> None:
    refusal = encode_message(error("cursor", reason="epoch"))
    with serving(answers(refusal, status="410 Gone")) as server, pytest.raises(DeclinedByLedger) as caught:
        list(heard(server))
    assert caught.value.status == 410


def test_a_stream_is_closed_from_another_thread_without_an_error() -> None:
    def beats_then_hangs(visit: Visit) -> None:
        visit.say(STREAM_HEAD + event("beat", beat(7)))
        hangs(visit)

    with serving(beats_then_hangs) as server:
        ledger = client(server)
        stream = ledger.live("e1:7:1")
        words = iter(stream)
        assert next(words) == beat(7)
        closer = threading.Timer(0.05, stream.close)
        closer.start()
        began_s = time.monotonic()
        assert list(words) == []
        assert time.monotonic() - began_s < 2
        closer.join()
        ledger.close()


def test_a_cursor_travels_whole() -> None:
    with serving(answers(json.dumps({"x": 1}).encode())) as server:
        assert reason_of(lambda ledger: ledger.feed("e&=1:7:1"), server) == "not_the_ledger"
        assert b"GET /v1/feed?cursor=e%26%3D1%3A7%3A1 " in server.requests[0]
