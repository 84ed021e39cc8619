"""What a scanned code is."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_client.counter.meaning import (
    ArticleCode,
    BadgeCode,
    Command,
    CommandCode,
    CustomerCode,
    Kind,
    ParkedCode,
    ReceiptCode,
    check_character,
    command_code,
    meaning,
    own_code,
)

MARKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KINDS: tuple[Kind, ...] = get_args(Kind)
payloads = st.text(MARKS, min_size=1, max_size=40)


def test_the_check_character_is_that_of_the_standard() -> None:
    assert check_character("A12425GABC1234002") == "M"  # the example of the Global Release Identifier


@pytest.mark.parametrize(
    "raw", ["4006381333931", "", "XC", "XCC", "XCCCASH", "XCZ12", "3*XCC", "]E04006381333931", "\x1d", "ЖЖ", "XCCÉ1"]
)
def test_what_is_no_own_code_is_an_article_as_it_came(raw: str) -> None:
    assert meaning(raw) == ArticleCode(raw)


def test_every_command_has_a_code_that_means_it() -> None:
    plain: list[Command] = [name for name in get_args(Command) if name != "quantity"]
    assert [meaning(command_code(name)) for name in plain] == [CommandCode(name) for name in plain]
    quantities = [meaning(command_code("quantity", str(number))) for number in range(2, 10)]
    assert quantities == [CommandCode("quantity", str(number)) for number in range(2, 10)]


def test_the_codes_of_cards_in_use_never_change() -> None:
    codes = [command_code("exact"), command_code("quantity", "2"), command_code("park"), command_code("resume")]
    assert codes == ["XCCCASHJ", "XCCQ2C", "XCCHOLDB", "XCCBACKF"]


@pytest.mark.parametrize("quantity", ["", "1", "0", "10", "2 "])
def test_there_is_no_command_for_other_quantities(quantity: str) -> None:
    with pytest.raises(ValueError, match="quantity"):
        command_code("quantity", quantity)


def test_a_command_of_a_later_version_is_an_unknown_article_and_no_other_command() -> None:
    later = own_code("C", "DANCE")
    assert meaning(later) == ArticleCode(later)


def test_the_other_kinds_keep_their_whole_code() -> None:
    codes = {kind: own_code(kind, "0042AB") for kind in KINDS}
    assert meaning(codes["P"]) == ParkedCode(codes["P"])
    assert meaning(codes["B"]) == BadgeCode(codes["B"])
    assert meaning(codes["U"]) == CustomerCode(codes["U"])
    assert meaning(codes["R"]) == ReceiptCode(codes["R"])


def test_the_symbology_and_caps_lock_change_nothing() -> None:
    code = command_code("exact")
    for raw in (f"]C0{code}", code.lower(), code.swapcase(), f" {code}\r"):
        assert meaning(raw) == CommandCode("exact")


@pytest.mark.parametrize("number", ["S01-T1a-000042", "S-01-T1ab-1000000", "S01-T1~abcdef2-000001"])
def test_a_receipt_number_is_a_receipt(number: str) -> None:
    assert meaning(number) == ReceiptCode(number)


@pytest.mark.parametrize("code", ["AB-12-000042", "S01-T1a-42", "a-b"])
def test_other_codes_with_dashes_are_articles(code: str) -> None:
    assert meaning(code) == ArticleCode(code)


@pytest.mark.parametrize("payload", ["", "ab", "A-1", "A B", "Ä", "A" * 41])
def test_an_own_code_holds_digits_and_capitals_only(payload: str) -> None:
    with pytest.raises(ValueError, match="own code"):
        own_code("P", payload)


@given(payloads, st.data())
def test_one_wrong_character_makes_it_no_own_code(payload: str, data: st.DataObject) -> None:
    code = own_code("P", payload)
    place = data.draw(st.integers(3, len(code) - 1))
    wrong = data.draw(st.sampled_from([mark for mark in MARKS if mark != code[place]]))
    damaged = code[:place] + wrong + code[place + 1 :]
    assert meaning(damaged) == ArticleCode(damaged)


def test_nearly_every_swapped_pair_makes_it_no_own_code() -> None:
    pairs = [(one, other) for one in MARKS for other in MARKS if one != other]
    missed = [pair for pair in pairs if own_code("U", "".join(pair))[-1] == own_code("U", "".join(reversed(pair)))[-1]]
    assert len(missed) < len(pairs) / 100


@given(st.text())
def test_nothing_that_is_scanned_raises(raw: str) -> None:
    meaning(raw)
