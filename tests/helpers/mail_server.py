"""A mail server on a free port of this machine: takes mails over real SMTP, and can refuse them."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self


class MailServerFake:
    """`refusal` is the answer to RCPT while it is set. `mails` are (recipient, message), oldest first."""

    def __init__(self, port: int = 0) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.refusal = ""
        self.came = threading.Event()
        self._server = _Server(("127.0.0.1", port), _Session)
        self._server.fake = self
        self.port = int(self._server.server_address[1])
        self.url = f"smtp://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="mail server")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(socketserver.TCPServer):
    allow_reuse_address = True
    fake: MailServerFake


class _Session(socketserver.StreamRequestHandler):
    """One connection after RFC 5321, as far as a sender needs it."""

    server: _Server

    def handle(self) -> None:
        self._say("220 fake")
        recipient = ""
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb in {b"EHLO", b"HELO", b"MAIL", b"RSET"}:
                self._say("250 ok")
            elif verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                self._say(self.server.fake.refusal or "250 ok")
            elif verb == b"DATA":
                self._say("354 go on")
                self._take(recipient)
            else:
                self._say("221 bye")
                return

    def _take(self, recipient: str) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.server.fake.mails.append((recipient, message))
        self._say("250 taken")
        self.server.fake.came.set()

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
