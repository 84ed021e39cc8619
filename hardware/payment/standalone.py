"""A terminal without a cable to the till: a person types the amount into it and reads the outcome off it.

It never answers by itself; whoever uses it asks the person. It must not know the person.
"""

from hardware.payment.model import Listener, Report, Request, Stage


class StandaloneTerminal:
    """Says that it waits, whatever it is asked."""

    is_attended = True

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def start(self, request: Request) -> None:
        self._listener(Report(request.request_id, Stage.WAITING))

    def ask(self, request_id: str) -> None:
        self._listener(Report(request_id, Stage.WAITING))

    def cancel(self, request_id: str) -> None:
        """Nobody hears it: the person looks at the terminal."""

    def leave(self, request_id: str) -> None:
        """Nothing was going to be reported."""

    def close(self, timeout_s: float = 3.0) -> bool:  # noqa: ARG002 - nothing to let go of
        return True
