"""How long a new till of a shop with half a million articles waits until it can sell.

From the moment the ledger offers the finished file until the first scan of the till finds an article: download, check
of the hash, switch, look-up. The sync program is the real one. Beside it a copy of the same file to the same disk with
one wait at the end. What the ledger spends on the import and on building the file stands in lines of its own.
"""

import http.client
import json
import time
from pathlib import Path

from pos_client.app import Till, enroll
from pos_client.store.trouble import CatalogueMissing
from sync_engine.protocol import endpoints
from tests.benchmarks.catalogue import barcode
from tests.benchmarks.disk import synced_copy
from tests.benchmarks.figures import Figure, megabytes, per_second, seconds_text
from tests.benchmarks.ground import Ground, wait_until
from tests.benchmarks.plain_sqlite import plain_import_s
from tests.benchmarks.running import ServedLedger, founded_ledger, fresh_code, load_tills, served_ledger
from tests.benchmarks.tills import WITH_SYNC, Ear, selling_till

ARTICLES, QUICK_ARTICLES = 500_000, 50_000
STORE = "S01"
GOAL_S = 5.0
BUILD_S = 120.0
DOWNLOAD_S = 60.0


def run(ground: Ground) -> list[Figure]:
    """The till's wait, and the ledger's share before it."""
    count = ground.count(ARTICLES, QUICK_ARTICLES)
    home, till_home = ground.folder / "ledger", ground.folder / "till"
    url = f"sqlite:///{home}/ledger.db"
    ground.say(f"importing {count:,} articles")
    start = time.perf_counter()
    founded_ledger(home, url, (STORE,), count)
    imported_s = time.perf_counter() - start
    with served_ledger(home, url) as ledger:
        ground.say("building the replica file")
        built_s = _built_s(ledger)
        file = max((home / "snapshots").glob("replica-*.db"), key=lambda path: path.stat().st_size)
        copied_s = synced_copy(file, ground.folder / "copy")
        ground.say(f"a till downloads {megabytes(file.stat().st_size)}")
        enroll(till_home, f"http://127.0.0.1:{ledger.port}", fresh_code(ledger, STORE, "T1"))
        asked_s, started_s = _first_scan_s(till_home, count)
        size = file.stat().st_size
    plain_s = plain_import_s(home / "articles.csv", ground.folder / "plain.db")
    copy = f"copy of the same {megabytes(size)} with fsync: {seconds_text(copied_s)}"
    return [
        _figure(f"{count:,} articles: snapshot asked for to first scan", asked_s, copied_s, copy, GOAL_S),
        _figure(f"{count:,} articles: opening of the till to first scan", started_s, copied_s, copy),
        _figure(f"{count:,} articles: ledger builds the file (once a store)", built_s, copied_s, copy),
        _figure(
            f"{count:,} articles: ledger imports them ({per_second(count / imported_s)})",
            imported_s,
            plain_s,
            f"the same file into a plain table, one commit: {seconds_text(plain_s)}",
        ),
    ]


def _built_s(ledger: ServedLedger) -> float:
    """Ask as a till does until the file is there; give the seconds."""
    token = load_tills(ledger, STORE, 1, 1)[0].token
    start = time.perf_counter()
    wait_until(lambda: _is_offered(ledger.port, token), "the replica file", BUILD_S, pause_s=0.05)
    return time.perf_counter() - start


def _is_offered(port: int, token: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=BUILD_S)
    try:
        connection.request("GET", endpoints.SNAPSHOT, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        content = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status not in {http.client.OK, http.client.ACCEPTED}:
        raise RuntimeError(f"{endpoints.SNAPSHOT}: {answer.status} {content}")
    return answer.status == http.client.OK


def _first_scan_s(home: Path, count: int) -> tuple[float, float]:
    """Seconds from the first word of the download, and from the opening of the till, to the first scan."""
    ear = Ear()
    start = time.perf_counter()
    with selling_till(home, ear, WITH_SYNC) as till:
        scanned = ear.wait_until(lambda: _finds(till, barcode(count - 1)), "the first scan", DOWNLOAD_S)
    assert ear.download_began_s is not None
    return scanned - ear.download_began_s, scanned - start


def _finds(till: Till, code: str) -> bool:
    try:
        return till.catalog.find_by_code(code) is not None
    except CatalogueMissing:
        return False


def _figure(name: str, taken_s: float, baseline_s: float, baseline: str, goal_s: float | None = None) -> Figure:
    return Figure(
        name,
        seconds_text(taken_s),
        baseline,
        f"{taken_s / baseline_s:.1f} x",
        f"<= {goal_s:.0f} s" if goal_s else "",
        taken_s <= goal_s if goal_s else None,
        taken_s,
        "s",
    )
