"""What every paper of a shop has in common: heading, footer, the marks of a copy and of training. Knows no sale.

Names come from files and people: every one is cleaned of control characters here, before it is stored, because a
printer obeys them wherever they come from.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from hardware.document import Blank, Block, Cell, Columns, Cut, Document, Qr, Rule, Text, clean, from_json, to_json
from hardware.document import to_text as _laid_out
from sync_engine.receipt.template import ShopTexts, Template, template
from sync_engine.receipt.words import Words, words

__all__ = [
    "NARROW", "Document", "Heading", "Mark", "clean", "copy_of", "from_text", "pair", "paper", "plain_text", "to_text",
    "wide",
]  # fmt: skip

NARROW: Final = 40
"""Columns below which paper is of the small kind (58 mm): no room for double width in a shop's name."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The shop as its papers name it. `language` is the tag of whoever reads the page ("en-GB"), not of the program;
    `columns` the width of the paper (32 on 58 mm, 42 or 48 on 80 mm).
    """

    store_name: str
    address: tuple[str, ...]
    till_id: str
    time_zone: str
    language: str
    columns: int = 42
    texts: ShopTexts = field(default_factory=ShopTexts)
    is_training: bool = False

    @property
    def say(self) -> Words:
        """The words of the page."""
        return words(self.language)

    @property
    def template(self) -> Template:
        """How this shop wants its pages."""
        return template(self.texts.template)


@dataclass(frozen=True, slots=True)
class Mark:
    """Which document this is: its number, when (local, finished text), by whom, and the short tag of the chain."""

    doc_no: str
    made_at: str
    staff_name: str
    tag: str = ""


def paper(heading: Heading, mark: Mark, body: Iterable[Block], *, title: str = "", link: str = "") -> Document:
    """`body` between the shop's heading and its footer. The tag of the chain stands last: paper is a witness.

    `title` names the kind of page when it is no receipt; `link` is printed as a QR code.
    """
    blocks = (
        *_training(heading),
        *_head(heading, mark, title),
        *body,
        *_foot(heading, mark, link, is_receipt=not title),
        *_training(heading),
        Cut(),
    )
    return Document(blocks, heading.columns, heading.language)


def pair(left: str, right: str, *, bold: bool = False) -> Columns:
    """A row of a text and what belongs at the right edge."""
    return Columns((Cell(clean(left), share=1), Cell(clean(right), "right")), bold=bold)


def wide(text: str) -> Columns:
    """A row of one text, wrapped with its indent."""
    return Columns((Cell(clean(text), share=1),))


def copy_of(document: Document, number: int) -> Document:
    """A reprint: the same page under a mark that cannot be overlooked, at its top and its end."""
    say = words(document.language)
    mark = Text(clean(say.tr("COPY {number}", number=number)), "centre", bold=True, size=2)
    body = document.blocks
    if body and isinstance(body[-1], Cut):
        return replace(document, blocks=(mark, *body[:-1], mark, Cut()))
    return replace(document, blocks=(mark, *body, mark))


def to_text(document: Document) -> str:
    """The form that the journal keeps."""
    return json.dumps(to_json(document), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Document:
    """The document that `to_text` wrote. Raises ValueError for anything else."""
    return from_json(json.loads(text))


def plain_text(document: Document) -> str:
    """The page as text, for a mail; without codes, which nobody scans there."""
    blocks = tuple(block for block in document.blocks if not isinstance(block, Qr | Cut))
    return _laid_out(replace(document, blocks=blocks), document.width_hint)


def _training(heading: Heading) -> tuple[Block, ...]:
    if not heading.is_training:
        return ()
    return (Text(clean(heading.say.tr("TRAINING - NOT A RECEIPT")), "centre", bold=True),)


def _head(heading: Heading, mark: Mark, title: str) -> Iterator[Block]:
    say = heading.say
    values = {
        "store_name": heading.store_name,
        "address": "\n".join(heading.address),
        "header": "\n".join(heading.texts.header),
    }
    name, *others = heading.template.filled("header", values, say) or ("",)
    yield Text(name, "centre", bold=True)
    yield from (Text(line, "centre") for line in others)
    yield Blank()
    if title:
        yield Text(clean(title), "centre", bold=True, size=2)
    yield pair(mark.doc_no, mark.made_at) if mark.doc_no else pair(mark.made_at, "")
    yield pair(
        say.tr("Till {till}", till=heading.till_id), mark.staff_name if "operator" in heading.template.shown else ""
    )
    yield Rule()


def _foot(heading: Heading, mark: Mark, link: str, *, is_receipt: bool) -> Iterator[Block]:
    say, wanted = heading.say, heading.template
    yield Blank()
    legal = wanted.filled("legal", {"legal": "\n".join(heading.texts.legal)}, say)
    yield from (Text(line, "centre") for line in legal)
    if is_receipt:
        footer = wanted.filled("footer", {"footer": "\n".join(heading.texts.footer)}, say)
        yield from (Text(line, "centre") for line in footer)
    if link:
        yield Text(clean(say.tr("This receipt on your phone:")), "centre")
        yield Qr(link)
    if mark.tag and "tag" in wanted.shown:
        yield Text(clean(f"{mark.doc_no} {mark.tag}"), "centre")
