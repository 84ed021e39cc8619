"""The sync program at its edges: what it refuses, what it says, and how little it carries."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pos_client.errand import Errand
from pos_client.sync_main import NOT_STARTED, Teller
from sync_engine.till.status import Status


def run(first_line: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pos_client.sync_main"]
    return subprocess.run(command, input=first_line, capture_output=True, text=True, timeout=60, check=False)


def test_it_carries_no_window_no_command_line_and_no_service() -> None:
    program = (
        "import json, sys, pos_client.sync_main\n"
        "heavy = ['PySide6', 'typer', 'fastapi', 'uvicorn', 'argon2', 'cryptography', 'keyring', 'escpos']\n"
        "print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout) == []


def test_without_an_errand_it_ends_and_shows_no_secret() -> None:
    done = run('{"home": "x", "token": "secret-token"}\n')
    assert (done.returncode, done.stdout) == (NOT_STARTED, "")
    assert "secret-token" not in done.stderr


def test_without_a_journal_it_says_why_and_ends(tmp_path: Path) -> None:
    errand = Errand(tmp_path, "http://127.0.0.1:1", "d_1", "i1", "t", bytes(32), bytes(32), bytes(32))
    done = run(errand.line())
    assert done.returncode == NOT_STARTED
    assert json.loads(done.stdout)["status"]["detail"] == "journal_unreadable"


def test_it_refuses_to_show_credentials_to_a_network(tmp_path: Path) -> None:
    errand = Errand(tmp_path, "http://ledger.example", "d_1", "i1", "t", bytes(32), bytes(32), bytes(32))
    assert json.loads(run(errand.line()).stdout)["status"]["detail"] == "insecure_address"


@pytest.mark.parametrize("is_closed", [False, True])
def test_it_speaks_in_lines_and_outlives_a_parent_that_does_not_listen(is_closed: bool) -> None:
    output = io.StringIO()
    teller = Teller(output)
    if is_closed:
        output.close()
    teller.status(Status("live", 2))
    teller.changed(frozenset({"stock", "ack"}))
    teller.token("t")
    if not is_closed:
        said = [json.loads(line) for line in output.getvalue().splitlines()]
        assert said[0]["status"]["unsent"] == 2
        assert said[1:] == [{"changed": ["ack", "stock"]}, {"token": "t"}]
