"""GS1 Digital Link: a web address that carries a GTIN (GS1 Digital Link URI Syntax 1.4); nothing is ever looked up."""

from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

from hardware.scanner.gs1 import Element, is_valid
from hardware.scanner.gtin import is_digits, normalise

_KEY = {"01": "01", "gtin": "01"}
_QUALIFIERS = {"22": "22", "10": "10", "21": "21", "cpv": "22", "lot": "10", "ser": "21"}
_LONGEST = 2000


def parse(data: str) -> tuple[Element, ...]:
    """The GTIN (as 01, 14 digits), its qualifiers and the query's attributes; empty when `data` is no such link."""
    if len(data) > _LONGEST or not data.lower().startswith(("http://", "https://")):
        return ()
    try:
        parts = urlsplit(data)
        query = parse_qsl(parts.query, keep_blank_values=False)
    except ValueError:  # brackets that are no address; more fields than urllib takes
        return ()
    path = [unquote(part) for part in parts.path.split("/") if part]
    return _with_attributes(_from_path(path), query) if parts.hostname else ()


def _from_path(path: list[str]) -> tuple[Element, ...]:
    """The key and its qualifiers, wherever in the path they begin."""
    for place, (name, value) in enumerate(pairwise(path)):
        gtin = normalise(value) if name.lower() in _KEY else None
        if gtin is not None:
            rest = path[place + 2 :]
            pairs = zip(rest[::2], rest[1::2], strict=False)
            named = ((_QUALIFIERS[key.lower()], value) for key, value in pairs if key.lower() in _QUALIFIERS)
            return (Element("01", gtin), *(Element(ai, value) for ai, value in named))
    return ()


def _with_attributes(key: tuple[Element, ...], query: list[tuple[str, str]]) -> tuple[Element, ...]:
    if not key:
        return ()
    found = {element.ai: element for element in key}
    for name, value in query:
        ai = {"exp": "17"}.get(name, name)
        if is_digits(ai) and 2 <= len(ai) <= 4:
            found.setdefault(ai, Element(ai, value))
    return tuple(element for element in found.values() if is_valid(element))
