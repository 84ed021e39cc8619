"""Things that want a reason and nothing else: opening the drawer without a sale, giving the whole sale up."""

from collections.abc import Callable

from pos_client.i18n import tr
from pos_client.presenters import reasons
from pos_client.presenters.aside import Aside, Panel
from pos_client.presenters.panel_views import ChoiceView


class ReasonPanel(Panel):
    """Asks why, by one number key, and does it."""

    codes: tuple[str, ...] = ()

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._why = ""

    def begin(self, text: str) -> None:  # noqa: ARG002 - a reason is chosen, not typed
        """Ask."""
        title, question = self.words()
        self.aside.show(
            ChoiceView(title, self._why or question, bool(self._why), reasons.reason_actions(self.codes), columns=2)
        )

    def strike(self, word: str) -> bool:
        """The number of a reason."""
        if word.isascii() and word.isdigit():
            self.act(reasons.reason_at(self.codes, word))
            return True
        return word in {"enter", "backspace"}

    def act(self, word: str) -> None:
        """A reason was chosen: do it."""
        if word not in self.codes:
            return
        change, done = self.change(word)
        self._why = self.aside.attempt(change)
        if self._why:
            self.begin("")
        else:
            self.aside.close()
            self.aside.say(done)

    def words(self) -> tuple[str, str]:
        """Title and question."""
        raise NotImplementedError

    def change(self, reason: str) -> tuple[Callable[[], object], str]:
        """What is done for a reason, and the sentence that says so."""
        raise NotImplementedError


class DrawerPanel(ReasonPanel):
    """The drawer, without a sale."""

    word = "drawer"
    codes = reasons.DRAWER

    def words(self) -> tuple[str, str]:
        return tr("Open the drawer"), tr("Why? The reason is written down.")

    def change(self, reason: str) -> tuple[Callable[[], object], str]:
        done = tr("Drawer opened: {reason}.", reason=reasons.reason_words(reason))
        return lambda: self.aside.counter.open_drawer(reason), done


class VoidPanel(ReasonPanel):
    """The whole sale, given up."""

    word = "void"
    codes = reasons.VOID

    def begin(self, text: str) -> None:
        if self.aside.counter.sale.is_empty:
            self.aside.close()
            self.aside.say(tr("There is no sale to give up."))
        else:
            super().begin(text)

    def words(self) -> tuple[str, str]:
        total = self.aside.amounts.money(self.aside.counter.sale.totals().total_minor)
        return tr("Give up this sale"), tr("{total} is not sold. Why? The reason is written down.", total=total)

    def change(self, reason: str) -> tuple[Callable[[], object], str]:
        return lambda: self.aside.counter.void(reason), tr("The sale was given up. The next scan starts another.")
