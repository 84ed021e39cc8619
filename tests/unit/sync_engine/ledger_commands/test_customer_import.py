"""Customers and their groups from files."""

import hashlib
from pathlib import Path

import pytest

from tests.helpers.imports import Importing, reasons

HEADER = "customer_no,Name,Phone,email,member_card,group,language\n"


@pytest.fixture
def grouped(importing: Importing) -> Importing:
    """A ledger with a group of members."""
    importing.take("groups", "group,name,price_list\nmember,Members,\nstaff,Staff,S50\n")
    return importing


def test_groups_lead_to_price_lists(grouped: Importing) -> None:
    assert grouped.ledger.rows("group") == {
        ("*", "member"): {"name": "Members", "price_list": "member"},
        ("*", "staff"): {"name": "Staff", "price_list": "S50"},
    }


def test_customers_are_taken_and_bad_rows_set_aside_with_their_reason(grouped: Importing) -> None:
    imported = grouped.take(
        "customers",
        HEADER + "K1, Customer  1 ,+62 811 555,a@b.example,M77,,id\n"
        "K2,Customer 2,,,,nobody,\n"
        ",Customer 3,,,,,\n"
        "K4,,,,,,\n"
        "K5,Customer 5,12,,,,\n"
        "K6,Customer 6,,no address,,,\n"
        "K7,Customer 7,,,4111 1111 1111 1111,,\n"
        "5500000000000004,Customer 8,,,,,\n"
        "K1,Customer 1,+62 811 555,a@b.example,M77,,id\n"
        "K1,Somebody else,,,,,\n",
    )
    assert grouped.ledger.rows("customer") == {
        ("*", "K1"): {
            "name": "Customer 1",
            "phone": "+62 811 555",
            "email": "a@b.example",
            "card": "M77",
            "group": "",
            "language": "id",
            "consents": [],
        }
    }
    assert reasons(imported) == [
        (3, "unknown_group", "nobody"),
        (4, "blank_code", ""),
        (5, "customer_nameless", ""),
        (6, "not_a_phone_number", ""),
        (7, "not_an_address", ""),
        (8, "payment_card_number", "card"),
        (9, "payment_card_number", "customer"),
        (11, "duplicate_row", "line 2 says otherwise"),
    ]
    assert imported.repeated == 1


def test_no_payment_card_s_number_is_in_the_file_of_rows_set_aside(importing: Importing, tmp_path: Path) -> None:
    imported = importing.take("customers", HEADER + "K7,Customer 7,,,4111-1111-1111-1111,,\n")
    imported.quarantine.write(tmp_path / "aside.csv")
    assert (tmp_path / "aside.csv").read_text().splitlines()[1] == "2,payment_card_number,card,K7,Customer 7,,,,,"


def test_a_badge_is_kept_as_its_hash_and_a_blank_one_keeps_it(importing: Importing) -> None:
    importing.known.with_store("S01")
    importing.take("staff", "staff,name,role,stores,pin,badge\nC1,Cashier 1,cashier,S01,1111, xcbabc1 \n")
    (body,) = importing.ledger.rows("staff").values()
    assert body["badge_sha256"] == hashlib.sha256(b"XCBABC1").hexdigest()
