"""Followers of the live stream share readings, and never get one that is older than what they have seen."""

import asyncio

import msgspec

from sync_engine.ledger.api.following import Following
from sync_engine.ledger.auth import Caller
from sync_engine.ledger.feed import Delta, FeedRow
from sync_engine.protocol.messages import FeedPage, Included


class Ledgered:
    """Reads deltas of an imaginary ledger; each reading waits until it is let go."""

    def __init__(self, head: int) -> None:
        self.head = head
        self.readings = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def read(self, start: int) -> Delta:
        self.readings += 1
        head = self.head
        await self.gate.wait()
        rows: list[FeedRow] = [("stock", "*", "S01/floor|A", head, False, {"on_hand": head, "reserved": 0, "scale": 0})]
        rows.append(("staff", "S01", "c1", head, True, None))
        return Delta("e", 0, start, head, head, rows, {"d_1": Included(incarnation=1, seq=head)})


async def everybody_waits() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def caller(device_id: str, store_id: str) -> Caller:
    return Caller(device_id, store_id, "T1", b"", is_revoked=False, token_sha256="")


def test_many_followers_share_one_reading() -> None:
    async def story() -> int:
        ledger = Ledgered(5)
        ledger.gate.clear()
        following = Following(ledger.read)
        waiting = [asyncio.ensure_future(following.since(3, 5)) for _ in range(20)]
        await everybody_waits()
        ledger.gate.set()
        assert len({id(shared) for shared in await asyncio.gather(*waiting)}) == 1
        await following.since(3, 5)
        return ledger.readings

    assert asyncio.run(story()) == 1


def test_a_reading_older_than_what_was_seen_is_made_again() -> None:
    async def story() -> tuple[int, int]:
        ledger = Ledgered(5)
        following = Following(ledger.read)
        await following.since(3, 5)
        ledger.head = 6
        return (await following.since(3, 6)).delta.head, ledger.readings

    assert asyncio.run(story()) == (6, 2)


def test_a_reading_under_way_that_turns_out_too_old_is_made_again() -> None:
    async def story() -> tuple[int, int]:
        ledger = Ledgered(5)
        ledger.gate.clear()
        following = Following(ledger.read)
        early = asyncio.ensure_future(following.since(3, 5))
        await everybody_waits()
        ledger.head = 6
        late = asyncio.ensure_future(following.since(3, 6))
        await everybody_waits()
        ledger.gate.set()
        return (await early).delta.head, (await late).delta.head

    assert asyncio.run(story()) == (5, 6)


def test_a_follower_that_goes_away_takes_nobody_with_it() -> None:
    async def story() -> int:
        ledger = Ledgered(5)
        ledger.gate.clear()
        following = Following(ledger.read)
        going, staying = (asyncio.ensure_future(following.since(3, 5)) for _ in range(2))
        await everybody_waits()
        going.cancel()
        ledger.gate.set()
        return (await staying).delta.head

    assert asyncio.run(story()) == 5


def test_a_page_has_the_rows_of_its_store_and_what_it_includes_of_its_till() -> None:
    async def story() -> list[FeedPage]:
        shared = await Following(Ledgered(5).read).since(3, 5)
        before = Included(incarnation=1, seq=2)
        asking = (caller("d_1", "S01"), caller("d_2", "S02"))
        return [msgspec.json.decode(msgspec.json.encode(shared.page(who, before)), type=FeedPage) for who in asking]

    own, other = asyncio.run(story())
    assert ([row[0] for row in own.rows], [row[0] for row in other.rows]) == (["stock", "staff"], ["stock"])
    assert (own.included.seq, other.included.seq, own.complete, own.cursor) == (5, 2, True, "e:5:2")
