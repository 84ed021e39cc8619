"""The keys on a line of the cart: for the chosen line quantity, remove and more; for an unresolved one its answers.

They are controls of their own, so that fingers, the keyboard and screen readers reach them. They decide nothing.
"""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_client.i18n import tr
from pos_client.presenters.keymap import SELL_KEYS
from pos_client.presenters.views import LineActionView, LineView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look

MOST_ACTIONS = 3


class ActionKey(Button):
    """A key that does one word."""

    def __init__(self, theme: Theme, look: Look, parent: QWidget, word: str = "", *, name: str = "") -> None:
        super().__init__(theme, look, parent, name=name)
        self.word = word
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class LineStrip(QWidget):
    """`acted` carries the key of the line and the word of what was touched. It lies over the foot of its line."""

    acted = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.key = theme, ""
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.px("gap"))
        self.row.addStretch(1)
        self.hide()

    def add(self, key: ActionKey) -> ActionKey:
        """One more key at the end."""
        key.clicked.connect(self._on_clicked)
        self.row.addWidget(key)
        return key

    def place(self, line: QRect, indent: int) -> None:
        """Lie over the foot of a line, from `indent` on."""
        high = self.theme.px("target")
        margin = self.theme.mm(2)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self.setGeometry(line.left() + margin, line.bottom() - high - 3, line.width() - indent - margin, high)
        else:
            self.setGeometry(line.left() + indent, line.bottom() - high - 3, line.width() - indent - margin, high)
        self.show()

    @property
    def width_used(self) -> int:
        """How wide its keys are together: what stands beside them ends there."""
        keys = [key for key in self.findChildren(ActionKey) if not key.isHidden()]
        gaps = max(0, len(keys) - 1) * self.row.spacing()
        return sum(key.sizeHint().width() for key in keys) + gaps

    def sizeHint(self) -> QSize:
        return QSize(self.width_used, self.theme.px("target"))

    def _on_clicked(self) -> None:
        sender = self.sender()
        assert isinstance(sender, ActionKey)
        self.acted.emit(self.key, sender.word)


class ChosenStrip(LineStrip):
    """One less, the quantity, one more, remove, more."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        one, remove, more = SELL_KEYS.key("quantity"), SELL_KEYS.key("remove"), SELL_KEYS.key("discount")
        self.less = self.add(ActionKey(theme, Look("", icon="minus"), self, "one_less", name=tr("One less")))
        self.quantity = self.add(ActionKey(theme, Look("1", hint=one), self, "quantity"))
        self.more = self.add(ActionKey(theme, Look("", icon="plus"), self, "one_more", name=tr("One more")))
        self.remove = self.add(ActionKey(theme, Look(tr("Remove"), hint=remove), self, "remove"))
        self.others = self.add(ActionKey(theme, Look(tr("Price"), hint=more, icon="tag"), self, "discount"))
        self.others.set_text(tr("Price"), tr("Price, discount, note and gift"))

    def show_line(self, line: LineView) -> None:
        """The keys of a line."""
        self.key = line.key
        self.quantity.set_text(line.quantity, tr("Quantity {quantity}", quantity=line.quantity))


class NoticeStrip(LineStrip):
    """The answers to an unresolved line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.keys = [self.add(ActionKey(theme, Look(""), self)) for _ in range(MOST_ACTIONS)]
        self._actions: tuple[LineActionView, ...] = ()

    def show_line(self, line: LineView) -> None:
        """The keys of an unresolved line."""
        self.key = line.key
        if line.actions == self._actions:
            return
        self._actions = line.actions
        kind = "err" if line.is_stopped else "warn"
        for place, key in enumerate(self.keys):
            key.setVisible(place < len(line.actions))
            if place < len(line.actions):
                action = line.actions[place]
                key.word = action.word
                key.look = Look(action.label, action.hint, action.icon if action.is_main else "", kind)  # type: ignore[arg-type]
                key.set_text(action.label, action.label)
