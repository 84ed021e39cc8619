"""Pictures of every state on the reference screens, light and dark, with the demo shop in memory.

python -m pos_client.qt.screenshots --out DIR [--size 1024x768] [--look light | dark] [--only PART OF A NAME]
    [--language de | ru | id | ... | en-XA (long words) | ar-XB (from right to left)]
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_client.i18n import use_language
from pos_client.qt.application import log_qt_messages, speak
from pos_client.qt.contact_sheet import write_index, write_sheet
from pos_client.qt.scenes import SCREENS, Scene
from pos_client.qt.widgets.cart_list import GLOW_MS

LOOKS = ("light", "dark")


def take(scene: Scene, folder: Path, stem: str, wanted: Callable[[str], bool]) -> list[Path]:
    """Save the pictures of one window; their files."""
    taken = []
    for name in scene.scenes():
        if wanted(name):
            QTest.qWait(GLOW_MS + 50)
            taken.append(folder / f"{stem}-{name}.png")
            scene.window.grab().save(str(taken[-1]))
    scene.window.close()
    return taken


def take_all(folder: Path, *, size: str = "", look: str = "", only: str = "") -> dict[str, list[Path]]:
    """All pictures that are wanted, a contact sheet for each size and look, and a page with all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    groups: dict[str, list[Path]] = {}
    for width, height, px_per_mm in SCREENS:
        for one in LOOKS:
            if size not in {"", f"{width}x{height}"} or look not in {"", one}:
                continue
            name = f"{width}x{height}-{one}"
            scene = Scene(width, height, px_per_mm, is_dark=one == "dark")
            groups[name] = take(scene, folder, name, lambda picture: only in picture)
            if groups[name]:
                bg, ink = scene.theme.colour("line"), scene.theme.colour("text")
                write_sheet(groups[name], folder / f"sheet-{name}.png", bg, ink)
    write_index(folder, groups)
    return groups


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Pictures of every screen, with contact sheets and a page of all.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", default="")
    parser.add_argument("--only", default="")
    parser.add_argument("--language", default="en-GB")
    parser.add_argument("--look", choices=LOOKS, default="")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    release = log_qt_messages()
    use_language(chosen.language)
    speak(application, chosen.language)
    taken = take_all(chosen.out, size=chosen.size, look=chosen.look, only=chosen.only)
    release()
    sys.stdout.write(f"{sum(map(len, taken.values()))} pictures, {chosen.out / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
