"""Icons in the colour of the text beside them. The only file that names the icon folder."""

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer

import resources

# Mirrored where text runs from right to left. Clocks, players' signs and everything else stay as they are.
DIRECTED = frozenset({"undo", "backspace", "chevron-left", "chevron-right", "receipt", "note"})
# States have a filled shape too: the one that is seen from two metres. Each differs in outline, not only in colour.
FILLED = frozenset(
    {"arrow-up", "bag", "check", "cloud-off", "flag", "lock", "octagon", "triangle", "user"}
)  # `<name>-fill` beside `<name>`


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    text = resources.text(f"icons/{name}.svg").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL).encode()))
    if not renderer.isValid():
        raise ValueError(name)
    return renderer


def paint_icon(painter: QPainter, name: str, box: QRectF, colour: QColor, *, is_mirrored: bool = False) -> None:
    """Paint the icon called `name` into `box` (square, logical pixels)."""
    painter.save()
    if is_mirrored and name in DIRECTED:
        painter.translate(2 * box.center().x(), 0)
        painter.scale(-1, 1)
    _renderer(name, colour.name()).render(painter, box)
    painter.restore()
