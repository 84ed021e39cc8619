"""Paths and limits of the ledger's HTTP service, written once for both ends. Knows no HTTP library."""

ENROLL = "/v1/enroll"
RENEW = "/v1/renew"
HELLO = "/v1/hello"
PUSH = "/v1/push"
FEED = "/v1/feed"
LIVE = "/v1/live"
SNAPSHOT = "/v1/snapshot"
ASK = "/v1/ask"
HEALTH = "/v1/health"

MAX_PUSH_BYTES = 4 * 1024 * 1024
"""A larger request is answered 413 `too_large`; the till then halves its run."""

MAX_PUSH_EVENTS = 500
MAX_EVENT_BYTES = 2 * 1024 * 1024
"""One body. A sale of 2,000 lines stays below 1 MB."""

FEED_PAGE_ROWS = 2_000
BEAT_S = 2
"""The live stream beats this often when nothing changes; a till calls it stale after three missed beats."""
