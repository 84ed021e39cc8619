"""What the line panel says: the choices, the plan that was made, and what it would come to. Knows no intents."""

from dataclasses import dataclass
from typing import Literal

from pos_client.i18n import current, tr
from pos_client.presenters import reasons
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.panel_views import ActionView, AmountView, ChoiceView
from sync_engine.domain.cart import CartLine
from sync_engine.domain.tax import PPM

Kind = Literal["percent", "amount", "price"]
PERCENTS = (5, 10, 20, 30, 50)
KINDS: dict[str, Kind] = {"6": "percent", "7": "amount", "8": "price"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A reduction that still wants its reason: ppm, minor units, or a unit price at 10^-4 of the major unit."""

    kind: Kind
    value: int


@dataclass(frozen=True, slots=True)
class LineWords:
    """Writes the panel for a line, or for the whole sale (`line` None)."""

    amounts: Amounts
    line: CartLine | None

    @property
    def title(self) -> str:
        """What is meant."""
        return self.line.name if self.line is not None else tr("Whole sale")

    def plan(self, plan: Plan) -> str:
        """A plan in words: 10 % off."""
        if plan.kind == "percent":
            return tr("{discount} off", discount=current().percent(plan.value))
        if plan.kind == "amount":
            return tr("{discount} off", discount=self.amounts.money(plan.value))
        return tr("{price} each", price=current().unit_price(plan.value, self.amounts.currency_code))

    def what(self, why: str, other_scope: str, *, has_discount: bool) -> ChoiceView:
        """The first step. `other_scope` is why the scope cannot be changed ("" when it can)."""
        no_line = "" if self.line is not None else tr("A price belongs to one line. Choose a line first.")
        percents = tuple(
            ActionView(str(number), current().percent(percent * PPM // 100), str(number))
            for number, percent in enumerate(PERCENTS, start=1)
        )
        open_ones = (
            ActionView("6", tr("Other percent"), "6"),
            ActionView("7", tr("Amount off"), "7"),
            ActionView("8", tr("New price"), "8", reason=no_line),
            ActionView("9", tr("Note"), "9"),
        )
        scope = tr("Whole sale") if self.line is not None else tr("This line")
        gift = self.line is not None and self.line.is_gift
        none = "" if has_discount else tr("There is no discount to take away.")
        extra = (
            ActionView("0", scope, "0", reason=other_scope),
            ActionView("+", tr("Gift"), "+", "gift", is_on=gift, reason=no_line and tr("Choose a line first.")),
            ActionView("-", tr("No discount"), "−", reason=none),
        )
        sentence = why or tr("How much less? Then say why.")
        return ChoiceView(self.title, sentence, bool(why), (*percents, *open_ones), 3, extra)

    def much(self, kind: Kind, text: str, why: str, reason: str) -> AmountView:
        """The second step, where the amount is open."""
        prompts = {"percent": tr("Percent off"), "amount": tr("Amount off"), "price": tr("New price for one")}
        unit = "%" if kind == "percent" else self.amounts.currency_code
        return AmountView(
            title=self.title,
            sentence=why,
            is_bad=bool(why),
            prompt=prompts[kind],
            text=text,
            unit=unit,
            point=self.point(kind),
            main=tr("Next"),
            main_reason=reason,
        )

    def point(self, kind: Kind) -> str:
        """The decimal mark of what is typed; "" where it has none."""
        return self.amounts.words.amount(0, "EUR")[1] if kind == "percent" else self.amounts.point

    def why(self, plan: Plan) -> ChoiceView:
        """The last step: the reason makes it so."""
        return ChoiceView(
            title=self.title,
            sentence=tr("{plan}. Why?", plan=self.plan(plan)),
            choices=reasons.reason_actions(reasons.DISCOUNT),
            columns=2,
        )
