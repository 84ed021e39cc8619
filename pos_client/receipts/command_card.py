"""The card of command codes: what stands on it, in which groups, as values and as a page for the receipt printer."""

from dataclasses import dataclass

from hardware.document import Barcode, Blank, Block, Cut, Document, Rule, Text
from pos_client.counter.meaning import Command, command_code
from pos_client.i18n import Words


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One command in words, with its code."""

    words: str
    code: str


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Commands that are looked for together."""

    heading: str
    entries: tuple[CardEntry, ...]


def card_groups(say: Words) -> tuple[CardGroup, ...]:
    """Every command of the till, in the order of a sale."""
    return (
        CardGroup(say.tr("How many of the next article"), _quantities()),
        _group(
            say.tr("The sale"),
            ("remove", say.tr("Remove the last line")),
            ("undo", say.tr("Undo")),
            ("id_seen", say.tr("ID was seen")),
            ("park", say.tr("Hold the sale")),
            ("resume", say.tr("Resume a held sale")),
        ),
        _group(
            say.tr("Paying"),
            ("exact", say.tr("Exact cash")),
            ("next_note", say.tr("Next note up")),
            ("pay", say.tr("Pay, take the amount")),
            ("card", say.tr("Card")),
            ("reprint", say.tr("Print the receipt again")),
        ),
        _group(
            say.tr("The till"),
            ("manager", say.tr("Call a manager")),
            ("lock", say.tr("Lock the till")),
        ),
    )


def card_document(say: Words, language: str) -> Document:
    """The card for a receipt printer, to be cut and laminated in strips."""
    blocks: list[Block] = [Text(say.tr("Command card"), "centre", bold=True, size=2)]
    blocks.append(Text(say.tr("Scan a code instead of striking a key."), "centre"))
    for group in card_groups(say):
        blocks += [Rule(), Text(group.heading, bold=True)]
        for entry in group.entries:
            blocks += [Blank(), Text(entry.words, "centre", bold=True), Barcode("CODE128", entry.code)]
    return Document((*blocks, Blank(2), Cut()), language=language)


def _quantities() -> tuple[CardEntry, ...]:
    return tuple(CardEntry(f"{number} ×", command_code("quantity", str(number))) for number in range(2, 10))


def _group(heading: str, *entries: tuple[Command, str]) -> CardGroup:
    return CardGroup(heading, tuple(CardEntry(words, command_code(name)) for name, words in entries))
