"""A value that somebody looks at. Knows nothing of what it holds or who looks."""

from collections.abc import Callable
from typing import Generic, TypeVar

View = TypeVar("View")


class Shown(Generic[View]):
    """Tells its listeners when the value becomes another; equal values are no news."""

    def __init__(self, value: View) -> None:
        self._value = value
        self._listeners: list[Callable[[View], None]] = []

    @property
    def value(self) -> View:
        """What is shown now."""
        return self._value

    def show(self, value: View) -> None:
        """Show another value."""
        if value != self._value:
            self._value = value
            for listener in self._listeners:
                listener(value)

    def listen(self, listener: Callable[[View], None]) -> None:
        """Tell `listener` the value now and whenever it changes."""
        self._listeners.append(listener)
        listener(self._value)
