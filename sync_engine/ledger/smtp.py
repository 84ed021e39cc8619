"""One mail to one mail server (RFC 5321), with a deadline for every step. Knows no receipt and no queue.

    smtp://HOST[:PORT]               STARTTLS when the server offers it; port 587, on this machine 25
    smtps://USER:PASSWORD@HOST[:PORT]  TLS from the first byte; port 465

A password is only ever sent through TLS, or to this machine.
"""

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

STEP_S: Final = 20.0
_PORTS: Final = {"smtp": 587, "smtps": 465}


class NotSent(Exception):
    """The server did not take the mail. `is_final`: it never will. `reason` is a code without any address."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_final = reason, is_final


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails go. `password` "" for a server that asks for none."""

    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"

    def send(self, message: EmailMessage, sender: str, to: str) -> None:
        """Hand over `message`; returns when the server has taken it. Raises NotSent."""
        with _sentences(), self._opened() as client:
            client.send_message(message, sender, [to])

    @contextmanager
    def _opened(self) -> Iterator[smtplib.SMTP]:
        secure = ssl.create_default_context()
        client = (
            smtplib.SMTP_SSL(self.host, self.port, timeout=STEP_S, context=secure)
            if self.is_tls
            else smtplib.SMTP(self.host, self.port, timeout=STEP_S)
        )
        with client:
            client.ehlo()
            is_secret = self.is_tls
            if not self.is_tls and client.has_extn("starttls"):
                client.starttls(context=secure)
                client.ehlo()
                is_secret = True
            if self.user:
                if not (is_secret or is_this_machine(self.host)):
                    raise NotSent("password_without_tls")
                client.login(self.user, self.password)
            yield client


def mail_server(url: str) -> MailServer:
    """The server of an address as above. Raises ValueError with a sentence's end."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/"):
        raise ValueError("smtp://HOST or smtps://USER:PASSWORD@HOST is expected")
    default = 25 if parts.scheme == "smtp" and is_this_machine(parts.hostname) else _PORTS[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, parts.port or default, parts.scheme == "smtps", user, password)


def is_this_machine(host: str) -> bool:
    """Whether what is sent to `host` stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _sentences() -> Iterator[None]:
    """Every foreign failure as NotSent. A server's answer may repeat the address: only its code is kept."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise NotSent(f"smtp_{code}", is_final=code >= 500) from None
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(f"login_{error.smtp_code}") from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"smtp_{error.smtp_code}", is_final=error.smtp_code >= 500) from None
    except smtplib.SMTPException as error:
        raise NotSent(type(error).__name__.lower()) from None
    except ssl.SSLError:
        raise NotSent("tls") from None
    except (OSError, UnicodeError) as error:
        raise NotSent(type(error).__name__.lower()) from None
