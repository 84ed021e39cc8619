"""JSON both ways: canonical bytes for what is hashed, strict decoding for what arrives. Knows no transport and no
storage.

Canonical means: keys sorted, no spaces, UTF-8, and only objects, lists, text, integers, booleans and null. Floats
are refused because money and quantities are integers on the wire; lone surrogates are refused because they have no
UTF-8 form.
"""

from typing import Any, TypeVar

import msgspec

from sync_engine.protocol.facts import BODIES, Body
from sync_engine.protocol.messages import Message

_Message = TypeVar("_Message", bound=Message)


class NotCanonical(ValueError):
    """A value cannot be written canonically. This is a bug of the writer, never of the input of a person."""


class BodyNotUnderstood(ValueError):
    """An event body of this kind and version cannot be read here. `reason` is a stable code for the disposition."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class MessageNotUnderstood(ValueError):
    """A request or answer is not the JSON that was agreed. `detail` names the place."""


_ENCODER = msgspec.json.Encoder(order="deterministic")
_BODY_DECODERS = {key: msgspec.json.Decoder(body_type) for key, body_type in BODIES.items()}
_MESSAGE_DECODERS: dict[type[Message], msgspec.json.Decoder[Any]] = {}


def canonical(value: object) -> bytes:
    """The one byte form of `value` (a struct of `facts` or plain JSON values). Raises NotCanonical."""
    plain = msgspec.to_builtins(value)
    _refuse_floats(plain)
    try:
        return _ENCODER.encode(plain)
    except (UnicodeEncodeError, TypeError) as error:
        raise NotCanonical(str(error)) from error


def decode_body(kind: str, version: int, body: bytes) -> Body:
    """Read an event body. Raises BodyNotUnderstood with `kind_unknown`, `schema_unknown` or `body_malformed`."""
    decoder = _BODY_DECODERS.get((kind, version))
    if decoder is None:
        known = any(known_kind == kind for known_kind, _ in BODIES)
        raise BodyNotUnderstood("schema_unknown" if known else "kind_unknown", f"{kind} v{version}")
    try:
        decoded: Body = decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BodyNotUnderstood("body_malformed", str(error)) from error
    return decoded


def encode_message(message: Message) -> bytes:
    """A request or answer as JSON bytes."""
    return msgspec.json.encode(message)


def decode_message(message_type: type[_Message], raw: bytes) -> _Message:
    """Read a request or answer strictly. Raises MessageNotUnderstood."""
    decoder = _MESSAGE_DECODERS.get(message_type)
    if decoder is None:
        decoder = _MESSAGE_DECODERS[message_type] = msgspec.json.Decoder(message_type)
    try:
        decoded: _Message = decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MessageNotUnderstood(str(error)) from error
    return decoded


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        message = f"a float on the wire: {value!r}"
        raise NotCanonical(message)
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
