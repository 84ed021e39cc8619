"""What a shop sells: articles with their names, units and barcodes. It knows no price and no stock."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Unit(StrEnum):
    """What a quantity counts."""

    PIECE = "piece"
    KG = "kg"
    M = "m"


NEEDS: Final = frozenset({"price", "weight", "serial"})
"""What an article may want to be told each time it is sold."""


@dataclass(frozen=True, slots=True)
class Barcode:
    """A code on a package and how many units the package holds."""

    code: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `article_id` is its case-sensitive code (SKU), `scale` the decimals of its quantities (0 to 3).

    `names` and `descriptions` are by language tag ("de", "pt-BR"); `picture` names a file of the catalogue. It is sold
    from the age of `min_age` years (None: to everybody); `needs` names what has to be said of every sale ("price",
    "weight", "serial"). A recalled article is not sold at all. A department stands for goods that have no code.
    """

    article_id: str
    name: str
    names: Mapping[str, str]
    description: str
    descriptions: Mapping[str, str]
    unit: Unit
    scale: int
    tax_code: str
    is_stocked: bool
    barcodes: tuple[Barcode, ...]
    attributes: Mapping[str, str]
    picture: str | None
    min_age: int | None = None
    needs: frozenset[str] = frozenset()
    is_recalled: bool = False
    is_department: bool = False


def name_in(article: Article, lang: str) -> str:
    """The article's name in a language: the exact tag, then the language without its region, then the plain name."""
    return article.names.get(lang) or article.names.get(lang.partition("-")[0]) or article.name
