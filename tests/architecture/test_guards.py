"""The guards that every test runs under do their work."""

import os
import socket

import pytest

pytest_plugins = ["pytester"]


def test_no_test_reaches_another_machine() -> None:
    with socket.socket() as client, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))


def test_no_test_asks_for_another_machines_address() -> None:
    with pytest.raises(AssertionError, match="example"):
        socket.getaddrinfo("shop.example", 443)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_secrets_of_the_person_are_out_of_reach() -> None:
    assert os.environ["PYTHON_KEYRING_BACKEND"] == "keyring.backends.null.Keyring"


def test_an_unannounced_warning_and_a_forgotten_thread_fail(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("from tests.conftest import _fail_on_leaked_threads, _fail_on_unannounced_log")
    pytester.makepyfile(
        """
        import logging, threading, pytest

        def test_warns():
            logging.getLogger("till").warning("paper low")

        @pytest.mark.expects_log
        def test_warns_as_announced():
            logging.getLogger("till").warning("paper low")

        def test_forgets(monkeypatch):
            monkeypatch.setattr("tests.conftest.THREAD_GRACE_S", 0.05)
            threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()
        """
    )
    pytester.makeini("[pytest]\nmarkers = expects_log: announced\n  leaves_threads: announced")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=3, errors=2)
    result.stdout.fnmatch_lines(["*logged without the mark expects_log*", "*threads outlived the test: ?'forgotten'?*"])
