"""Days and instants as the text that is stored and sent: ISO 8601, so that text order is time order. No clock here."""

from datetime import UTC, date, datetime


def day_text(on: date | str) -> str:
    """The day as ISO text (2026-11-21), from a date or from text that already is one."""
    return on if isinstance(on, str) else on.isoformat()


def instant_text(at: datetime) -> str:
    """The instant in UTC with milliseconds: 2026-11-21T10:00:03.120Z. A datetime without a zone is a ValueError."""
    if at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """The UTC instant that `instant_text` wrote; other text is a ValueError."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    return at.astimezone(UTC)
