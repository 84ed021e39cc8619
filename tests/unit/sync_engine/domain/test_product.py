"""An article has a name in every language, even if it is the plain one."""

import pytest

from sync_engine.domain.product import Article, Barcode, Unit, name_in

TEA = Article(
    article_id="T-1",
    name="Tea",
    names={"de": "Tee", "pt": "Chá", "pt-BR": "Chá mate", "ru": ""},
    description="",
    descriptions={},
    unit=Unit.PIECE,
    scale=0,
    tax_code="low",
    is_stocked=True,
    barcodes=(Barcode("4006381333931"), Barcode("4006381333948", 6)),
    attributes={},
    picture=None,
)


@pytest.mark.parametrize(
    ("lang", "name"),
    [
        ("de", "Tee"),
        ("de-AT", "Tee"),
        ("pt-BR", "Chá mate"),
        ("pt-PT", "Chá"),
        ("fr", "Tea"),
        ("ru", "Tea"),
        ("", "Tea"),
    ],
)
def test_a_name_is_found_in_the_language_or_the_nearest_to_it(lang: str, name: str) -> None:
    assert name_in(TEA, lang) == name


def test_a_barcode_stands_for_one_unit_unless_it_says_more() -> None:
    assert [barcode.quantity for barcode in TEA.barcodes] == [1, 6]


def test_a_unit_is_its_own_text() -> None:
    assert [*Unit] == ["piece", "kg", "m"]
