"""Articles from catalogues, files of sales and files by language."""

import pytest

from tests.helpers.imports import FakeKnown, FakeLedger, Importing, reasons

GOOD, OTHER = "4006381333931", "036000291452"


def article(importing: Importing, sku: str) -> dict[str, object]:
    found: dict[str, object] = importing.ledger.rows("article")["*", sku]
    return found


def test_a_full_row_becomes_an_article_and_a_price(importing: Importing) -> None:
    imported = importing.take(
        "articles",
        "sku,barcodes,name,name_de,name_fr,description,unit,scale,tax,stocked,price,brand,category,attributes\n"
        f"A1,{GOOD}|{OTHER}*6,Pen,Stift,,Blue,piece,0,standard,yes,1.25,Acme,office,content=1;colour=blue\n",
    )
    assert article(importing, "A1") == {
        "name": "Pen",
        "names": {"de": "Stift"},
        "description": "Blue",
        "descriptions": {},
        "unit": "piece",
        "scale": 0,
        "tax": "standard",
        "stocked": True,
        "barcodes": [{"code": GOOD, "qty": 1}, {"code": OTHER, "qty": 6}],
        "attributes": {"content": "1", "colour": "blue"},
        "picture": None,
        "brand": "Acme",
        "category": "office",
    }
    assert importing.ledger.rows("price") == {
        ("*", "default||A1|1900-01-01"): {
            "sku": "A1",
            "list": "default",
            "store": None,
            "unit_e4": 12_500,
            "from": "1900-01-01",
            "to": None,
        }
    }
    assert (imported.rows, len(imported.quarantine)) == (1, 0)


def test_what_a_till_has_to_ask_for_is_said_of_an_article_alone_where_it_is_so(importing: Importing) -> None:
    importing.take(
        "articles",
        "sku,name,min_age,needs,recalled,is_department\n"
        "A,Wine,18,,,\nB,Cigars,18,weight  price weight,no,no\nC,Spread,,,yes,\nD,Flowers,,,,yes\nE,Pen,,,,\n",
    )
    asked = ("min_age", "needs", "recalled", "department")
    found = {
        sku: {key: article(importing, sku)[key] for key in asked if key in article(importing, sku)} for sku in "ABCDE"
    }
    assert found == {
        "A": {"min_age": 18},
        "B": {"min_age": 18, "needs": ["price", "weight"]},
        "C": {"recalled": True},
        "D": {"department": True},
        "E": {},
    }


def test_what_is_no_longer_so_is_taken_back_and_what_is_not_said_stays(importing: Importing) -> None:
    importing.known = FakeKnown().with_article("A", min_age=18, recalled=True)
    importing.take("articles", "sku,name,recalled\nA,Wine,no\n")
    assert article(importing, "A")["min_age"] == 18
    assert "recalled" not in article(importing, "A")
    importing.take("articles", "sku,name,min_age\nA,Wine,\n")
    assert article(importing, "A")["recalled"] is True
    assert "min_age" not in article(importing, "A")


@pytest.mark.parametrize(
    ("cells", "reason", "detail"),
    [
        ("x,,", "not_a_number", "x"),
        ("18.5,,", "too_many_decimals", "18.5"),
        ("0,,", "out_of_range", "0"),
        ("100,,", "out_of_range", "100"),
        (",weight colour,", "unknown_need", "colour"),
        (",,perhaps", "not_yes_or_no", "perhaps"),
    ],
)
def test_a_till_is_told_to_ask_for_nothing_odd(importing: Importing, cells: str, reason: str, detail: str) -> None:
    imported = importing.take("articles", f"sku,name,min_age,needs,recalled\nA,Wine,{cells}\n")
    assert reasons(imported) == [(2, reason, detail)]


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        ("A,4006381333932,Pen,piece,standard,1", "check_digit", "4006381333932"),
        ("A,01234566,Pen,piece,standard,1", "check_digit", "01234566"),
        ("A,,,piece,standard,1", "blank_name", ""),
        (",,Pen,piece,standard,1", "blank_code", ""),
        ("A,,Pen,litre,standard,1", "unknown_unit", "litre"),
        ("A,,Pen,piece,luxury,1", "unknown_tax", "luxury"),
        ("A,,Pen,piece,standard,-0.01", "negative_price", "-0.01"),
        ("A,,Pen,piece,standard,1;50", "not_a_number", "1;50"),
        ("A,,Pen,piece,standard,1e3", "not_a_number", "1e3"),
        ("A,,Pen,piece,standard,0.00001", "too_many_decimals", "0.00001"),
        ("A,,Pen,piece,standard,1000000000000", "out_of_range", "1000000000000"),
        (f"A,,{'x' * 201},piece,standard,1", "name_too_long", "201 characters"),
        (f"{'x' * 65},,Pen,piece,standard,1", "code_too_long", "x" * 65),
        (f"A,{GOOD}*0,Pen,piece,standard,1", "pack_size", "0"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_others_go_in(
    importing: Importing, row: str, reason: str, detail: str
) -> None:
    importing.known = FakeKnown(taxes=frozenset({"standard"}))
    imported = importing.take("articles", f"sku,barcodes,name,unit,tax,price\n{row}\nB,{GOOD},Ink,piece,standard,2\n")
    assert reasons(imported) == [(2, reason, detail)]
    assert list(importing.ledger.rows("article")) == [("*", "B")]


def test_texts_have_limits(importing: Importing) -> None:
    long, longer = "x" * 201, "x" * 10_001
    imported = importing.take(
        "articles", f"sku,name,name_de,description,attributes\nA,Pen,{long},,\nB,Ink,,{longer},\nC,Pad,,,a={longer}\n"
    )
    assert [reason for _, reason, _ in reasons(imported)] == ["name_too_long", "text_too_long", "text_too_long"]


def test_a_upc_e_of_eight_digits_and_the_shops_own_codes_are_barcodes(importing: Importing) -> None:
    imported = importing.take("articles", "sku,barcode,name\nA,04252614,Pen\nB,W-1,Ink\nC,123,Pad\n")
    assert len(imported.quarantine) == 0


def test_a_barcode_that_another_article_has_in_the_file_is_a_duplicate(importing: Importing) -> None:
    imported = importing.take("articles", f"sku,barcode,name\nA,{GOOD},Pen\nB,{GOOD},Ink\n")
    assert reasons(imported) == [(3, "duplicate_barcode", f"{GOOD}: line 2, A")]


def test_a_barcode_that_another_article_has_in_the_ledger_is_a_duplicate(importing: Importing) -> None:
    importing.known.codes = {GOOD: frozenset({"Z"}), OTHER: frozenset({"B"})}
    imported = importing.take("articles", f"sku,barcode,name,price\nA,{GOOD},Pen,1\nB,{OTHER},Ink,2\n")
    assert reasons(imported) == [(2, "duplicate_barcode", f"{GOOD}: Z in the ledger")]
    assert list(importing.ledger.rows("price")) == [("*", "default||B|1900-01-01")]


def test_the_same_row_twice_is_counted_and_another_one_of_the_article_is_refused(importing: Importing) -> None:
    imported = importing.take("articles", "sku,name\nA,Pen\nA,Pen\nA,Pencil\na,Ink\n")
    assert imported.repeated == 1
    assert reasons(imported) == [(4, "duplicate_article", "A: line 2 says otherwise")]
    assert list(importing.ledger.rows("article")) == [("*", "A"), ("*", "a")]


def test_without_a_column_for_codes_the_barcode_is_the_code(importing: Importing) -> None:
    importing.take("articles", f"barcode,name\n{GOOD},Pen\n")
    assert article(importing, GOOD)["barcodes"] == [{"code": GOOD, "qty": 1}]


def test_quantity_and_unit_of_a_catalogue_are_what_the_package_holds(importing: Importing) -> None:
    importing.take("articles", "sku,name,unit,quantity\nA,Milk,L,1.00\nB,Salt,g,500\nC,Pen,,\n")
    found = [article(importing, sku) for sku in "ABC"]
    assert [body["attributes"] for body in found] == [{"content": "1.00 L"}, {"content": "500 g"}, {}]
    assert {body["unit"] for body in found} == {"piece"}


def test_what_is_weighed_has_three_decimals(importing: Importing) -> None:
    importing.take("articles", "sku,name,unit,scale\nA,Cheese,kg,\nB,Ribbon,m,1\n")
    assert [(article(importing, sku)["unit"], article(importing, sku)["scale"]) for sku in "AB"] == [
        ("kg", 3),
        ("m", 1),
    ]


def test_a_file_that_says_nothing_of_a_field_leaves_it_as_it_is(importing: Importing) -> None:
    importing.known.with_article("A", name="Old", tax="zero", brand="Acme", barcodes=[{"code": GOOD, "qty": 1}])
    importing.take("articles", "sku,name\nA,New\n")
    body = article(importing, "A")
    assert (body["name"], body["tax"], body["brand"], body["barcodes"]) == (
        "New",
        "zero",
        "Acme",
        [{"code": GOOD, "qty": 1}],
    )


def test_an_article_that_is_so_already_is_not_stated_again(importing: Importing) -> None:
    text = "sku,name,price\nA,Pen,1\nB,Ink,2\n"
    importing.take("articles", text)
    for topic in ("article", "price"):
        importing.known.rows[topic] = importing.ledger.rows(topic)
    importing.ledger = FakeLedger()
    imported = importing.take("articles", text.replace("Ink", "Red ink"))
    assert list(importing.ledger.rows("article")) == [("*", "B")]
    assert importing.ledger.rows("price") == {}
    tallies = imported.outcome.tallies
    assert (tallies["article"].added, tallies["article"].changed, tallies["article"].same) == (0, 1, 1)
    assert tallies["price"].same == 2


def test_a_blank_tax_is_left_to_the_store_and_counted(importing: Importing) -> None:
    importing.known.taxes = frozenset({"standard"})
    imported = importing.take("articles", "sku,name,tax\nA,Pen,\nB,Ink,standard\nC,Pad,\n")
    assert imported.outcome.blank_tax == 2
    assert [article(importing, sku)["tax"] for sku in "ABC"] == ["", "standard", ""]


def test_as_long_as_there_is_no_store_any_tax_is_taken(importing: Importing) -> None:
    assert len(importing.take("articles", "sku,name,tax\nA,Pen,anything\n").quarantine) == 0


def test_control_characters_become_blanks(importing: Importing) -> None:
    importing.take("articles", "sku,name\nA,\x1bp\x00Pen\x07\n")
    assert article(importing, "A")["name"] == "p Pen"


def test_articles_without_stock_are_named(importing: Importing) -> None:
    importing.take("articles", "sku,name\nPOST,Postage\nA,Pen\n", without_stock=frozenset({"POST"}))
    assert (article(importing, "POST")["stocked"], article(importing, "A")["stocked"]) == (False, True)


SALES = (
    "invoice_no,stock_code,description,quantity,unit_price\n"
    "1,A,Pen,2,1.25\n2,A,PEN?,1,9.99\n3,A,,1,0\n4,A,Pen,1,1.25\n5,A,,1,0\n6,A,,1,0\n"
    "7,B,,5,0\n8,B,,-5,0\n"
    "9,C,Carriage,1,0.00\n"
    "10,D,Debt,1,-11.50\n11,D,Debt,1,11.50\n"
    "12,E,Cheese,0.250,8\n13,F,first,1,2\n14,F,second,1,3\n"
)


def test_a_file_of_sales_elects_the_most_frequent_name_and_price(importing: Importing) -> None:
    imported = importing.take("articles", SALES)
    names = {key: body["name"] for (_, key), body in importing.ledger.rows("article").items()}
    del names["B"]
    prices = {body["sku"]: body["unit_e4"] for body in importing.ledger.rows("price").values()}
    assert names == {"A": "Pen", "C": "Carriage", "D": "Debt", "E": "Cheese", "F": "first"}
    assert prices == {"A": 12_500, "B": 0, "C": 0, "D": 115_000, "E": 80_000, "F": 20_000}
    assert reasons(imported) == [(11, "negative_price", "-11.50")]


def test_what_a_file_of_sales_never_names_is_called_by_its_code(importing: Importing) -> None:
    imported = importing.take("articles", SALES)
    assert article(importing, "B")["name"] == "B"
    assert imported.outcome.called_by_code == 1


def test_a_name_that_the_ledger_knows_is_kept_when_a_file_of_sales_has_none(importing: Importing) -> None:
    importing.known.with_article("B", name="Box")
    imported = importing.take("articles", SALES)
    assert article(importing, "B")["name"] == "Box"
    assert imported.outcome.called_by_code == 0


def test_a_catalogue_of_codes_alone_calls_articles_by_them(importing: Importing) -> None:
    imported = importing.take("articles", "sku,price\nA,1\nB,2\n")
    assert [article(importing, sku)["name"] for sku in "AB"] == ["A", "B"]
    assert (imported.outcome.called_by_code, len(imported.quarantine)) == (2, 0)


def test_what_a_file_of_sales_sells_in_fractions_is_weighed(importing: Importing) -> None:
    importing.take("articles", SALES)
    assert (article(importing, "E")["unit"], article(importing, "E")["scale"]) == ("kg", 3)
    assert (article(importing, "A")["unit"], article(importing, "A")["scale"]) == ("piece", 0)


def test_a_file_by_language_makes_one_article_of_many_rows(importing: Importing) -> None:
    imported = importing.take(
        "articles",
        f"barcode,lang,name\n{GOOD},fr,Crayon\n{GOOD},en,Pen\n{GOOD},und,Thing\n{GOOD},fr,Stylo\n{OTHER},de,Tinte\n",
    )
    body = article(importing, GOOD)
    assert (body["name"], body["names"]) == ("Pen", {"fr": "Crayon", "en": "Pen"})
    assert (article(importing, OTHER)["name"], article(importing, OTHER)["names"]) == ("Tinte", {"de": "Tinte"})
    assert reasons(imported) == [(5, "duplicate_article", f"{GOOD}: another name in fr")]


def test_a_fact_has_at_most_a_thousand_rows(importing: Importing) -> None:
    importing.take("articles", "sku,name,price\n" + "".join(f"A{n},Pen,1\n" for n in range(2_500)))
    sizes = [len(fact.rows) for fact in importing.ledger.facts]  # type: ignore[union-attr]
    assert sizes == [1000, 1000, 500, 1000, 1000, 500]


def test_the_first_fact_of_an_import_names_its_file(importing: Importing) -> None:
    importing.take("articles", "sku,name,price\n" + "".join(f"A{n},Pen,1\n" for n in range(1_500)))
    sources = [fact.source for fact in importing.ledger.facts]  # type: ignore[union-attr]
    assert sources == ["articles.csv", None, None, None]


def test_rows_with_long_texts_make_smaller_facts(importing: Importing) -> None:
    text = "x" * 4_000
    importing.take("articles", "sku,name,description\n" + "".join(f"A{n},Pen,{text}\n" for n in range(500)))
    assert [len(fact.rows) for fact in importing.ledger.facts] == [237, 237, 26]  # type: ignore[union-attr]
