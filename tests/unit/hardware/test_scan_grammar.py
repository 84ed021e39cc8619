"""What a symbol says: GTINs, GS1 element strings, Digital Links, symbology identifiers."""

from datetime import date

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanner import gs1, gtin, link
from hardware.scanner.gs1 import Element
from hardware.scanner.symbol import RawScan, Symbol, Symbology, raw_scan, read

GS = "\x1d"


def said(text: str) -> Symbol:
    return read(raw_scan(text))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("4006381333931", "04006381333931"),
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("10614141000415", "10614141000415"),
        ("4006381333932", None),
        ("400638133393", None),
        ("", None),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", None),
        ("400638133393x", None),
    ],
)
def test_a_gtin_of_any_length_becomes_one_of_fourteen_digits(code: str, expected: str | None) -> None:
    assert gtin.normalise(code) == expected


@given(st.from_regex(r"[0-9]{7}|[0-9]{11,13}", fullmatch=True), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body: str, step: int) -> None:
    right = f"{body}{gtin.check_digit(body)}"
    assert gtin.is_gtin(right)
    for place, digit in enumerate(right):
        assert not gtin.is_gtin(right[:place] + str((int(digit) + step) % 10) + right[place + 1 :])


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("01234565", "012345000065"),
        ("04252614", "042100005264"),
        ("0425261", "042100005264"),
        ("425261", "042100005264"),
        ("01201303", "012000000133"),
        ("06397126", "063200009716"),
        ("01234544", None),
        ("21234565", None),
        ("01234566", None),
        ("0123456", "012345000065"),
        ("012345", "001234000057"),
        ("01234", None),
    ],
)
def test_a_upc_e_is_expanded(short: str, long: str | None) -> None:
    expanded = gtin.expand_upce(short)
    assert expanded == long
    assert expanded is None or gtin.is_gtin(expanded)


def test_eight_digits_that_are_both_an_ean8_and_a_upc_e_give_both() -> None:
    both = next(f"0{number:07}" for number in range(1, 10**5) if len(gtin.candidates(f"0{number:07}")) == 2)
    found = said(both)
    assert found.gtins == (both.zfill(14), (gtin.expand_upce(both) or "").zfill(14))
    assert read(RawScan(both, Symbology.UPCE)).gtin == (gtin.expand_upce(both) or "").zfill(14)
    assert gtin.candidates("96385074") == ("00000096385074",)


@pytest.mark.parametrize(
    ("text", "symbology", "data"),
    [
        ("]E04006381333931", Symbology.EAN13, "4006381333931"),
        ("]E496385074", Symbology.EAN8, "96385074"),
        ("]C1010400638133393110AB", Symbology.GS1_128, "010400638133393110AB"),
        ("]C0R-1", Symbology.CODE128, "R-1"),
        ("]e00104006381333931", Symbology.DATABAR, "0104006381333931"),
        ("]Q3" + "0104006381333931", Symbology.GS1_QR, "0104006381333931"),
        ("]Q1R:1", Symbology.QR, "R:1"),
        ("]d20104006381333931", Symbology.GS1_DATAMATRIX, "0104006381333931"),
        ("]d1x", Symbology.DATAMATRIX, "x"),
        ("]X0x", Symbology.OTHER, "x"),
        ("]", None, "]"),
        ("]E", None, "]E"),
        ("]--", None, "]--"),
        ("4006381333931", None, "4006381333931"),
    ],
)
def test_a_symbology_identifier_is_read_and_taken_off(text: str, symbology: Symbology | None, data: str) -> None:
    assert raw_scan(text, 5, "lane") == RawScan(data, symbology, 5, "lane")


def test_a_plain_ean_is_not_taken_for_an_element_string() -> None:
    assert said("4006381333931") == Symbol(RawScan("4006381333931"), ("04006381333931",))
    assert said("2112345012506").gtin == "02112345012506"


def test_an_element_string_is_read_with_and_without_separators() -> None:
    found = said(f"]C1010400638133393117261231310300125010LOT 7{GS}21A/9".replace("LOT 7", "LOT-7"))
    assert found.gtin == "04006381333931"
    assert found.elements == (
        Element("01", "04006381333931"),
        Element("17", "261231"),
        Element("3103", "001250"),
        Element("10", "LOT-7"),
        Element("21", "A/9"),
    )
    assert (found.lot, found.serial, found.expires(2026)) == ("LOT-7", "A/9", date(2026, 12, 31))


def test_measures_and_prices_are_whole_numbers_with_their_decimals() -> None:
    found = said("]e0" + "0104006381333931" + "3103001250" + "3922" + "1234" + GS + "3932" + "643" + "05000")
    weight, price, foreign = (found.element(ai) for ai in ("310", "392", "393"))
    assert weight is not None
    assert (weight.number, weight.decimals, weight.currency) == (1250, 3, None)
    assert price is not None
    assert (price.number, price.decimals) == (1234, 2)
    assert foreign is not None
    assert (foreign.number, foreign.decimals, foreign.currency) == (5000, 2, "643")
    count = said(f"]C10204006381333931{37}12").element("37")
    assert count is not None
    assert (count.number, count.decimals) == (12, None)


def test_a_separator_alone_makes_an_element_string_of_an_unnamed_symbol() -> None:
    assert said(f"010400638133393110AB{GS}17261231").lot == "AB"
    assert said("010400638133393110AB").elements == ()


@pytest.mark.parametrize(
    "data",
    ["", "01", "0104006381333", "010400638133393199", "99", "9", "310300125", "3103ABCDEF", "10", f"10A{GS}{GS}",
     "10\u0416", "01040063813339310104006381333948", "30123456789", "AB"],
)  # fmt: skip
def test_an_element_string_that_cannot_be_read_gives_nothing(data: str) -> None:
    assert gs1.parse(data) == ()


def test_the_same_element_twice_is_fine_when_it_says_the_same() -> None:
    assert len(gs1.parse("0104006381333931" * 2)) == 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("261231", date(2026, 12, 31)),
        ("260200", date(2026, 2, 28)),
        ("280200", date(2028, 2, 29)),
        ("991231", date(1999, 12, 31)),
        ("760101", date(2076, 1, 1)),
        ("770101", date(1977, 1, 1)),
        ("261301", None),
        ("260230", None),
        ("2612", None),
    ],
)
def test_a_date_is_in_the_nearest_century_and_day_zero_is_the_last(value: str, expected: date | None) -> None:
    assert Element("17", value).day(2026) == expected


def test_only_dates_have_a_day() -> None:
    assert Element("10", "261231").day(2026) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://id.gs1.org/01/04006381333931/10/LOT7/21/A9?17=261231",
        "http://shop.example/some/path/gtin/4006381333931/lot/LOT7/ser/A9?exp=261231&utm=x",
        "HTTPS://EXAMPLE.COM/01/04006381333931/10/LOT7/21/A9?17=261231",
        "]Q1https://example.com/01/04006381333931/10/%4C%4FT7/21/A9?17=261231#here",
    ],
)
def test_a_digital_link_is_read_wherever_it_lives(address: str) -> None:
    found = said(address)
    assert found.gtin == "04006381333931"
    assert (found.lot, found.serial, found.expires(2026)) == ("LOT7", "A9", date(2026, 12, 31))


@pytest.mark.parametrize(
    "address",
    ["https://example.com/", "https://example.com/01/4006381333932", "https://[", "ftp://example.com/01/04006381333931",
     "https:///01/04006381333931", "https://example.com/10/LOT", "https://example.com/01"],
)  # fmt: skip
def test_another_web_address_is_no_digital_link(address: str) -> None:
    assert link.parse(address) == ()
    assert said(address).gtins == ()


def test_eight_digits_in_a_shops_own_code128_are_no_ean8() -> None:
    assert said("]C096385074").gtins == ()
    assert said("]C04006381333931").gtin == "04006381333931"


@given(st.one_of(st.text(), st.text("]01EeCQd37xG\x1d/?&%=:[.Z9", max_size=80)), st.integers(1, 9999))
def test_nothing_that_can_be_scanned_raises(text: str, year: int) -> None:
    for start in ("", "]C1", "]Q1https://", "https://example.com/01/", "]e0010400638133393131"):
        found = said(start + text)
        assert found.raw.data in start + text
        assert all(len(number) == 14 and gtin.is_gtin(number) for number in found.gtins)
        for element in found.elements:
            assert element.value
            _ = (element.number, element.decimals, element.currency, element.day(year))
        _ = (found.expires(year), found.lot, found.serial)
    _ = (gtin.normalise(text), gtin.expand_upce(text), gtin.candidates(text), gtin.check_digit(text))


@pytest.mark.parametrize(
    ("kind", "identifiers"),
    [("DataBarExpanded", {"]e0"}), ("Code128", {"]C1"}), ("QRCode", {"]Q3"}), ("DataMatrix", {"]d2", "]d8"})],
)
def test_what_an_independent_writer_and_reader_make_of_it_is_read(kind: str, identifiers: set[str]) -> None:
    wanted = "(01)04006381333931(3103)001250(10)LOT7(17)261231"
    options = {} if kind == "DataBarExpanded" else {"gs1": True}
    symbol = zxingcpp.create_barcode(wanted, getattr(zxingcpp.BarcodeFormat, kind), **options)
    picture = symbol.to_image(scale=4, add_quiet_zones=True)
    (scanned,) = zxingcpp.read_barcodes(picture, text_mode=zxingcpp.TextMode.Plain)
    assert scanned.symbology_identifier in identifiers
    found = said(scanned.symbology_identifier + scanned.text)
    assert "".join(f"({element.ai}){element.value}" for element in found.elements) == wanted
    assert found.gtin == "04006381333931"
