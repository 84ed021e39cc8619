"""A card terminal for a shop in memory: notes what it is asked, and says what it is told to say. Takes no money."""

from collections.abc import Callable

from hardware.payment import Report, Request, Stage


class PretendTerminal:
    """`say` reports to whoever was given as `hear`; the first request under way is meant."""

    def __init__(self) -> None:
        self.is_attended = True
        self.requests: list[Request] = []
        self.heard: list[str] = []
        self.hear: Callable[[Report], None] = lambda _report: None

    def say(self, stage: Stage, reference: str = "", card: str = "", asks_again_s: float = 0.0) -> None:
        """Report something about the last request."""
        self.hear(Report(self.requests[-1].request_id, stage, reference, card, asks_again_s))

    def start(self, request: Request) -> None:
        self.requests.append(request)

    def ask(self, request_id: str) -> None:
        self.heard.append(f"ask {request_id}")

    def cancel(self, request_id: str) -> None:
        self.heard.append(f"cancel {request_id}")

    def leave(self, request_id: str) -> None:
        self.heard.append(f"leave {request_id}")

    def close(self, timeout_s: float = 3.0) -> bool:  # noqa: ARG002 - nothing to let go of
        return True
