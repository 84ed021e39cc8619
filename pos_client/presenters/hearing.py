"""What the till says aloud: one of five sounds, and a sentence for a screen reader. Both have a twin on the screen.

It listens to what is shown; it decides nothing and knows no device.
"""

from collections.abc import Callable

from pos_client.i18n import tr
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import Announcement, ChangeView, SaleView


class Hearing:
    """`play` makes a sound and never waits; `said` is what a screen reader says."""

    def __init__(self, play: Callable[[str], None]) -> None:
        self._play = play
        self._before = SaleView()
        self.said: Shown[Announcement] = Shown(Announcement())

    def sound(self, name: str) -> None:
        """Make a sound; "" makes none."""
        if name:
            self._play(name)

    def say(self, text: str, *, is_urgent: bool = False) -> None:
        """Say a sentence, also when it is the same as before."""
        if text:
            self.said.show(Announcement(text, is_urgent, self.said.value.number + 1))

    def on_sale(self, view: SaleView) -> None:
        """The board changed: the newest line with the total, a sentence, or another total."""
        before, self._before = self._before, view
        total = tr("{label} {amount}", label=view.due_label, amount=view.total)
        if view.bump != before.bump:
            line = next((one for one in view.lines if one.key == view.newest), None)
            if line is not None:
                text = line.spoken if line.is_unresolved else tr("{line}. {total}", line=line.spoken, total=total)
                self.say(text, is_urgent=line.is_unresolved)
        elif view.notice and view.notice != before.notice:
            self.say(view.notice, is_urgent=view.is_notice_bad)
        elif view.total != before.total and before.total and view.lines:
            self.say(total)

    def on_change(self, view: ChangeView | None) -> None:
        """A sale was paid: what goes back."""
        if view is not None:
            self.say(view.spoken)

    def on_trouble(self, sentence: str) -> None:
        """The till cannot record."""
        if sentence:
            self.sound("stop")
            self.say(sentence, is_urgent=True)
