"""How long goods that leave the shelf at one till still seem to lie there at another.

From the return of the commit on the first till until the stock view of the second, in another store, shows the goods
moved: two sync programs and the ledger lie between. Once in a quiet shop, once while other tills sell as well.
Beside it what no way over a ledger can do without: one round trip of HTTP on loopback and two waits for the disk
(the ledger's commit and, before it, the till's own), measured between the sales.
"""

import http.client
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pos_client.app import Till
from sync_engine.protocol import endpoints
from tests.benchmarks.catalogue import barcode, sku
from tests.benchmarks.disk import SyncedFile
from tests.benchmarks.figures import Figure, milliseconds, percentile
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import LoadTill, send
from tests.benchmarks.running import load_tills
from tests.benchmarks.shop import STORES, Shop, open_shop

ARTICLES = 2_000
SALES, QUICK_SALES = 200, 40
WARM_UP = 10
LONGEST_S = 10.0
GOALS_S = {50: 0.020, 99: 0.100}
LOAD_TILLS = 4
LOAD_EVERY_S = 0.2
"""Each of the other tills sells this often: twenty sales a second together."""


def run(ground: Ground) -> list[Figure]:
    """Both percentiles, quiet and under load."""
    with open_shop(ground, ARTICLES) as shop:
        return measured(ground, shop)


def measured(ground: Ground, shop: Shop) -> list[Figure]:
    """The same in a shop that is open."""
    count = ground.count(SALES, QUICK_SALES)
    ground.say(f"{count} sales in a quiet shop")
    quiet = sales(ground, shop, count)
    ground.say(f"{count} sales while {LOAD_TILLS} other tills sell {LOAD_TILLS / LOAD_EVERY_S:.0f} a second")
    with other_tills_selling(shop):
        busy = sales(ground, shop, count)
    return [*_figures("quiet", quiet), *_figures(f"{LOAD_TILLS / LOAD_EVERY_S:.0f} other sales/s", busy)]


def sales(ground: Ground, shop: Shop, count: int) -> list[tuple[float, float]]:
    """(seconds until the other till saw it, seconds of the baseline) of each sale."""
    source = random.Random(2)
    connection = http.client.HTTPConnection("127.0.0.1", shop.ledger.port, timeout=LONGEST_S)
    with SyncedFile(ground.folder) as disk:
        pairs = [
            (_seen_s(shop, source.randrange(shop.articles)), _round_trip_s(connection) + disk.append() + disk.append())
            for _ in range(WARM_UP + count)
        ]
    connection.close()
    return pairs[WARM_UP:]


def _seen_s(shop: Shop, number: int) -> float:
    """Sell one piece at the first till; give the seconds until the second till's stock view shows it."""
    seller, viewer = shop.counters
    wanted = on_floor(viewer.till, number) - 1
    seller.till.counter.scan(barcode(number))
    seller.till.counter.take_cash()
    seller.till.counter.complete_sale()
    start = time.perf_counter()
    return viewer.ear.wait_until(lambda: on_floor(viewer.till, number) == wanted, "the sale", LONGEST_S) - start


def on_floor(till: Till, number: int) -> int:
    """What `till` believes to lie on the floor of the first store."""
    place = f"{STORES[0]}/floor"
    return next((level.on_hand for level in till.stock.levels(sku(number)) if level.place == place), 0)


def _round_trip_s(connection: http.client.HTTPConnection) -> float:
    start = time.perf_counter()
    connection.request("GET", endpoints.HEALTH)
    connection.getresponse().read()
    return time.perf_counter() - start


@contextmanager
def other_tills_selling(shop: Shop) -> Iterator[None]:
    """Tills of the load generator that push one sale at a time, in even turns, until the block ends."""
    tills = load_tills(shop.ledger, STORES[1], LOAD_TILLS, shop.articles)
    is_over = threading.Event()
    threads = [
        threading.Thread(target=_sell_on, args=(shop.ledger.port, till, number / LOAD_TILLS, is_over))
        for number, till in enumerate(tills)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def _sell_on(port: int, till: LoadTill, phase: float, is_over: threading.Event) -> None:
    source = random.Random(till.till)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_S)
    is_over.wait(phase * LOAD_EVERY_S)
    while not is_over.wait(LOAD_EVERY_S):
        for push in till.pushes(1, 1, source):
            send(connection, endpoints.PUSH, push, till.token)
    connection.close()


def _figures(when: str, pairs: list[tuple[float, float]]) -> list[Figure]:
    seen, least = zip(*pairs, strict=True)
    return [_figure(when, percent, seen, least) for percent in GOALS_S]


def _figure(when: str, percent: int, seen: tuple[float, ...], least: tuple[float, ...]) -> Figure:
    ours, baseline, goal = percentile(seen, percent), percentile(least, percent), GOALS_S[percent]
    return Figure(
        f"a sale seen by another till, {when}, p{percent} of {len(seen)}",
        milliseconds(ours),
        f"one HTTP round trip and two disk waits, p{percent}: {milliseconds(baseline)}",
        f"{ours / baseline:.1f} x",
        f"<= {goal * 1000:.0f} ms",
        ours <= goal,
        ours,
        "s",
    )
