"""A customer in words: rows, cards, the form. Knows no intents and keeps nothing.

The wording that a customer agrees to stands here with its version: another wording is another version.
"""

from collections.abc import Sequence
from dataclasses import replace

from pos_client.i18n import current, tr
from pos_client.presenters.ages import age_words
from pos_client.presenters.panel_ports import Purchase
from pos_client.presenters.panel_views import ActionView, CardView, FieldView, FormView, RowView
from pos_client.presenters.ports import Trade
from sync_engine.domain.customer import Customer, standing


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


TEXT_VERSION = "2026-11"
CONSENTS = {
    "receipts": _("Send me my receipts by e-mail."),
    "offers": _("Send me offers by e-mail. I can end this at any time."),
}
FIELDS = {"name": _("Name"), "phone": _("Phone"), "email": _("E-mail"), "card": _("Customer card")}
NEW = "new"
_ICONS = {"name": "user", "phone": "keypad", "email": "note", "card": "id"}


def customer_row(customer: Customer) -> RowView:
    """One customer in a list."""
    reach = "  ·  ".join(text for text in (customer.phone, customer.email, customer.card) if text)
    return RowView(customer.customer_id, customer.name, reach, note=customer.group, mark="user", shade="text2")


def new_row(text: str) -> RowView:
    """The row that writes a new customer down."""
    name = tr("New customer: {text}", text=text) if text else tr("New customer")
    return RowView(NEW, name, tr("Name, and how to reach them"), mark="plus", shade="brand")


def draft_of(text: str) -> Customer:
    """A new customer from what was searched for: an address, a telephone number, or a name."""
    plain = text.strip()
    if "@" in plain:
        return Customer("", "", email=plain)
    digits = sum(mark.isdecimal() for mark in plain)
    if digits >= 3 and all(mark.isdecimal() or mark in " +-()/." for mark in plain):
        return Customer("", "", phone=plain)
    return Customer("", plain)


def with_field(customer: Customer, word: str, text: str) -> Customer:
    """The customer with another text in one line of the form."""
    match word:
        case "name":
            return replace(customer, name=text)
        case "phone":
            return replace(customer, phone=text)
        case "email":
            return replace(customer, email=text)
    return replace(customer, card=text)


def form_view(draft: Customer, active: str, agreed: dict[str, bool], why: str) -> FormView:
    """The form; every agreement is one touch, and what is agreed to is what is read."""
    fields = tuple(
        FieldView(word, tr(label), getattr(draft, word), word == active, _ICONS[word]) for word, label in FIELDS.items()
    )
    checks = tuple(
        ActionView(f"agree {purpose}", tr(text), icon="box-check" if agreed[purpose] else "box", is_on=agreed[purpose])
        for purpose, text in CONSENTS.items()
    )
    missing = "" if draft.name.strip() else tr("Type the name first.")
    save = ActionView("enter", tr("Save"), tr("Enter"), is_main=True, reason=missing)
    return FormView(
        title=tr("Customer") if draft.customer_id else tr("New customer"),
        sentence=why or tr("A name is enough."),
        is_bad=bool(why),
        fields=fields,
        checks=checks,
        actions=(ActionView("back", tr("Back"), ""), save),
    )


def agreed_by(customer: Customer) -> dict[str, bool]:
    """What holds for every purpose."""
    found = {purpose: standing(customer, purpose) for purpose in CONSENTS}
    return {purpose: consent is not None and consent.is_given for purpose, consent in found.items()}


def card_view(
    customer: Customer, trade: Trade, bought: Sequence[Purchase], heard_s: float | None, why: str
) -> CardView:
    """Who the sale is for, and what they bought."""
    reach = "  ·  ".join(text for text in (customer.phone, customer.email) if text)
    member = tr("Group {group}: member prices hold", group=customer.group) if customer.group else ""
    agreed = [purpose for purpose, is_given in agreed_by(customer).items() if is_given]
    said = {"receipts": tr("receipts by e-mail"), "offers": tr("offers by e-mail")}
    consents = tr("Agreed to: {what}", what=", ".join(said[purpose] for purpose in agreed)) if agreed else ""
    everywhere = tr("Bought in all stores and online ({age})", age=age_words(heard_s))
    here = tr("Bought at this till; the ledger was not asked yet")
    return CardView(
        title=tr("Customer of this sale"),
        sentence=why,
        is_bad=bool(why),
        name=customer.name,
        lines=tuple(text for text in (reach, member, consents) if text),
        rows_title=here if heard_s is None else everywhere,
        rows=tuple(purchase_row(one, trade) for one in bought),
        empty=tr("Nothing yet, as far as this till knows."),
        actions=(
            ActionView("off", tr("Take off"), "−", "x"),
            ActionView("change", tr("Edit"), "", "note"),
            ActionView("other", tr("Another"), tr("Enter"), "search"),
        ),
    )


def purchase_row(purchase: Purchase, trade: Trade) -> RowView:
    """One purchase, with the age of what the ledger told of it."""
    day = current().instant(purchase.at, trade.book.store().time_zone)
    amount = current().amount(purchase.total_minor, purchase.currency)
    age = age_words(purchase.age_s) if purchase.age_s is not None else tr("this till")
    where = "  ·  ".join(text for text in (day, purchase.store, purchase.doc_no) if text)
    return RowView(purchase.doc_no, purchase.lines_text or purchase.doc_no, where, amount, age)
