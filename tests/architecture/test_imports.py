"""The rooms and doors of the product, as pyproject.toml draws them."""

import pytest
from importlinter import cli

from tests.helpers.source import ROOT


def test_every_import_keeps_to_its_contracts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    verdict = cli.lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert verdict == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out
