"""A number that is typed key by key, as text: digits, one decimal mark, not too many decimals. Knows no unit."""

MOST_DIGITS = 9


def typed_number(text: str, digits: int, point: str) -> str:
    """What of `text` is a number with at most `digits` decimals; `point` is the decimal mark of the language."""
    kept = "".join(mark for mark in text if (mark.isascii() and mark.isdigit()) or mark in ",.")
    whole, mark, rest = kept.replace(",", ".").partition(".")
    rest = rest.replace(".", "")[:digits]
    return whole[:MOST_DIGITS] + ((point or ".") + rest if mark and digits else "")


def struck_number(text: str, word: str, digits: int, point: str) -> str | None:
    """The number after one more key; None for a key that is none of a number's."""
    if word == "backspace":
        return text[:-1]
    if word in {",", "."}:
        return typed_number(f"{text or '0'}.", digits, point)
    if word and all(mark.isascii() and mark.isdigit() for mark in word):
        return typed_number(text + word, digits, point)
    return None
