"""Amounts of one currency in the person's words, and back from what was typed. Knows no sale."""

from dataclasses import dataclass

from pos_client.i18n import Words
from sync_engine.domain.money import currency, parse_scaled

# Notes and coins in use, in minor units, largest first, and from which value on they are notes.
_PIECES: dict[str, tuple[int, tuple[int, ...]]] = {
    "GBP": (500, (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)),
    "EUR": (500, (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)),
    "USD": (100, (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)),
    "CHF": (1000, (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5)),
    "RUB": (5000, (500000, 200000, 100000, 50000, 20000, 10000, 5000, 1000, 500, 200, 100)),
    "JPY": (1000, (10000, 5000, 1000, 500, 100, 50, 10, 5, 1)),
    "IDR": (100000, (10000000, 5000000, 2000000, 1000000, 500000, 200000, 100000, 50000, 20000, 10000)),
}


@dataclass(frozen=True, slots=True)
class Amounts:
    """Writes and reads amounts of one currency; all are minor units."""

    words: Words
    currency_code: str

    @property
    def digits(self) -> int:
        return currency(self.currency_code).digits

    @property
    def point(self) -> str:
        """The decimal mark of the language; "" where the currency has no decimals."""
        return self.words.amount(0, self.currency_code)[1] if self.digits else ""

    def plain(self, minor: int) -> str:
        """With all decimals, without the currency: 1,234.50."""
        return self.words.amount(minor, self.currency_code)

    def money(self, minor: int) -> str:
        """With the currency's sign."""
        return self.words.money(minor, self.currency_code)

    def short(self, minor: int) -> str:
        """With the sign, whole amounts without decimals: £20."""
        text = self.money(minor)
        if self.digits and minor % 10**self.digits == 0:
            return text.replace(self.point + "0" * self.digits, "", 1)
        return text

    def piece(self, minor: int) -> str:
        """As it is written on a coin or a note: £20, 50p for what has a word of its own."""
        if self.currency_code == "GBP" and minor < 100:
            return f"{minor}p"
        if self.currency_code in {"EUR", "USD"} and minor < 100:
            return f"{minor}c" if self.currency_code == "EUR" else f"{minor}¢"
        return self.short(minor)

    def typed(self, text: str) -> int:
        """Minor units of what a person typed ("50", "12,5"). Refuses with NotANumber or TooManyDecimals."""
        return parse_scaled(text.replace(",", "."), self.digits)

    def pieces(self, minor: int) -> tuple[tuple[int, int, bool], ...]:
        """The fewest notes and coins for an amount: (count, value, is a note). Empty where none make it up."""
        first_note, values = _PIECES.get(self.currency_code, (0, ()))
        found: list[tuple[int, int, bool]] = []
        for value in values:
            count, minor = divmod(minor, value)
            if count:
                found.append((count, value, value >= first_note))
        return tuple(found) if minor == 0 else ()
