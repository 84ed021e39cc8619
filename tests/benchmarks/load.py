"""A load generator: tills that are only a key and a chain, with pushes signed and encoded before the clock starts.

The sales are whole ones (five lines of 10,000 articles, tax, tender), so that the ledger does all it does for a
real till.
"""

import http.client
import json
import random
import threading
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sync_engine.protocol import endpoints
from sync_engine.protocol.codec import canonical, decode_message, encode_message
from sync_engine.protocol.envelope import GENESIS, Header, event_hash
from sync_engine.protocol.facts import SaleBody, SaleLineBody, TaxBody, TenderBody
from sync_engine.protocol.messages import PushAnswer, PushedEvent, PushRequest
from sync_engine.protocol.signing import Signer, new_seed
from tests.benchmarks.catalogue import name, sku

ARTICLES = 10_000
LINES = 5
TIMEOUT_S = 60


@dataclass(slots=True)
class LoadTill:
    """One enrolled device that writes an event chain in memory."""

    store: str
    till: str
    articles: int = ARTICLES
    signer: Signer = field(default_factory=lambda: Signer(new_seed()))
    device: str = ""
    token: str = ""
    seq: int = 0
    head: bytes = GENESIS

    def enroll(self, port: int, code: str) -> None:
        """Join the ledger at `port` with a one-time code."""
        request = {
            "code": code,
            "public_key": self.signer.public_key.hex(),
            "install_id": str(uuid.uuid4()),
            "app": "bench",
        }
        answer = json.loads(post(port, endpoints.ENROLL, json.dumps(request).encode(), None))
        self.device, self.token = answer["device"], answer["token"]

    def pushes(self, sales: int, batch: int, source: random.Random) -> Iterator[bytes]:
        """Encoded push requests of `batch` sales each."""
        for start in range(0, sales, batch):
            first, prev = self.seq + 1, self.head
            events = tuple(self._sale(source) for _ in range(min(batch, sales - start)))
            yield encode_message(PushRequest(incarnation=1, from_seq=first, prev=prev.hex(), events=events))

    def _sale(self, source: random.Random) -> PushedEvent:
        self.seq += 1
        body = canonical(sale_body((self.store, self.till, self.seq), source, self.articles))
        header = Header(self.device, 1, self.seq, str(uuid.UUID(int=source.getrandbits(128))), "sale", 1, "", 0)
        self.head = event_hash(header, body, self.head)
        return PushedEvent(
            seq=self.seq,
            id=header.event_id,
            kind="sale",
            version=1,
            ref_epoch="",
            ref_pos=0,
            hash=self.head.hex(),
            sig=self.signer.sign(self.head).hex(),
            body=body.decode(),
        )


def sale_body(where: tuple[str, str, int], source: random.Random, articles: int) -> SaleBody:
    """Five different articles, one piece each at 5.00, 20 % tax included, paid exactly in cash.

    `where` is store, till and number of the sale.
    """
    store, till, number = where
    lines = tuple(
        SaleLineBody(
            n=n,
            sku=sku(article),
            name=name(article),
            qty=1,
            unit_e4=50_000,
            amount=500,
            tax_code="standard",
            tax=83,
        )
        for n, article in enumerate(source.sample(range(articles), LINES), 1)
    )
    return SaleBody(
        store=store,
        till=till,
        shift="bench",
        business_on="2026-11-21",
        staff="bench",
        at="2026-11-21T10:00:00.000Z",
        doc_no=f"{store}-{till}a-{number:06d}",
        currency="GBP",
        inclusive=True,
        rounding="line",
        lines=lines,
        total=500 * LINES,
        taxes=(TaxBody(code="standard", name="VAT", rate_ppm=200_000, net=417 * LINES, tax=83 * LINES),),
        tenders=(TenderBody(kind="cash", amount=500 * LINES),),
    )


def post(port: int, path: str, body: bytes, token: str | None) -> bytes:
    """One request on a connection of its own. Raises RuntimeError for anything but 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    try:
        return send(connection, path, body, token)
    finally:
        connection.close()


def send(connection: http.client.HTTPConnection, path: str, body: bytes, token: str | None) -> bytes:
    """One request on an open connection. Raises RuntimeError for anything but 200."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{path}: {answer.status} {content[:300]!r}")
    return content


def push_all(port: int, prepared: dict[str, list[bytes]]) -> list[bytes]:
    """Push what each token has prepared, one thread and one connection per till, one push in flight; give the
    answers.
    """
    failures: list[Exception] = []
    answers: list[bytes] = []

    def work(token: str, bodies: list[bytes]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        try:
            answers.extend(send(connection, endpoints.PUSH, body, token) for body in bodies)
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=item) for item in prepared.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return answers


def refuse_unapplied(answers: Iterable[bytes]) -> None:
    """A figure counts sales that were booked. Raises RuntimeError when the ledger did something else with one."""
    for answer in answers:
        if odd := decode_message(PushAnswer, answer).dispositions:
            raise RuntimeError(f"a sale was not simply applied: {odd[0]}")
