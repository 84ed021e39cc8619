"""What a shop wants on its receipts: data in resources, and the lines of its own. Knows no sale and no paper.

A template is a TOML file in `resources/receipts`; its lines are translated, names in braces are filled in, and a value
of several lines stays several lines. The shop's own lines (header, legal, footer) come with its store facts and are
printed as they are: the law of its country decides their words.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import resources
from hardware.document import clean
from sync_engine.receipt.words import Words

DEFAULT = "default"
_FOLDER = "receipts"


@dataclass(frozen=True, slots=True)
class ShopTexts:
    """Lines of one shop. `url` is the public address of the ledger's receipt pages ("": there is none)."""

    header: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    url: str = ""
    template: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Template:
    """`lines` by part of the page; `shown` are the parts that may be switched off: operator, savings, tag; `slips` are
    printed beside receipts: parked, void.
    """

    lines: Mapping[str, Sequence[str]]
    shown: frozenset[str]
    slips: frozenset[str] = frozenset()

    def filled(self, part: str, values: Mapping[str, str], say: Words) -> tuple[str, ...]:
        """The lines of `part` with their names filled in and cleaned; empty ones are left out."""
        wanted: list[str] = []
        for line in self.lines.get(part, ()):
            text = say.tr(line)
            for name, value in values.items():
                text = text.replace("{" + name + "}", value)
            wanted += [clean(one) for one in text.split("\n")]
        return tuple(line for line in wanted if line.strip())


@cache
def template(name: str) -> Template:
    """The template of that name, the default one when there is none."""
    try:
        text = resources.text(f"{_FOLDER}/{name}.toml") if name.isidentifier() else None
    except FileNotFoundError:
        text = None
    content = tomllib.loads(text if text is not None else resources.text(f"{_FOLDER}/{DEFAULT}.toml"))
    lines = {part: tuple(table["lines"]) for part, table in content.items() if "lines" in table}
    return Template(lines, _switched_on(content, "show"), _switched_on(content, "slips"))


def _switched_on(content: Mapping[str, Any], part: str) -> frozenset[str]:
    return frozenset(name for name, is_on in content.get(part, {}).items() if is_on)


def shop_texts(body: Mapping[str, Any]) -> ShopTexts:
    """The texts that a store's facts carry under `receipt`; none are needed."""
    own = body.get("receipt") or {}

    def lines(part: str) -> tuple[str, ...]:
        return tuple(str(line) for line in own.get(part) or ())

    url = str(own.get("url") or "").rstrip("/")
    name = str(own.get("template") or DEFAULT)
    return ShopTexts(lines("header"), lines("legal"), lines("footer"), url, name)
