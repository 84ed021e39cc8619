"""Answers of a ledger in one line each, for tests of the till's half of the sync."""

from typing import Any, Literal

from sync_engine.protocol.messages import (
    Beat,
    Credit,
    ErrorAnswer,
    FeedPage,
    Head,
    HelloAnswer,
    Included,
    PushAnswer,
    cursor_text,
)

EPOCH = "e1"
AT = "2026-11-21T10:00:00.000Z"
Verdict = Literal["ok", "behind", "fork", "server_rewound", "revoked"]


def hello_answer(seq: int = 0, *, verdict: Verdict = "ok", cursor_ok: bool = True, incarnation: int = 1) -> HelloAnswer:
    return HelloAnswer(
        epoch=EPOCH,
        server_at=AT,
        verdict=verdict,
        device_head=Head(incarnation=incarnation, seq=seq, hash="00" * 32),
        credit=Credit(),
        token="t2",
        protocol=1,
        cursor_ok=cursor_ok,
    )


def push_answer(acked: int, **more: Any) -> PushAnswer:
    return PushAnswer(acked_seq=acked, positions=(1, 1), **more)


def page(
    from_pos: int,
    to_pos: int,
    *,
    head: int | None = None,
    included: int = 0,
    rows: tuple[Any, ...] = (),
    epoch: str = EPOCH,
) -> FeedPage:
    head = to_pos if head is None else head
    return FeedPage(
        epoch=epoch,
        from_pos=from_pos,
        to_pos=to_pos,
        head=head,
        complete=to_pos == head,
        included=Included(incarnation=1, seq=included),
        rows=rows,
        cursor=cursor_text(epoch, to_pos, 1),
    )


def beat(head: int) -> Beat:
    return Beat(head=head, server_at=AT)


def error(code: str, **more: Any) -> ErrorAnswer:
    return ErrorAnswer(error=code, sentence="", **more)
