"""The states of paying, one after the other, for pictures and for tests that walk every state."""

from collections.abc import Iterator
from typing import Protocol

from hardware.payment import Allowance, Report, Stage
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.sale import SalePresenter


class Staged(Protocol):
    """A window whose sell screen shows a sale."""

    @property
    def shop(self) -> PretendShop: ...

    @property
    def sale(self) -> SalePresenter: ...

    def strike(self, *words: str) -> None:
        """Strike keys of the sell screen."""

    def sell(self) -> None:
        """Ring up a sale."""


def pay_scenes(scene: Staged) -> Iterator[str]:
    """By every way, from the first key on; begins with a sale on the counter and ends with the change of one."""
    scene.strike("enter", "+")
    yield "20-pay-01-paying"
    scene.strike("escape", "2", "0", "0", "0", "enter")
    yield "20-pay-02-far-too-much"
    scene.strike("escape", "1", "0", "enter")
    yield "20-pay-03-part-paid"
    scene.strike("more")
    yield "20-pay-04-more-ways"
    scene.sale.payment.act("foreign USD")
    yield "20-pay-05-foreign-cash"
    scene.strike("5", "enter", "2", "card", "1", "2", "3", "4", "enter")
    yield "20-pay-06-three-parts"
    yield from _card_stages(scene)
    scene.strike("2", "0", "enter")
    yield "20-pay-07-change"
    scene.strike("mail", *"ann")
    yield "20-pay-16-mail"
    scene.strike("escape", "qr")
    yield "20-pay-17-qr"
    scene.sell()
    scene.strike("card", "0", "0", "7", "1", "2", "enter")
    yield "20-pay-08-paid-by-card"
    scene.sell()
    scene.strike("next_note", "next_note", "enter")
    yield "21-change"


def _card_stages(scene: Staged) -> Iterator[str]:
    terminal = scene.shop.terminal
    scene.strike("card", "4", "7")
    yield "20-pay-09-card-standalone"
    scene.strike("escape", "escape")
    terminal.is_attended = False
    terminal.hear = scene.sale.payment.on_report
    scene.strike("card")
    scene.shop.clock.move(7)
    scene.sale.payment.tick()
    yield "20-pay-10-card-waiting"
    terminal.say(Stage.WORKING)
    yield "20-pay-11-card-working"
    terminal.say(Stage.DECLINED)
    yield "20-pay-12-card-declined"
    scene.strike("card")
    terminal.say(Stage.NO_ANSWER, asks_again_s=24)
    yield "20-pay-13-card-no-answer"
    scene.sale.payment.act("card_check")
    yield "20-pay-14-card-to-be-checked"
    scene.strike("card")
    request = terminal.requests[-1]
    scene.sale.payment.on_report(Report(request.request_id, Stage.OFFLINE, allowance=Allowance(5_000, 43_000)))
    yield "20-pay-15-card-offline"
    scene.strike("escape")
    terminal.is_attended = True
