"""What a scanned code is: an article, or one of the till's own codes (a command, a parked sale, a badge, a customer, a
receipt). Knows no catalogue and carries nothing out.

Own codes are the letters `XC`, a letter for the kind, digits and capital letters, and a check character: every scanner,
printer and code set has these. The check character is that of ISO 7064 MOD 37,36, which finds each wrong character and
nearly each swapped pair. Anything that is no own code, or fails its check, is an article's.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["C", "P", "B", "U", "R"]
Command = Literal[
    "quantity", "exact", "card", "next_note", "pay", "park", "resume", "remove", "undo", "reprint", "id_seen",
    "manager", "lock",
]  # fmt: skip

_MARKS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OWN: Final = re.compile(r"XC([CPBUR])([0-9A-Z]{1,40})([0-9A-Z])", re.ASCII | re.IGNORECASE)
_RECEIPT: Final = re.compile(r".{1,64}-[A-Za-z0-9_.]{0,31}[A-Z0-9_.](?:[a-z]+|~[a-z2-7]{7})-\d{6,}", re.ASCII)
_SYMBOLOGY: Final = re.compile(r"\][A-Za-z]\d", re.ASCII)

# The words of the command codes. They are printed on cards that stay in use for years: none may ever change.
_COMMANDS: Final[dict[str, Command]] = {
    "CASH": "exact",
    "CARD": "card",
    "NOTE": "next_note",
    "PAY": "pay",
    "HOLD": "park",
    "BACK": "resume",
    "DROP": "remove",
    "UNDO": "undo",
    "COPY": "reprint",
    "SEEN": "id_seen",
    "CALL": "manager",
    "LOCK": "lock",
}
_QUANTITY: Final = re.compile(r"Q([2-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class ArticleCode:
    """Whatever is none of the till's own: the raw text, for the counter to look up."""

    raw: str


@dataclass(frozen=True, slots=True)
class CommandCode:
    """A command of the card. `argument` is the quantity ("2" to "9") of the command `quantity`, else ""."""

    name: Command
    argument: str = ""


@dataclass(frozen=True, slots=True)
class ParkedCode:
    """A parked sale's slip: the whole code, in capitals."""

    code: str


@dataclass(frozen=True, slots=True)
class BadgeCode:
    """A person's badge: the whole code, in capitals."""

    code: str


@dataclass(frozen=True, slots=True)
class CustomerCode:
    """A customer's card of this shop's own: the whole code, in capitals."""

    code: str


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """A receipt: its own code in capitals, or its number as printed (`S01-T1a-000042`)."""

    code: str


Meaning = ArticleCode | CommandCode | ParkedCode | BadgeCode | CustomerCode | ReceiptCode


def meaning(raw: str) -> Meaning:
    """What `raw` (as a scanner sent it, or typed) is. Never raises; small letters of an own code count as capitals."""
    text = _plain(raw)
    own = _OWN.fullmatch(text)
    if own is not None and check_character(text[:-1].upper()) == text[-1].upper():
        return _of_kind(own[1].upper(), text.upper()) or ArticleCode(raw)
    return ReceiptCode(text) if _RECEIPT.fullmatch(text) else ArticleCode(raw)


def own_code(kind: Kind, payload: str) -> str:
    """The own code of `payload` (1 to 40 of 0-9 A-Z), to be printed as Code 128. ValueError for anything else."""
    code = f"XC{kind}{payload}"
    if not _OWN.fullmatch(code + "0") or code != code.upper():
        raise ValueError(f"no own code holds {payload!r}")
    return code + check_character(code)


def command_code(name: Command, argument: str = "") -> str:
    """The code of a command, for the card. ValueError for a quantity that is not 2 to 9."""
    if name == "quantity":
        if not _QUANTITY.fullmatch(f"Q{argument}"):
            raise ValueError(f"no command for the quantity {argument!r}")
        return own_code("C", f"Q{argument}")
    word = next(word for word, command in _COMMANDS.items() if command == name)
    return own_code("C", word)


def check_character(text: str) -> str:
    """The check character of `text` (digits and capital letters) after ISO 7064 MOD 37,36."""
    rest = 36
    for mark in text:
        rest = ((rest + _MARKS.index(mark)) % 36 or 36) * 2 % 37
    return _MARKS[(37 - rest) % 36]


def _of_kind(kind: str, code: str) -> Meaning | None:
    match kind:
        case "P":
            return ParkedCode(code)
        case "B":
            return BadgeCode(code)
        case "U":
            return CustomerCode(code)
        case "R":
            return ReceiptCode(code)
        case _:
            return _command(code[3:-1])


def _command(word: str) -> CommandCode | None:
    quantity = _QUANTITY.fullmatch(word)
    if quantity is not None:
        return CommandCode("quantity", quantity[1])
    name = _COMMANDS.get(word)
    return CommandCode(name) if name is not None else None


def _plain(raw: str) -> str:
    text = "".join(mark for mark in raw if mark.isprintable()).strip()
    return _SYMBOLOGY.sub("", text, count=1) if text.startswith("]") else text
