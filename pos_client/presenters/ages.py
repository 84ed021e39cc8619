"""How old something is, in words. Ages are rounded down and never prettier than they are."""

from datetime import datetime

from pos_client.i18n import current, ntr, tr

FRESH_S = 30.0
_HOUR_S, _DAY_S = 3600, 86400


def age_words(age_s: float | None) -> str:
    """An age in seconds: "now", "4 min old"; None: nobody knows."""
    if age_s is None:
        return tr("age unknown")
    if age_s < FRESH_S:
        return tr("now")
    if age_s < _HOUR_S:
        return ntr("{count} min old", "{count} min old", max(1, int(age_s // 60)))
    if age_s < _DAY_S:
        return ntr("{count} h old", "{count} h old", int(age_s // _HOUR_S))
    return ntr("{count} day old", "{count} days old", int(age_s // _DAY_S))


def ago_words(age_s: float) -> str:
    """How long ago something was: "now", "4 min ago"."""
    if age_s < FRESH_S:
        return tr("now")
    if age_s < _HOUR_S:
        return ntr("{count} min ago", "{count} min ago", max(1, int(age_s // 60)))
    if age_s < _DAY_S:
        return ntr("{count} h ago", "{count} h ago", int(age_s // _HOUR_S))
    return ntr("{count} day ago", "{count} days ago", int(age_s // _DAY_S))


def moment_words(at: datetime, now: datetime, time_zone: str) -> str:
    """An instant: the time of day today, the date before."""
    say = current()
    if abs((now - at).total_seconds()) < _DAY_S / 2:
        return say.clock(at, time_zone)
    return say.instant(at, time_zone)
