"""Check digits of trade item numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.gtin import check_digit, expanded_upc_e, has_check_digit, is_valid_gtin


@pytest.mark.parametrize(
    "code", ["4006381333931", "036000291452", "96385074", "10614141000415", "01234565", "04252614", "00000000"]
)
def test_codes_of_every_length_are_valid(code: str) -> None:
    assert is_valid_gtin(code)


@pytest.mark.parametrize(
    "code", ["4006381333932", "036000291453", "96385075", "01234566", "", "40063813339", "٤٠٠٦٣٨١٣"]
)
def test_wrong_digits_and_other_lengths_are_not(code: str) -> None:
    assert not is_valid_gtin(code)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("01234505", "012000003455"),
        ("01234535", "012300000455"),
        ("01234545", "012340000055"),
        ("01234565", "012345000065"),
    ],
)
def test_a_upc_e_stands_for_twelve_digits(short: str, long: str) -> None:
    assert expanded_upc_e(short) == long


def test_codes_of_the_shop_itself_have_no_check_digit() -> None:
    assert [has_check_digit(code) for code in ("123", "W0001", "12345678901", "4006381333931")] == [
        False,
        False,
        False,
        True,
    ]


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 12), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(digits: str, place: int, change: int) -> None:
    code = digits + check_digit(digits)
    wrong = code[:place] + str((int(code[place]) + change) % 10) + code[place + 1 :]
    assert is_valid_gtin(code)
    assert not is_valid_gtin(wrong)
