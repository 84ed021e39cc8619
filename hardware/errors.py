"""What can go wrong between the till and a device; it must not know what the device is used for.

DeviceError
├── Illegal      106  a setting or a request that can never work
├── NoHardware   107  nothing is there: no such host, port or file
├── Offline      108  it is there but refuses, hangs up or has gone
├── Failure      111  the device or its driver reports a fault
├── TimedOut     112  a deadline passed
├── Busy         113  the queue is full, or another program holds the device
├── Closed       101  the worker was stopped
└── Cancelled    114  the person at the counter gave the job up

The numbers are those of UnifiedPOS 1.16 (E_CLOSED ... E_EXTENDED), so that a log reads the same as any other till's.
Whether bytes had already left decides what may happen next: `bytes_sent == 0` means a retry cannot print twice.
"""

import errno
from typing import ClassVar


class DeviceError(Exception):
    """A device could not do what was asked: shown to the person and retried, never a reason to stop selling."""

    code: ClassVar[int] = 111

    def __init__(self, reason: str, *, bytes_sent: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.bytes_sent = bytes_sent


class Closed(DeviceError):
    """The worker of this device was stopped."""

    code = 101


class Illegal(DeviceError):
    """A setting or a request that can never work, whatever the device does."""

    code = 106


class NoHardware(DeviceError):
    """Nothing is there: no such host name, serial port or device file."""

    code = 107


class Offline(DeviceError):
    """The device refuses, hangs up or cannot be reached."""

    code = 108


class Failure(DeviceError):
    """The device or its driver reports a fault."""

    code = 111


class TimedOut(DeviceError):
    """A deadline passed."""

    code = 112


class Busy(DeviceError):
    """The queue is full, or another program holds the device."""

    code = 113


class Cancelled(DeviceError):
    """The person at the counter gave the job up."""

    code = 114


_BY_ERRNO: dict[int, type[DeviceError]] = {
    errno.ENOENT: NoHardware,
    errno.ENODEV: NoHardware,
    errno.ENOTDIR: NoHardware,
    errno.ENXIO: Offline,
    errno.ECONNREFUSED: Offline,
    errno.ECONNRESET: Offline,
    errno.ECONNABORTED: Offline,
    errno.EPIPE: Offline,
    errno.ENOTCONN: Offline,
    errno.EHOSTUNREACH: Offline,
    errno.EHOSTDOWN: Offline,
    errno.ENETUNREACH: Offline,
    errno.ENETDOWN: Offline,
    errno.ENETRESET: Offline,
    errno.ETIMEDOUT: TimedOut,
    errno.EBUSY: Busy,
    errno.EINVAL: Illegal,
    errno.EISDIR: Illegal,
}


def from_os(error: OSError, doing: str, bytes_sent: int = 0) -> DeviceError:
    """The branch of the tree that an error of the operating system belongs to; `doing` says what was tried."""
    kind = _BY_ERRNO.get(error.errno or 0, Failure)
    if isinstance(error, TimeoutError):
        kind = TimedOut
    return kind(f"{doing}: {error.strerror or error}", bytes_sent=bytes_sent)
