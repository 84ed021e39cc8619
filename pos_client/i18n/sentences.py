"""What a refusal or a failure is called: what happened, what is safe, what to do next. Knows codes and data, no
type of error.

Every class of error has its code; its fields fill the names in braces. No sentence blames, none shows a code of
ours.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pos_client.i18n.bidi import isolated
from pos_client.i18n.words import Words
from sync_engine.domain.errors import Refusal, Unavailable


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


class Counted(NamedTuple):
    """A sentence whose form follows a number, the field of that name. Writing one marks it for the catalogue."""

    one: str
    many: str
    field: str


SENTENCES: Mapping[str, str | Counted] = {
    # scanning and the cart
    "unknown_article": _("{article_code} was not found. The sale goes on. Find it by name, or set it aside."),
    "no_price": _(
        "{article_id} has no price in this shop today. The sale goes on. Set it aside, or ask for its price."
    ),
    "unknown_tax_code": _("Tax code {tax_code} is not known in this shop. The sale goes on. Tell the head office."),
    "quantity_out_of_range": _(
        "{quantity} is no quantity this till can sell. Nothing was changed. Type 1 to 1,000,000."
    ),
    "not_a_number": _("“{text}” is not a number. Nothing was changed. Type digits only."),
    "too_many_decimals": _("“{text}” has too many decimals. Nothing was changed. Use at most {digits}."),
    "amount_out_of_range": _("That amount is too large for one sale. Nothing was changed. Check the amount."),
    "name_too_long": _("That name has {length} characters. Nothing was changed. Use at most {limit}."),
    "too_many_lines": _("A sale has room for {limit} lines. What was scanned is safe. Complete it and start another."),
    "line_not_found": _("That line is no longer in the sale. Nothing was changed. Choose another line."),
    "discount_too_large": _("That discount is more than the price. Nothing was changed. Type a smaller one."),
    "unresolved_codes": _("Some scans are not sorted out yet. The sale is kept. Find the goods, or set them aside."),
    "text_too_long": _("That text has {length} characters. Nothing was changed. Use at most {limit}."),
    "needs_approval": _("That is more than you may give alone. Nothing was changed. Give less, or badge a manager in."),
    "article_recalled": _("{name} must not be sold. The sale goes on without it. Set it aside, away from the shelf."),
    "no_department": _("This shop has no department for goods without a code. The sale goes on. Set them aside."),
    "serial_taken": _("{serial} is in this sale already. Nothing was changed. Scan the number of the other piece."),
    "serial_missing": _("A serial number is still missing. The sale goes on. Scan it, or type it."),
    "sale_open": _("Another sale is on the counter. Both are kept. Complete it, hold it or void it first."),
    "money_taken": _("Money was taken for this sale. The sale is kept. Give it back first."),
    "saved_sale_unreadable": _("A kept sale cannot be read here. It was left as it is. Ring it up anew; call support."),
    "parked_gone": _("No held sale of that code is here. Nothing was changed. It may be on another counter already."),
    "parked_unreadable": _("A newer till made this held sale. It is kept. Bring it back on the till that held it."),
    # customers
    "customer_nameless": _("A customer needs a name. Nothing was kept. Type at least one letter."),
    "not_a_phone_number": _("{text} is no telephone number. Nothing was kept. Check the digits."),
    "not_an_address": _("{text} is no mail address. Nothing was kept. Check every character."),
    "payment_card_number": _("That is the number of a payment card. It was not kept. Use the card of the shop."),
    "not_answered": _("The ledger does not answer now. What is shown is what this till knows. Ask again later."),
    # paying
    "empty_cart": _("There is nothing to pay. Scan the first article."),
    "not_paid": _("The sale is not paid yet. It is kept. Take the rest first."),
    "change_without_cash": _("Change can be given from cash only. The sale is kept. Lower the other amount."),
    "refund_too_large": _("That is more than goes back to the customer. The sale is kept. Lower the amount."),
    "card_under_way": _("The card payment has no answer yet. The sale is kept. Wait for it, or end it in its box."),
    "slip_needed": _("“{text}” is no number of a slip. Nothing was taken. Type what the reader printed."),
    "not_now": _("The card payment has moved on. Nothing was changed. Look at its box again."),
    "currency_mismatch": _("That is {found}, this shop counts in {expected}. Nothing was taken. Choose another way."),
    "unknown_currency": _("{currency_code} is no money this till knows. Nothing was taken. Choose another way."),
    "return_exceeds_sale": _("{sold} were sold, {returned} would come back. Nothing was changed. Check the quantity."),
    "duplicate_ticket": _("Ticket {ticket} is in the journal already. It was not booked twice. Go on with the next."),
    "no_rules": _("No tax rules hold in this shop on {on}. Nothing was sold. Tell the head office."),
    # receipts
    "no_mail_address": _("That is no mail address. The sale is kept. Check every character."),
    "receipt_not_found": _("This till has no receipt {doc_no}. Nothing was printed. Check the number."),
    # people
    "not_signed_in": _("Nobody is signed in. The sale is kept. Choose your name first."),
    "unknown_staff": _("That name is not known on this till. Nothing was changed. Choose another name."),
    "unknown_badge": _("Nobody of this shop has that badge. Nothing was changed. Choose your name and type the PIN."),
    "unusable_pin": _("The PIN has {digits} digits. Type all of them."),
    "wrong_pin": Counted(
        "That PIN is not right. {tries_left} try left.", "That PIN is not right. {tries_left} tries left.", "tries_left"
    ),
    "locked_out": Counted(
        "Too many wrong PINs. The sale is kept. Wait {seconds} second, or let somebody else sign in.",
        "Too many wrong PINs. The sale is kept. Wait {seconds} seconds, or let somebody else sign in.",
        "seconds",
    ),
    # the disk
    "disk_full": _("The disk is full. All recorded sales are safe. Make room before the next sale."),
    "disk_read_only": _("The disk cannot be written. All recorded sales are safe. Do not take money; call support."),
    "disk_missing": _(
        "The disk with the journal is gone. Do not take money. Connect it again, then start the till anew."
    ),
    "disk_broken": _("The disk reports an error. This sale was not recorded. Do not take money; call support."),
    "journal_busy": _("Another program holds the journal. This sale was not recorded. Try again in a moment."),
    "journal_damaged": _(
        "The journal does not hold together at number {seq}. Nothing was changed. Do not sell; call support."
    ),
    "newer_schema": _(
        "These files were written by a newer version of this program. Nothing was changed. Install the newer version."
    ),
    "file_not_readable": _("{path} cannot be opened with this till's key. Nothing was changed. Call support."),
    "sqlite_too_old": _("SQLite {found} can damage files. Nothing was changed. Install this program again."),
    "secrets_unavailable": _(
        "This till's keys cannot be read ({name}). Nothing was changed. Unlock the keyring, then start again."
    ),
    "config_unreadable": _("The settings cannot be read: {path}, {reason}. Nothing was changed. Correct the file."),
    "home_in_use": _("Another program is using {home}. It goes on undisturbed. Close it first."),
    "not_enrolled": _(
        "This till has not joined a shop yet. Run: pos-client enroll --home {home} --ledger URL --code CODE"
    ),
    "already_enrolled": _(
        "This till belongs to {store}, till {till}, already. Nothing was changed. Use another --home for another till."
    ),
    "catalogue_missing": _("The articles have not arrived yet. Nothing is lost. Wait for the first download."),
    # the ledger
    "ledger_unreachable": _(
        "{url} does not answer. Nothing was changed. Check address and network, then run it again."
    ),
    "ledger_garbled": _("{url} answered, but not as a ledger does. Nothing was changed. Check the address."),
    "ledger_untrusted": _("{url} has a certificate that is not trusted here. Nothing was changed. Check the address."),
    "insecure_address": _(
        "That address would show secrets to the network. Nothing was changed. Use one that begins with https."
    ),
    "code_used": _("That code was used by another till. Nothing was changed. Ask for a new code."),
    "code_unknown": _(
        "The ledger does not know that code. Nothing was changed. Check every character, or ask for a new code."
    ),
    "enrolment_refused": _("The ledger refused: {reason} Nothing was changed."),
    # files of tickets
    "tickets_unreadable": _(
        "{path} cannot be read as tickets: {reason}. Nothing was booked from there on. Check the file."
    ),
}

_UNKNOWN = _("Something did not work ({code}). All recorded sales are safe. Try again, or call support.")


def sentence(error: Refusal | Unavailable, say: Words) -> str:
    """The sentence for an error, in the language of `say`."""
    text = SENTENCES.get(error.code)
    if text is None:
        return say.tr(_UNKNOWN, code=error.code)
    values: dict[str, object] = {name: _shown(value, say) for name, value in vars(error).items()}
    values = isolated(values, say)
    if isinstance(text, Counted):
        return say.ntr(text.one, text.many, vars(error)[text.field], **values)
    return say.tr(text, **values)


def _shown(value: object, say: Words) -> object:
    format_number: Callable[[int], str] = say.number
    return format_number(value) if isinstance(value, int) and not isinstance(value, bool) else value
