"""The curtain over a locked till: cart and change stay in sight, dimmed; the PIN pad stands where the payment was.

Nothing below it can be touched or reached with the keyboard.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_client.i18n import tr
from pos_client.presenters.sign_in import SignInPresenter
from pos_client.presenters.views import SignInView
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.screens.people import People
from pos_client.qt.screens.pin_card import PinCard
from pos_client.qt.screens.sign_in_screen import word_of
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import VEIL_ALPHA
from pos_client.qt.widgets.paint import painter_for
from pos_client.qt.widgets.pieces import Words


class LockCurtain(QWidget):
    """Lies over `below`, and takes its size. `shares` are the widths of its two sides."""

    def __init__(self, theme: Theme, presenter: SignInPresenter, below: QWidget, shares: tuple[int, int]) -> None:
        super().__init__(below)
        self.theme, self.presenter, self.below = theme, presenter, below
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Locked"))
        above = QWidget()
        head = column(theme, above)
        self.title = Words(theme, "name", parent=above)
        self.kept = Words(theme, "body", "text2", above, lines=2)
        self.crowd = People(theme, presenter, rows=1, is_compact=True)
        for part in (self.title, self.kept, self.crowd):
            head.addWidget(part)
        self.pin = PinCard(theme, presenter, self, above=above)
        margin = theme.mm(2)
        sides = row(theme, self, margin=margin, gap=theme.mm(3))
        free = QWidget(self)
        free.setMinimumWidth(1)
        self.pin.setMinimumWidth(1)
        for side, share in zip((free, self.pin), shares, strict=True):
            sides.addWidget(side, share)
        below.installEventFilter(self)
        presenter.view.listen(self.show_view)
        self.hide()

    def show_view(self, view: SignInView) -> None:
        """Show who may sign in, and how far the PIN is typed."""
        self.title.say(tr("This till is locked"))
        self.kept.say(view.kept or tr("Choose your name, then type your PIN."))
        self.crowd.show_view(view)
        self.pin.show_view(view)

    def draw(self) -> None:
        """Draw the curtain: the keyboard is its own until it opens."""
        self.setGeometry(self.below.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self) -> None:
        """Give the keyboard back, then go: a control that vanishes with the keyboard would pass it on by itself."""
        self.below.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own signature
        """Tab goes round among the controls of the curtain only."""
        inside = [one for one in self.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        ring = [one for one in inside if one.isVisible() and one.isEnabled()]
        if not ring:
            return False
        here = QApplication.focusWidget()
        place = ring.index(here) if here in ring else (-1 if next else 0)
        ring[(place + (1 if next else -1)) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        word = word_of(event)
        if word:
            self.presenter.strike(word)
        event.accept()  # nothing goes to the sale below

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.below.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        veil = self.theme.colour("veil")
        veil.setAlphaF(VEIL_ALPHA)
        painter.fillRect(self.rect(), veil)
        painter.end()
