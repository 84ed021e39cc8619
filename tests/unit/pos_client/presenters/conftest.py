"""What the tests of presenters share."""

import pytest

from tests.helpers.blind_till import BlindTill


@pytest.fixture
def counter() -> BlindTill:
    """A till at which somebody is signed in."""
    return BlindTill()
