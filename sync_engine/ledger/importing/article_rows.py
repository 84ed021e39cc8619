"""One row of a foreign article file into what it states of one article. Knows one row at a time.

A file that lacks a column says nothing about it: what is not stated keeps the value it has.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sync_engine.domain import limits
from sync_engine.domain.product import Unit
from sync_engine.ledger.importing import values
from sync_engine.ledger.importing.columns import Columns
from sync_engine.ledger.importing.values import RowRefused

UNSTATED: Final = object()
"""The value of a field about which a row says nothing."""

NEW_ARTICLE: Final[Mapping[str, Any]] = {
    "name": "",
    "names": {},
    "description": "",
    "descriptions": {},
    "unit": Unit.PIECE.value,
    "scale": 0,
    "tax": "",  # the default of the store that sells it
    "stocked": True,
    "barcodes": [],
    "attributes": {},
    "picture": None,
    "brand": "",
    "category": "",
}
"""The body of an article of which nothing is known."""

STATED: Final = (
    *("name", "names", "description", "descriptions", "unit", "scale"),
    *("tax", "stocked", "barcodes", "attributes", "brand", "category"),
    *("min_age", "needs", "recalled", "department"),
)
"""The fields of ArticleRow.stated, in order."""

_ONLY_WHEN_SAID: Final = frozenset({"min_age", "needs", "recalled", "department"})
"""Fields that most articles do not have, left out of the body where they say nothing."""

_UNITS: Final = frozenset(unit.value for unit in Unit)
_NAME, _NAMES = STATED.index("name"), STATED.index("names")
_BARCODES = STATED.index("barcodes")


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What one row, or the rows of one article together, state. Rows are equal when they state the same."""

    sku: str
    stated: tuple[Any, ...]  # by STATED; barcodes as pairs of code and pieces
    price_e4: int | None
    valid_from_on: str | None
    line: int = field(compare=False)

    @property
    def barcodes(self) -> tuple[tuple[str, int], ...]:
        """Codes and pieces, none when the file does not say."""
        codes: Any = self.stated[_BARCODES]
        return () if codes is UNSTATED else codes

    @property
    def is_nameless(self) -> bool:
        """True when the file says no name of the article."""
        return self.stated[_NAME] is UNSTATED

    def renamed(self, name: str, names: Mapping[str, str]) -> "ArticleRow":
        """The same article under another name and other names by language."""
        stated = list(self.stated)
        stated[_NAME], stated[_NAMES] = name, dict(names)
        return ArticleRow(self.sku, tuple(stated), self.price_e4, self.valid_from_on, self.line)

    def body(self, before: Mapping[str, Any] | None) -> dict[str, Any]:
        """The article's new body: what is stated over what was `before`; its code stands for a name nobody knows."""
        merged = {**NEW_ARTICLE, **(before or {})}
        for key, value in zip(STATED, self.stated, strict=True):
            if value is not UNSTATED:
                merged[key] = [{"code": c, "qty": q} for c, q in value] if key == "barcodes" else value
        merged["name"] = merged["name"] or self.sku
        return {key: value for key, value in merged.items() if value or key not in _ONLY_WHEN_SAID}


@dataclass(frozen=True, slots=True)
class ArticleParser:
    """Reads rows of one file. `tax_codes` are those any store knows; None as long as there is no store."""

    columns: Columns
    tax_codes: frozenset[str] | None
    without_stock: frozenset[str] = frozenset()

    def sku(self, cells: Sequence[str]) -> str:
        """The article's code. Reasons: blank_code, code_too_long."""
        return values.code(self.columns.cell(cells, "sku"))

    def price_e4(self, cells: Sequence[str]) -> int | None:
        """The price, None when blank or absent. Reasons: see values.unit_price_e4."""
        text = self.columns.cell(cells, "price")
        return values.unit_price_e4(text) if text.strip() else None

    def name(self, cells: Sequence[str]) -> Any:
        """The name, UNSTATED in a file without names. Reasons: see values.name."""
        return values.name(self.columns.cell(cells, "name")) if self.columns.has("name") else UNSTATED

    def row(self, line: int, cells: Sequence[str], name: Any) -> ArticleRow:
        """All that the row states, under the given name (cleaned, or UNSTATED). Raises RowRefused."""
        sku = self.sku(cells)
        unit, scale = self._unit(cells)
        stated = (
            name,
            self._by_language(cells, self.columns.names, values.name),
            self._text(cells, "description"),
            self._by_language(cells, self.columns.descriptions, values.long_text),
            unit,
            scale,
            self._tax(cells),
            self._stocked(sku, cells),
            self._barcodes(cells),
            self._attributes(cells),
            self._text(cells, "brand"),
            self._text(cells, "category"),
            self._said(cells, "min_age", values.age),
            self._said(cells, "needs", values.needs),
            self._said(cells, "recalled", _is_flagged),
            self._said(cells, "department", _is_flagged),
        )
        valid_from = values.day(self.columns.cell(cells, "valid_from"))
        return ArticleRow(sku, stated, self.price_e4(cells), valid_from, line)

    @property
    def _is_content(self) -> bool:
        """In a catalogue a quantity is what the package holds; the unit beside it is that quantity's."""
        return self.columns.has("quantity") and not self.columns.is_of_transactions

    def _text(self, cells: Sequence[str], key: str) -> Any:
        if not self.columns.has(key):
            return UNSTATED
        return sys.intern(values.long_text(self.columns.cell(cells, key)))

    def _said(self, cells: Sequence[str], key: str, read: Callable[[str], Any]) -> Any:
        return read(self.columns.cell(cells, key)) if self.columns.has(key) else UNSTATED

    def _by_language(self, cells: Sequence[str], places: Mapping[str, int], read: Callable[[str], str]) -> Any:
        if not places:
            return UNSTATED
        return {lang: read(cells[place]) for lang, place in places.items() if cells[place].strip()}

    def _unit(self, cells: Sequence[str]) -> tuple[Any, Any]:
        if self._is_content or not (self.columns.has("unit") or self.columns.has("scale")):
            return UNSTATED, UNSTATED
        unit = values.clean(self.columns.cell(cells, "unit")).lower() or Unit.PIECE.value
        if unit not in _UNITS:
            raise RowRefused("unknown_unit", unit)
        scale = self.columns.cell(cells, "scale").strip() or ("0" if unit == Unit.PIECE else str(limits.MAX_SCALE))
        if scale not in {str(known) for known in range(limits.MAX_SCALE + 1)}:
            raise RowRefused("not_a_number", scale)
        return unit, int(scale)

    def _tax(self, cells: Sequence[str]) -> Any:
        if not self.columns.has("tax"):
            return UNSTATED
        tax = values.clean(self.columns.cell(cells, "tax"))
        if tax and self.tax_codes is not None and tax not in self.tax_codes:
            raise RowRefused("unknown_tax", tax)
        return tax

    def _stocked(self, sku: str, cells: Sequence[str]) -> Any:
        if sku in self.without_stock:
            return False
        if not self.columns.has("stocked"):
            return UNSTATED
        return values.flag(self.columns.cell(cells, "stocked"), blank=True)

    def _barcodes(self, cells: Sequence[str]) -> Any:
        if not self.columns.has("barcodes"):
            return UNSTATED
        printed = filter(None, map(str.strip, self.columns.cell(cells, "barcodes").split("|")))
        return tuple(dict.fromkeys(values.barcode(text) for text in printed))

    def _attributes(self, cells: Sequence[str]) -> Any:
        stated = values.pairs(self.columns.cell(cells, "attributes"))
        if self._is_content:
            content = values.clean(f"{self.columns.cell(cells, 'quantity')} {self.columns.cell(cells, 'unit')}")
            stated |= {"content": content} if content else {}
        elif not self.columns.has("attributes"):
            return UNSTATED
        return stated


def _is_flagged(text: str) -> bool:
    return values.flag(text, blank=False)
