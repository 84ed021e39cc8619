"""The sockets a server listens on."""

import socket

import pytest

from sync_engine.ledger.commands.doors import CannotListen, listening_sockets


def test_an_answer_never_waits_for_the_acknowledgement_of_the_one_before() -> None:
    (listening,) = listening_sockets("127.0.0.1", 0)
    with listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_port_that_is_taken_is_said_so() -> None:
    (listening,) = listening_sockets("127.0.0.1", 0)
    with listening, pytest.raises(CannotListen) as caught:
        listening_sockets("127.0.0.1", listening.getsockname()[1])

    assert caught.value.reason == "taken"
