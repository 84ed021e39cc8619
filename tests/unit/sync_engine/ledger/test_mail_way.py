"""How mails leave: the address of a mail server, and what it never tells anybody."""

from email.message import EmailMessage

import pytest

from sync_engine.domain.mail import NoMailAddress, mail_address
from sync_engine.ledger.smtp import MailServer, NotSent, is_this_machine, mail_server
from tests.helpers.mail_server import MailServerFake


def test_a_mail_server_is_named_by_one_address() -> None:
    assert mail_server("smtp://mail.example") == MailServer("mail.example", 587, is_tls=False)
    assert mail_server("smtp://localhost") == MailServer("localhost", 25, is_tls=False)
    assert mail_server("smtps://shop%40x:p%3Aw@mail.example:4650") == MailServer(
        "mail.example", 4650, is_tls=True, user="shop@x", password="p:w"
    )


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example/path"])
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        mail_server(url)


def test_a_password_is_not_shown_with_its_server() -> None:
    assert "secret" not in repr(mail_server("smtps://shop:secret@mail.example"))


def test_a_password_goes_to_no_other_machine_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [is_this_machine(host) for host in ("127.0.0.1", "::1", "localhost")] == [True] * 3
    assert not is_this_machine("192.0.2.1")
    assert not is_this_machine("mail.example")
    monkeypatch.setattr("sync_engine.ledger.smtp.is_this_machine", lambda host: False)
    with MailServerFake() as server, pytest.raises(NotSent, match="password_without_tls"):
        mail_server(f"smtp://shop:secret@127.0.0.1:{server.port}").send(EmailMessage(), "a@x.example", "b@x.example")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" Customer.One+shop@Home.Example ", "Customer.One+shop@home.example"),
        ("a@büro.example", "a@xn--bro-hoa.example"),
        ("o'neil@sub.home.example", "o'neil@sub.home.example"),
    ],
)
def test_an_address_is_taken_as_the_mail_server_wants_it(typed: str, meant: str) -> None:
    assert mail_address(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "customer",
        "customer@home",
        "@home.example",
        "customer@",
        "a b@home.example",
        "a..b@home.example",
        ".a@home.example",
        "a@home..example",
        "a@-home.example",
        "a@192.0.2.1",
        "a@home.example\r\nBcc: all@home.example",
        "a@home.example, b@home.example",
        "<a@home.example>",
        "a" * 65 + "@home.example",
        "a@" + "home." * 60 + "example",
        "ä@home.example",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NoMailAddress):
        mail_address(typed)
