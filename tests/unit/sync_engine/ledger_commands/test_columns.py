"""Which column of a foreign file is which field."""

import pytest

from sync_engine.ledger.importing.columns import Columns, MissingColumn, UnknownColumn, UnknownField, columns_for


def fields(kind: str, header: str, **mapping: str) -> dict[str, str]:
    names = header.split(",")
    return {field: names[place] for field, place in columns_for(kind, names, mapping).places.items()}


def of(header: str, **mapping: str) -> Columns:
    return columns_for("articles", header.split(","), mapping)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("sku,name,price", {"sku": "sku", "name": "name", "price": "price"}),
        ("Stock Code,Description,Unit Price", {"sku": "Stock Code", "name": "Description", "price": "Unit Price"}),
        ("barcode,name,category", {"sku": "barcode", "barcodes": "barcode", "name": "name", "category": "category"}),
        (
            "sku,barcodes,name,description",
            {"sku": "sku", "barcodes": "barcodes", "name": "name"} | {"description": "description"},
        ),
        (
            "upc13_no_check,description,normal_price,tax,scale",
            {"sku": "upc13_no_check", "name": "description"} | {"price": "normal_price"},
        ),
        (
            "product_id,brand,product_category,product_type",
            {"sku": "product_id", "brand": "brand"} | {"category": "product_category", "name": "product_type"},
        ),
    ],
)
def test_files_name_their_columns_in_many_ways(header: str, found: dict[str, str]) -> None:
    assert fields("articles", header) == found


def test_a_mapping_wins_over_the_usual_names() -> None:
    assert fields("articles", "sku,code,name,label", sku="code", name="label") == {"sku": "code", "name": "label"}


def test_one_column_may_be_mapped_to_several_fields() -> None:
    assert fields("articles", "product_id,amount", name="product_id", barcodes="product_id") == {
        "sku": "product_id",
        "name": "product_id",
        "barcodes": "product_id",
    }


def test_an_empty_mapping_leaves_a_column_out() -> None:
    assert fields("articles", "sku,name,tax", tax="") == {"sku": "sku", "name": "name"}


def test_a_file_of_sales_is_known_by_its_tickets() -> None:
    assert of("invoice_no,stock_code,description").is_of_transactions
    assert not of("stock_code,description").is_of_transactions


def test_names_by_language() -> None:
    columns = of("sku,name,name_de,name_pt_BR,description_fr,name_tag_x")
    assert (dict(columns.names), dict(columns.descriptions)) == ({"de": 2, "pt-br": 3}, {"fr": 4})
    assert columns.unused == ("name_tag_x",)


def test_codes_without_check_digit_in_a_till_log_are_no_barcodes() -> None:
    assert fields("articles", "trans_no,upc,description,unit_price,tax,scale") == {
        "sku": "upc",
        "name": "description",
        "price": "unit_price",
    }


def test_a_missing_column_is_named_with_what_there_is() -> None:
    with pytest.raises(MissingColumn) as caught:
        of("sku,colour")
    assert caught.value == MissingColumn("name", ("sku", "colour"))


@pytest.mark.parametrize("header", ["sku,price,colour", "sku,price,name_de", "barcode,lang"])
def test_a_name_is_missed_when_a_column_could_be_it(header: str) -> None:
    with pytest.raises(MissingColumn):
        of(header)


def test_articles_may_come_without_names_when_nothing_else_is_in_the_file_or_a_person_says_so() -> None:
    assert fields("articles", "sku,price") == {"sku": "sku", "price": "price"}
    assert fields("articles", "sku,colour", name="") == {"sku": "sku"}


def test_mistakes_in_a_mapping_are_named() -> None:
    with pytest.raises(UnknownField) as field:
        of("sku,name", colour="name")
    assert field.value.field == "colour"
    with pytest.raises(UnknownColumn) as column:
        of("sku,name", price="cost")
    assert column.value.column == "cost"
