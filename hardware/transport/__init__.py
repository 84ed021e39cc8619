"""The lines to a printer: network, serial port, file or device node. They carry bytes and know nothing of them.

Each waits no longer than its deadline, in slices, and turns every foreign exception into the tree in `errors`.
python-escpos' own transports are not used: they wait for ever, lose the first write after a hang-up and never come
back after a failed open.
"""

from hardware.transport.file import FileTransport
from hardware.transport.network import NetworkTransport
from hardware.transport.serial_port import Flow, SerialTransport

__all__ = ["FileTransport", "Flow", "NetworkTransport", "SerialTransport"]
