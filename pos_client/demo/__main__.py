"""`./pos run`: the demo shop. With a display its till opens; without one a robot trades a minute at the same program.

python -m pos_client.demo [--folder DIR] [--headless] [--fresh] [--till S02-T1]
"""

import argparse
import os
import sys
from pathlib import Path

from pos_client.demo import shop as shops
from pos_client.demo.evidence import Evidence
from pos_client.demo.telling import tell
from pos_client.demo.trouble import DemoFailed
from pos_client.i18n import current, sentence
from sync_engine.domain.errors import Refusal, Unavailable


def has_display() -> bool:
    """Whether a window can be shown here."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> int:
    """Run the demo; the exit status."""
    chosen = _options()
    if chosen.headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return _run(chosen)
    except (DemoFailed, Refusal, Unavailable) as error:
        said = sentence(error, current()) if isinstance(error, Refusal | Unavailable) else str(error)
        tell(f"\n{said}")
        return 1
    except KeyboardInterrupt:
        tell("\nStopped. Everything recorded so far is safe.")
        return 130


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pos run", description="The demo shop of two stores, on this machine alone.")
    parser.add_argument("--folder", type=Path, default=shops.default_folder(), help="where the demo keeps its files")
    parser.add_argument("--headless", action="store_true", default=not has_display(), help="no window: a robot trades")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's earlier files away")
    parser.add_argument("--till", choices=["S01-T1", "S02-T1"], default="S01-T1", help="which till's window to open")
    parser.add_argument("--dark", action="store_true", help="dark colours")
    return parser.parse_args()


def _run(chosen: argparse.Namespace) -> int:
    shop, is_known = shops.begin(chosen.folder.expanduser().resolve(), is_fresh=chosen.fresh)
    tell(f"Demo shop in {shop.folder}" + ("" if is_known else " (first start: setting it up)"))
    try:
        if is_known:
            shops.start_ledger(shop)
        else:
            shops.set_up(shop)
        if chosen.headless:
            return _minute(shop)
        return _window(shop, chosen)
    finally:
        shop.ledger.stop()


def _minute(shop: shops.Shop) -> int:
    from pos_client.demo.minute import trade_for_a_minute  # noqa: PLC0415 - Qt is loaded after its platform is chosen

    tell("\nNo window here: a robot trades for a minute at the same program.\n")
    evidence = Evidence(shop.folder)
    trade_for_a_minute(shop, evidence)
    is_whole = evidence.keep_books(shop.ledger)
    tell("\nThe books are whole." if is_whole else "\nTHE BOOKS ARE NOT WHOLE.")
    tell(f"Receipts, screens, figures and proof: {evidence.folder}")
    return 0 if is_whole else 1


def _window(shop: shops.Shop, chosen: argparse.Namespace) -> int:
    from hardware.simulated.printer import SimulatedPrinter  # noqa: PLC0415 - only where it is used
    from pos_client.app.window import run  # noqa: PLC0415 - the same

    home = shop.folder / chosen.till
    tell("\nThe till opens. Sign in as Cashier 1 with 1111, Cashier 2 with 2222 or Manager 1 with 445566.")
    tell("Scan or type a code such as 59027904, 3760008851963 or 8718452146833; close the window to end the demo.")
    with SimulatedPrinter() as printer:
        shops.use_devices(home, *printer.address)
        status = run(home, is_dark=chosen.dark)
        if printer.receipts:
            evidence = Evidence(shop.folder)
            tell(f"{evidence.keep_receipts(printer)} receipts are in {evidence.folder}")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
