"""One-time codes and the tills that joined with them. The first till to use a code has it; nobody else."""

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.book import CodeState, DeviceState, Needs
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import BookedChanges, NewDevice
from sync_engine.protocol.facts import DeviceEnrolledBody, EnrollCodeIssuedBody


class CodeUnknown(Refusal):
    """No such code was issued."""


class CodeUsed(Refusal):
    """Another till has joined with this code."""


class DeviceKnown(Refusal):
    """A device of this id has joined already."""


def add_code_needs(body: EnrollCodeIssuedBody, needs: Needs) -> None:
    """The code itself."""
    needs.codes.add(body.code_sha256)


def apply_code(body: EnrollCodeIssuedBody, draft: Draft) -> BookedChanges:
    """Open a code for the till that the context names; a code that is known stays as it is."""
    if draft.code(body.code_sha256) is not None:
        return BookedChanges()
    return BookedChanges(codes={body.code_sha256: CodeState(body.store, body.till, "open", None)})


def add_device_needs(body: DeviceEnrolledBody, needs: Needs) -> None:
    """The code and the device."""
    needs.codes.add(body.code_sha256)
    needs.devices.add(body.device)


def apply_device(body: DeviceEnrolledBody, draft: Draft) -> BookedChanges:
    """Let the device in and use the code up. Refuses with CodeUnknown, CodeUsed or DeviceKnown."""
    code = draft.code(body.code_sha256)
    if code is None:
        raise CodeUnknown
    if code.state != "open":
        raise CodeUsed
    if draft.device(body.device) is not None:
        raise DeviceKnown
    state = DeviceState(code.store_id, code.till_id, body.public_key, "active")
    return BookedChanges(
        devices=[NewDevice(body.device, state, body.install_id)],
        codes={body.code_sha256: code._replace(state="used", used_by=body.device)},
    )
