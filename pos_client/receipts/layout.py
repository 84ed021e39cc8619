"""What every paper of the till has in common: heading, footer, the mark of a copy, the stored form. Knows no sale.

Names come from files and people: every one is cleaned of control characters here, before it is stored, because a
printer obeys them wherever they come from.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import resources
from hardware.document import Blank, Block, Cell, Columns, Cut, Document, Rule, Text, clean, from_json, to_json
from pos_client.i18n import Words, words

TEXTS = "receipts/default.toml"


@dataclass(frozen=True, slots=True)
class Heading:
    """The shop as its papers name it. `language` is a tag with the region ("en-GB"); `columns` the width of the
    paper.
    """

    store_name: str
    address: tuple[str, ...]
    till_id: str
    time_zone: str
    language: str
    columns: int = 42

    @property
    def say(self) -> Words:
        """The words of the shop's papers."""
        return words(self.language)


@dataclass(frozen=True, slots=True)
class Mark:
    """Which document this is: its number, when (local, finished text), by whom, and the short tag of the chain."""

    doc_no: str
    made_at: str
    staff_name: str
    tag: str


def paper(heading: Heading, mark: Mark, body: tuple[Block, ...]) -> Document:
    """`body` between the shop's heading and its footer. The tag of the chain stands last: paper is a witness."""
    blocks = (*_head(heading, mark), *body, *_foot(heading, mark), Cut())
    return Document(blocks, heading.columns, heading.language)


def pair(left: str, right: str, *, bold: bool = False) -> Columns:
    """A row of a text and what belongs at the right edge."""
    return Columns((Cell(clean(left), share=1), Cell(clean(right), "right")), bold=bold)


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


def _head(heading: Heading, mark: Mark) -> tuple[Block, ...]:
    say = heading.say
    lines = _lines("header", {"store_name": heading.store_name, "address": "\n".join(heading.address)}, say)
    name, *others = lines or ("",)
    return (
        Text(name, "centre", bold=True),
        *(Text(line, "centre") for line in others),
        Blank(),
        pair(mark.doc_no, mark.made_at),
        pair(say.tr("Till {till}", till=heading.till_id), mark.staff_name),
        Rule(),
    )


def _foot(heading: Heading, mark: Mark) -> tuple[Block, ...]:
    footer = tuple(Text(line, "centre") for line in _lines("footer", {}, heading.say))
    return (Blank(), *footer, Text(clean(f"{mark.doc_no} {mark.tag}"), "centre"))


def _lines(part: str, values: Mapping[str, str], say: Words) -> tuple[str, ...]:
    """Lines of the texts with their names filled in; a value of several lines gives several, an empty one none."""
    wanted: list[str] = []
    for line in _texts().get(part, {}).get("lines", []):
        filled = say.tr(line)
        for name, value in values.items():
            filled = filled.replace("{" + name + "}", value)
        wanted += [clean(one) for one in filled.split("\n")]
    return tuple(line for line in wanted if line.strip())


@cache
def _texts() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.text(TEXTS))
