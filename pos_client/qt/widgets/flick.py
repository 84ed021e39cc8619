"""Scrolling with a finger for lists and papers. Knows no content."""

from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QScroller


def flicked(area: QAbstractScrollArea) -> None:
    """Let `area` be pushed with a finger, and stop at its ends without bouncing."""
    if isinstance(area, QAbstractItemView):
        area.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
