"""All pictures of one size on one sheet, and a page that shows every sheet and picture. Knows files only."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

COLUMNS, WIDE, GAP, LABEL = 6, 440, 16, 24


def write_sheet(pictures: Sequence[Path], target: Path, ground: QColor, ink: QColor) -> None:
    """Put pictures of one size onto one sheet, each under its name."""
    first = QImage(str(pictures[0]))
    high = round(first.height() * WIDE / first.width())
    rows = -(-len(pictures) // COLUMNS)
    sheet = QImage(COLUMNS * (WIDE + GAP) + GAP, rows * (high + LABEL + GAP) + GAP, QImage.Format.Format_RGB32)
    sheet.fill(ground)
    painter = QPainter(sheet)
    painter.setPen(ink)
    for place, picture in enumerate(pictures):
        x = GAP + place % COLUMNS * (WIDE + GAP)
        y = GAP + place // COLUMNS * (high + LABEL + GAP)
        painter.drawText(QRect(x, y, WIDE, LABEL), Qt.AlignmentFlag.AlignVCenter, picture.stem)
        small = QImage(str(picture)).scaled(
            WIDE, high, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(x, y + LABEL, small)
    painter.end()
    sheet.save(str(target))


def write_index(folder: Path, groups: dict[str, list[Path]]) -> None:
    """A page with every picture of every group (size and theme); a picture opens in full size."""
    parts = ["<!doctype html><meta charset=utf-8><title>Screens</title>", f"<style>{_STYLE}</style>"]
    for name, pictures in groups.items():
        parts.append(f"<h2>{escape(name)}</h2><div>")
        for one in pictures:
            file, stem = escape(one.name), escape(one.stem)
            parts.append(f"<a href='{file}'><img loading=lazy src='{file}' alt='{stem}'><span>{stem}</span></a>")
        parts.append("</div>")
    (folder / "index.html").write_text("\n".join(parts), encoding="utf-8")


_STYLE = (
    "body{font:14px sans-serif;margin:24px}div{display:grid;gap:16px;"
    "grid-template-columns:repeat(auto-fill,minmax(360px,1fr))}img{width:100%;display:block}a{color:inherit}"
)
