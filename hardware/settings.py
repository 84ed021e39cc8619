"""Settings of a device, as a configuration file gives them, read with their types; it must not know any device."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from hardware.errors import Illegal

Choice = TypeVar("Choice", bound=str)


class Settings:
    """Reads each key once with its type. A wrong type, a missing or an unknown key is `Illegal`, named by its key."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._left = dict(given)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._left.pop(key, default)
        if not isinstance(value, str) or not value:
            raise Illegal(f"{key} must be a text, not {value!r}")
        return value

    def choice(self, key: str, allowed: Sequence[Choice], default: Choice) -> Choice:
        value = self.text(key, default)
        for choice in allowed:
            if choice == value:
                return choice
        raise Illegal(f"{key} must be one of {', '.join(allowed)}, not {value!r}")

    def number(self, key: str, default: int, least: int, most: int) -> int:
        value = self._left.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Illegal(f"{key} must be a whole number from {least} to {most}, not {value!r}")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._left.pop(key, default)
        if not isinstance(value, bool):
            raise Illegal(f"{key} must be true or false, not {value!r}")
        return value

    def optional_flag(self, key: str) -> bool | None:
        return self.flag(key, default=False) if key in self._left else None

    def seconds(self, key: str, default: float) -> float:
        value = self._left.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 3600:
            raise Illegal(f"{key} must be seconds, not {value!r}")
        return value

    def numbers(self, key: str) -> tuple[tuple[str, int], ...]:
        """A table of names with whole numbers, in its order."""
        table = self._table(key)
        wrong = [name for name, value in table.items() if isinstance(value, bool) or not isinstance(value, int)]
        if wrong:
            raise Illegal(f"{key} must give whole numbers, not for {wrong}")
        return tuple((name, value) for name, value in table.items() if isinstance(value, int))

    def texts(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of texts with texts, in its order."""
        return tuple((name, str(value)) for name, value in self._table(key).items())

    def finish(self) -> None:
        """Raise `Illegal` for keys that nobody read: a misspelt setting is no setting."""
        if self._left:
            raise Illegal(f"unknown settings: {', '.join(sorted(self._left))}")

    def _table(self, key: str) -> dict[str, object]:
        value = self._left.pop(key, None) or {}
        if not isinstance(value, Mapping):
            raise Illegal(f"{key} must be a table, not {value!r}")
        return {str(name): entry for name, entry in value.items()}
