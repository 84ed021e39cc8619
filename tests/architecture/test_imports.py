"""The rooms and doors of the product, as pyproject.toml draws them."""

import pytest
from importlinter import configuration
from importlinter.application import use_cases

from tests.helpers.source import ROOT


def test_every_import_keeps_to_its_contracts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    configuration.configure()
    is_kept = use_cases.lint_imports(config_filename="pyproject.toml", cache_dir=None, no_logo=True)
    assert is_kept, capsys.readouterr().out
