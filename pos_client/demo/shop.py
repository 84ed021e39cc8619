"""Sets the demo shop up, once: ledger with its goods, people and stock, and two tills that have joined it.

Everything is kept below one folder, so the second start only starts programs.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

import resources
from pos_client import config
from pos_client.demo.ledger import LedgerProgram, free_port
from pos_client.demo.telling import step
from pos_client.demo.trouble import DemoFailed

TILLS = (("S01", "T1"), ("S02", "T1"))
FILES = ("stores", "staff", "articles", "stock", "favourites")
_STATE = "demo.json"
_VERSION = 1


def default_folder() -> Path:
    """Where the demo keeps its files when no folder is named."""
    return Path(platformdirs.user_data_dir("unified-pos-demo", appauthor=False))


@dataclass(frozen=True, slots=True)
class Shop:
    """The demo on disk."""

    folder: Path
    ledger: LedgerProgram

    def till(self, store: str, till: str) -> Path:
        """The home of a till."""
        return self.folder / f"{store}-{till}"


def begin(folder: Path, *, is_fresh: bool) -> tuple[Shop, bool]:
    """The shop of `folder`, and whether it was set up before. `is_fresh` throws away what was there."""
    state = _state(folder)
    if state is None or is_fresh:
        _clear(folder)
        folder.mkdir(parents=True, exist_ok=True)
        return Shop(folder, LedgerProgram(folder / "ledger", free_port())), False
    return Shop(folder, LedgerProgram(folder / "ledger", int(state["port"]))), True


def set_up(shop: Shop) -> None:
    """Fill the ledger and let the tills join; the service runs afterwards."""
    for name in FILES:
        with step(f"ledger takes in {name}") as results:
            shop.ledger.command("import", name, str(resources.path(f"demo/{name}.csv")))
            results.append(f"{_rows(name):,} rows")
    start_ledger(shop)
    for store, till in TILLS:
        with step(f"till {till} of store {store} joins") as results:
            _join(shop, store, till)
            results.append("articles are there")
    (shop.folder / _STATE).write_text(json.dumps({"version": _VERSION, "port": shop.ledger.port}), encoding="utf-8")


def start_ledger(shop: Shop) -> bool:
    """Start the service; False when another start of the demo runs it already."""
    if shop.ledger.is_answering():
        return False
    with step("ledger starts") as results:
        shop.ledger.serve()
        results.append(shop.ledger.url)
    return True


def use_devices(home: Path, host: str, port: int) -> None:
    """Tell a till where its receipt printer is, and how its scanner begins."""
    settings = config.load(home)
    devices: dict[str, dict[str, Any]] = {
        "printer": {"kind": "network", "host": host, "port": port},
        "scanner": {"prefix": "]"},
    }
    config.save(home, config.Settings(settings.ledger_url, settings.language, settings.second_copy, devices))


def _join(shop: Shop, store: str, till: str) -> None:
    code = shop.ledger.command("enroll-code", "--store", store, "--till", till).split()[-1]
    home = shop.till(store, till)
    line = [sys.executable, "-m", "pos_client", "enroll", "--home", str(home), "--ledger", shop.ledger.url]
    done = subprocess.run([*line, "--code", code], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise DemoFailed(f"Till {store}/{till} could not join: {(done.stderr or done.stdout).strip()}")


def _state(folder: Path) -> dict[str, int] | None:
    try:
        state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) and state.get("version") == _VERSION else None


def _clear(folder: Path) -> None:
    """Remove what an earlier demo left, and nothing else of the folder."""
    for name in ("ledger", *(f"{store}-{till}" for store, till in TILLS)):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / _STATE).unlink(missing_ok=True)


def _rows(name: str) -> int:
    return len(resources.text(f"demo/{name}.csv").splitlines()) - 1
