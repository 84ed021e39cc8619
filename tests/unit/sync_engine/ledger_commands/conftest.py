"""An import into a fake ledger."""

from pathlib import Path

import pytest

from tests.helpers.imports import Importing


@pytest.fixture
def importing(tmp_path: Path) -> Importing:
    return Importing(tmp_path)
