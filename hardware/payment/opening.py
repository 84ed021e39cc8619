"""Which terminal belongs to which setting; the only place that builds one. It must not know the till.

{"kind": "standalone"}                                      a person works it and reads it
{"kind": "simulated", "script": "approve decline slow"}     made of code; the script starts again at its end
"""

from collections.abc import Mapping

from hardware.errors import Illegal
from hardware.payment.model import Allowance, Listener, PaymentTerminal
from hardware.payment.standalone import StandaloneTerminal
from hardware.payment.worker import TerminalWorker, Timings
from hardware.settings import Settings
from hardware.simulated.terminal import DEEDS, Deed, SimulatedTerminal


def open_terminal(settings: Mapping[str, object], listener: Listener) -> PaymentTerminal:
    """The terminal that `settings` describe, running. Raises `Illegal` for settings that cannot be meant."""
    reader = Settings(settings)
    kind = reader.choice("kind", ("standalone", "simulated"), "standalone")
    if kind == "standalone":
        reader.finish()
        return StandaloneTerminal(listener)
    line = SimulatedTerminal(_script(reader.text("script", "approve")), tap_s=reader.seconds("tap_s", 2.0))
    if offline_minor := reader.number("offline", 0, 0, 10**9):
        line.allowance = Allowance(offline_minor, reader.number("offline_a_day", offline_minor, 0, 10**9))
    timings = Timings(answer_s=reader.seconds("answer_s", 120.0))
    reader.finish()
    return TerminalWorker(line, listener, timings)


def _script(text: str) -> list[Deed]:
    known: dict[str, Deed] = {deed: deed for deed in DEEDS}
    words = text.split()
    if unknown := [word for word in words if word not in known] or not words:
        raise Illegal(f"script must be of {', '.join(DEEDS)}, not {unknown or text!r}")
    return [known[word] for word in words]
