"""Documents as plain dicts of strings and integers, the form a print job keeps; it must not know where that is.

Version 1. A stored document is read back exactly or refused with ValueError; unknown fields are refused too, because
a page that silently lost a line would be a false receipt.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from hardware.document.blocks import Barcode, Blank, Block, Cell, Columns, Cut, Document, Qr, Rule, Text

VERSION = 1
_KINDS: dict[str, type[Block]] = {
    "text": Text,
    "columns": Columns,
    "rule": Rule,
    "blank": Blank,
    "barcode": Barcode,
    "qr": Qr,
    "cut": Cut,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_FLAGS = {"bold", "underline"}


def to_json(document: Document) -> dict[str, Any]:
    """`document` as a dict that any JSON writer takes: strings, integers, lists and dicts."""
    return {
        "version": VERSION,
        "width_hint": document.width_hint,
        "language": document.language,
        "blocks": [{"kind": _NAMES[type(block)], **_plain(block)} for block in document.blocks],
    }


def from_json(stored: Mapping[str, Any]) -> Document:
    """The document that `to_json` wrote. Raises ValueError for anything else."""
    try:
        if stored["version"] != VERSION:
            message = f"version {stored['version']}"
            raise ValueError(message)
        blocks = tuple(_block(entry) for entry in stored["blocks"])
        return Document(blocks, int(stored["width_hint"]), str(stored["language"]))
    except (KeyError, TypeError, AttributeError) as error:
        message = f"not a stored document: {error!r}"
        raise ValueError(message) from error


def _plain(value: Block | Cell) -> dict[str, Any]:
    return {field.name: _plain_field(getattr(value, field.name)) for field in fields(value)}


def _plain_field(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(cell) for cell in value]
    return int(value) if isinstance(value, bool) else value


def _block(entry: Mapping[str, Any]) -> Block:
    arguments = {name: _field(name, value) for name, value in entry.items() if name != "kind"}
    return _KINDS[entry["kind"]](**arguments)


def _field(name: str, value: Any) -> Any:
    if name == "cells":
        return tuple(Cell(**_checked(cell)) for cell in value)
    return bool(value) if name in _FLAGS else _scalar(name, value)


def _checked(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _scalar(name, value) for name, value in entry.items()}


def _scalar(name: str, value: Any) -> str | int:
    expected = int if name in {"size", "share", "lines"} else str
    if not isinstance(value, expected):
        message = f"{name} is {value!r}"
        raise TypeError(message)
    return value
