"""The cart's lines as a Qt list. It knows views only; changes are told row by row, so that a scan repaints one row."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from pos_client.presenters.views import LineView

VIEW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class CartModel(QAbstractListModel):
    """Lines in the order of the cart."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[LineView, ...] = ()

    def show_lines(self, lines: tuple[LineView, ...]) -> None:
        """Replace the lines; only rows that differ are reported."""
        old, new = [line.key for line in self.lines], [line.key for line in lines]
        if new[: len(old)] != old:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()
            return
        changed = [row for row, line in enumerate(self.lines) if line is not lines[row] and line != lines[row]]
        if len(new) > len(old):
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self.lines = lines
            self.endInsertRows()
        self.lines = lines
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, key: str) -> int:
        """The row of a line, -1 when there is none."""
        return next((row for row, line in enumerate(self.lines) if line.key == key), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == VIEW:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return None
