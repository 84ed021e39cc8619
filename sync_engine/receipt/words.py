"""One language: its words from the catalogue, its amounts and dates from the CLDR. Knows no screen and no paper.

Every number and date has plain spaces only: a printer's code page has no other, and a copied amount should be readable.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent, get_currency_symbol

import resources
from sync_engine.domain.errors import UnknownCurrency
from sync_engine.domain.money import currency, format_scaled
from sync_engine.domain.quantity import Quantity
from sync_engine.receipt import pseudo


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


FALLBACK = "en"
UNITS: Mapping[str, str] = {"kg": _("kg"), "g": _("g"), "m": _("m"), "l": _("l")}
"""Units of measure that stand behind a quantity."""
_CATALOGUES = "locale"
_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2007\u2009\u200a", " ") | {"\u2212": "-", "\u200e": "", "\u200f": ""}
)


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue of words, and English, which needs none."""
    try:
        folder = resources.path(_CATALOGUES)
    except FileNotFoundError:
        return (FALLBACK,)
    found = {one.name.replace("_", "-") for one in folder.iterdir() if (one / "LC_MESSAGES" / "pos.po").exists()}
    return tuple(sorted(found | {FALLBACK}))


@cache
def words(language: str) -> "Words":
    """The words of a language tag; of its language without the region, else of English, where there is no catalogue."""
    return Words(language, _locale(language), _catalogue(language))


@dataclass(frozen=True, slots=True)
class Words:
    """What can be said in one language."""

    language: str
    locale: Locale
    catalogue: NullTranslations

    @property
    def is_rtl(self) -> bool:
        """Whether it is read from right to left."""
        return self.locale.text_direction == "rtl"

    def tr(self, text: str, /, **values: object) -> str:
        """`text` in this language, with `{names}` filled in."""
        found = self.catalogue.gettext(text) if text else ""  # a catalogue answers "" with its own heading
        return found.format(**values) if values else found

    def ntr(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form that fits `count`."""
        return self.catalogue.ngettext(one, many, count).format(count=self.number(count), **values)

    def number(self, value: int) -> str:
        """A whole number with its grouping."""
        return self._plain(format_decimal(value, locale=self.locale))

    def amount(self, minor: int, currency_code: str) -> str:
        """Minor units with the currency's decimals and no sign of the currency: 1 234.50."""
        digits = _digits(currency_code)
        return self._decimal(minor, digits, digits)

    def money(self, minor: int, currency_code: str) -> str:
        """Minor units with the currency's sign, as the language writes it."""
        pattern = self.locale.currency_formats["standard"].pattern
        symbol = get_currency_symbol(currency_code, locale=self.locale)
        text = self.amount(abs(minor), currency_code)
        glued = pattern.split(";")[0].replace("'", "")
        is_before = glued.find("¤") < glued.find("0")
        touching = symbol[-1:] if is_before else symbol[:1]
        gap = " " if is_spaced(glued) or touching.isalpha() else ""
        joined = f"{symbol}{gap}{text}" if is_before else f"{text}{gap}{symbol}"
        return self._plain(f"-{joined}" if minor < 0 else joined)

    def unit_price(self, unit_e4: int, currency_code: str) -> str:
        """A unit price (10^-4 of the major unit) with the currency's decimals, more only where it has more."""
        return self._decimal(unit_e4, 4, min(4, _digits(currency_code)))

    def quantity(self, quantity: Quantity) -> str:
        """A quantity with all decimals of its scale."""
        return self._decimal(quantity.value, quantity.scale, quantity.scale)

    def percent(self, rate_ppm: int) -> str:
        """A rate in parts per million: 7.7 %."""
        return self._plain(
            format_percent(Decimal(rate_ppm) / 1_000_000, locale=self.locale, decimal_quantization=False)
        )

    def unit(self, unit: str) -> str:
        """What a unit of measure is called; one that is not known stands for itself."""
        return self.tr(UNITS[unit]) if unit in UNITS else unit

    def rate(self, rate_e6: int) -> str:
        """A rate of exchange in millionths, with at least two decimals."""
        return self._decimal(rate_e6, 6, 2)

    def day(self, on: date | str) -> str:
        """A day in the medium form of the language."""
        day = date.fromisoformat(on) if isinstance(on, str) else on
        return self._plain(format_date(day, "medium", locale=self.locale))

    def instant(self, at: datetime, time_zone: str) -> str:
        """An instant on the clock of `time_zone`, to the minute."""
        return self._plain(format_datetime(at.astimezone(ZoneInfo(time_zone)), "short", locale=self.locale))

    def clock(self, at: datetime, time_zone: str) -> str:
        """The time of day of an instant, to the minute."""
        return self._plain(format_time(at.astimezone(ZoneInfo(time_zone)), "short", locale=self.locale))

    def _decimal(self, value: int, digits: int, at_least: int) -> str:
        number = Decimal(format_scaled(value, digits))
        shown = max(at_least, _used_decimals(value, digits))
        pattern = "#,##0" + ("." + "0" * shown if shown else "")
        return self._plain(format_decimal(number, format=pattern, locale=self.locale))

    def _plain(self, text: str) -> str:
        return text.translate(_SPACES)


def is_spaced(pattern: str) -> bool:
    """Whether a currency pattern of the CLDR has a space between sign and number."""
    return any(space in pattern for space in " \u00a0\u202f")


def _used_decimals(value: int, digits: int) -> int:
    used = digits
    while used and value % 10 == 0:
        value, used = value // 10, used - 1
    return used


def _digits(currency_code: str) -> int:
    try:
        return currency(currency_code).digits
    except UnknownCurrency:
        return 2


def _locale(language: str) -> Locale:
    for tag in (language.replace("_", "-"), language.replace("_", "-").partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(FALLBACK)


def tag_in(language: str, country: str) -> str:
    """The tag of a language as a country writes it ("en", "GB" -> "en-GB"), where the CLDR knows that pair."""
    if not country or "-" in language:
        return language
    try:
        Locale.parse(f"{language}_{country}")
    except (UnknownLocaleError, ValueError):
        return language
    return f"{language}-{country}"


def _catalogue(language: str) -> NullTranslations:
    made = pseudo.catalogue(language)
    if made is not None:
        return made
    tag = language.replace("-", "_")
    for name in dict.fromkeys((tag, tag.partition("_")[0])):
        try:
            path = resources.path(f"{_CATALOGUES}/{name}/LC_MESSAGES/pos.po")
        except FileNotFoundError:
            continue
        with path.open("rb") as source:
            compiled = io.BytesIO()
            write_mo(compiled, read_po(source, locale=name))
        compiled.seek(0)
        return GNUTranslations(compiled)
    return NullTranslations()
