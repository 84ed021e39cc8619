"""Everything that is not code, and the one way to reach it; knows nothing of who asks.

Names are paths below this package with forward slashes: `path("fonts/Inter-Regular.ttf")`.
"""

from importlib.resources import files
from pathlib import Path


def path(name: str) -> Path:
    """Return the file called `name`; raise FileNotFoundError when there is none."""
    found = Path(str(files(__name__).joinpath(name)))
    if not found.exists():
        raise FileNotFoundError(name)
    return found


def text(name: str) -> str:
    """Return the UTF-8 text of the file called `name`; raise FileNotFoundError when there is none."""
    return path(name).read_text(encoding="utf-8")
