"""Boxes with the one spacing of the product. Knows no control."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_client.qt.theme import Theme


def column(theme: Theme, parent: QWidget | None = None, *, margin: int = 0, gap: int | None = None) -> QVBoxLayout:
    """Things under each other."""
    box = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    box.setContentsMargins(margin, margin, margin, margin)
    box.setSpacing(theme.px("gap") if gap is None else gap)
    return box


def row(theme: Theme, parent: QWidget | None = None, *, margin: int = 0, gap: int | None = None) -> QHBoxLayout:
    """Things beside each other."""
    box = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    box.setContentsMargins(margin, margin, margin, margin)
    box.setSpacing(theme.px("gap") if gap is None else gap)
    return box
