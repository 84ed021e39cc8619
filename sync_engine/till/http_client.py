"""The ledger over HTTP: the only home of httpx. Every exception of it, and every answer that is not the ledger's,
leaves here as one of the two errors of `ports`.

All requests are idempotent, so a kept connection that the other side closed meanwhile is simply used anew.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, TypeVar

import httpx
import httpx_sse

from sync_engine.domain.errors import Unavailable
from sync_engine.protocol import endpoints
from sync_engine.protocol.codec import MessageNotUnderstood, decode_message, encode_message
from sync_engine.protocol.messages import (
    Beat,
    EnrollAnswer,
    EnrollRequest,
    ErrorAnswer,
    FeedPage,
    HelloAnswer,
    HelloRequest,
    Message,
    PushAnswer,
    PushRequest,
    RenewAnswer,
    RenewRequest,
    SnapshotAnswer,
    SnapshotWait,
)
from sync_engine.protocol.questions import QUESTIONS, Question, Told, name_of, terms_of
from sync_engine.till.ports import DeclinedByLedger, NoAnswer

_Answer = TypeVar("_Answer", bound=Message)

CONNECT_S = 5.0
SILENCE_S = 15.0
DEADLINE_S = 60.0
STREAM_SILENCE_S = 3.0 * endpoints.BEAT_S
LARGEST_ANSWER = 64 * 1024 * 1024


class InsecureAddress(Unavailable):
    """Plain HTTP beyond this machine would show credentials to the network; the address must begin with https."""


class LedgerClient:
    """`token` is asked for the credential at every request; it may be empty for `enroll`.

    Times are in seconds: `silence_s` between two pieces of an answer, `deadline_s` for a whole one.
    """

    def __init__(
        self,
        url: str,
        token: Callable[[], str] = str,
        *,
        silence_s: float = SILENCE_S,
        deadline_s: float = DEADLINE_S,
        stream_silence_s: float = STREAM_SILENCE_S,
    ) -> None:
        is_near = _refuse_insecure(url)
        self._token = token
        self._deadline_s = deadline_s
        self._stream_timeout = httpx.Timeout(stream_silence_s, connect=CONNECT_S)
        # A proxy of the environment is for the world outside.
        self._client = httpx.Client(
            base_url=url, timeout=httpx.Timeout(silence_s, connect=min(CONNECT_S, silence_s)), trust_env=not is_near
        )

    def close(self) -> None:
        """Give up all connections."""
        self._client.close()

    def enroll(self, request: EnrollRequest) -> EnrollAnswer:
        """Join with a one-time code."""
        return self._post(endpoints.ENROLL, request, EnrollAnswer)

    def renew(self, request: RenewRequest) -> RenewAnswer:
        """See `renewal.Renewing`."""
        return self._post(endpoints.RENEW, request, RenewAnswer)

    def hello(self, request: HelloRequest) -> HelloAnswer:
        """See `ports.Ledger`."""
        return self._post(endpoints.HELLO, request, HelloAnswer)

    def push(self, request: PushRequest) -> PushAnswer:
        """See `ports.Ledger`."""
        return self._post(endpoints.PUSH, request, PushAnswer)

    def feed(self, cursor: str) -> FeedPage:
        """See `ports.Ledger`."""
        _, raw = self._exchange("GET", endpoints.FEED, params={"cursor": cursor})
        return _decoded(FeedPage, raw)

    def ask(self, question: Question) -> Told:
        """The answer to a question; nobody is told anything new by asking. Raises NoAnswer, DeclinedByLedger."""
        name = name_of(question)
        _, raw = self._exchange("GET", f"{endpoints.ASK}/{name}", params=terms_of(question))
        return _decoded(QUESTIONS[name][1], raw)

    def snapshot(self) -> SnapshotAnswer | SnapshotWait:
        """See `ports.Ledger`."""
        status, raw = self._exchange("GET", endpoints.SNAPSHOT)
        if status == HTTPStatus.ACCEPTED:
            return _decoded(SnapshotWait, raw)
        return _decoded(SnapshotAnswer, raw)

    @contextmanager
    def download(self, file: str, offset: int) -> "Iterator[_Download]":
        """See `ports.Ledger`. `file` is the name the ledger gave."""
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        with _answering(), self._opened("GET", f"{endpoints.SNAPSHOT}/{file}", headers=headers) as response:
            if response.status_code not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
                _refuse(response.status_code, self._read(response))
            yield _Download(response, offset if response.status_code == HTTPStatus.PARTIAL_CONTENT else 0)

    def live(self, cursor: str) -> "LiveStream":
        """See `ports.Ledger`."""
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"} | self._credential()
        with _answering():
            request = self._client.build_request(
                "GET", endpoints.LIVE, params={"cursor": cursor}, headers=headers, timeout=self._stream_timeout
            )
            response = self._client.send(request, stream=True)
        try:
            kind = response.headers.get("content-type", "")
            if response.status_code != HTTPStatus.OK or not kind.startswith("text/event-stream"):
                with _answering():
                    _refuse(response.status_code, self._read(response))
        except BaseException:
            response.close()
            raise
        return LiveStream(response)

    # --- one request, one answer ---

    def _post(self, path: str, message: Message, answer_type: type[_Answer]) -> _Answer:
        headers = {"Content-Type": "application/json"}
        _, raw = self._exchange("POST", path, content=encode_message(message), headers=headers)
        return _decoded(answer_type, raw)

    def _exchange(self, method: str, path: str, **request: Any) -> tuple[int, bytes]:
        began_s = time.monotonic()
        try:
            return self._exchange_once(method, path, **request)
        except NoAnswer as error:
            if error.reason != "interrupted" or time.monotonic() - began_s > 1.0:
                raise
        return self._exchange_once(method, path, **request)

    def _exchange_once(self, method: str, path: str, **request: Any) -> tuple[int, bytes]:
        with _answering(), self._opened(method, path, **request) as response:
            raw = self._read(response)
        if response.status_code not in {HTTPStatus.OK, HTTPStatus.ACCEPTED}:
            _refuse(response.status_code, raw)
        return response.status_code, raw

    @contextmanager
    def _opened(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **request: Any
    ) -> Iterator[httpx.Response]:
        headers = dict(headers or {}) | self._credential()
        with self._client.stream(method, path, headers=headers, **request) as response:
            yield response

    def _credential(self) -> dict[str, str]:
        token = self._token()
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _read(self, response: httpx.Response) -> bytes:
        """The whole body, within a limit of bytes and of time: a captive portal may send either without end."""
        ends_s = time.monotonic() + self._deadline_s
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_ANSWER:
                raise NoAnswer("too_long")
            if time.monotonic() > ends_s:
                raise NoAnswer("timeout")
        return b"".join(pieces)


class _Download:
    def __init__(self, response: httpx.Response, offset: int) -> None:
        self.offset = offset
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _answering():
            yield from self._response.iter_raw(65_536)


class LiveStream:
    """The open stream of pages and beats."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._is_closed = False

    def __iter__(self) -> Iterator[FeedPage | Beat]:
        try:
            with _answering():
                for said in httpx_sse.EventSource(self._response).iter_sse():
                    if said.event == "page":
                        yield _decoded(FeedPage, said.data.encode())
                    elif said.event == "beat":
                        yield _decoded(Beat, said.data.encode())
            raise NoAnswer("interrupted", "the stream ended")
        except NoAnswer:
            if not self._is_closed:
                raise
        finally:
            self._response.close()

    def close(self) -> None:
        """Wake the reading thread up by shutting the socket; the reader itself returns the connection."""
        self._is_closed = True
        network = self._response.extensions.get("network_stream")
        raw = network.get_extra_info("socket") if network is not None else None
        if raw is not None:
            try:
                raw.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is gone already, which is what was wanted


# --- the small tree of errors ---


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except httpx.TimeoutException as error:
        is_far = isinstance(error, httpx.ConnectTimeout)
        raise NoAnswer("unreachable" if is_far else "timeout", repr(error)) from error
    except httpx.ConnectError as error:
        raise NoAnswer("tls" if _is_tls(error) else "unreachable", repr(error)) from error
    except (httpx.DecodingError, httpx.TooManyRedirects, httpx_sse.SSEError) as error:
        raise NoAnswer("not_the_ledger", repr(error)) from error
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
        raise NoAnswer("interrupted", repr(error)) from error


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _decoded(answer_type: type[_Answer], raw: bytes) -> _Answer:
    try:
        return decode_message(answer_type, raw)
    except MessageNotUnderstood as error:
        raise NoAnswer("not_the_ledger", str(error)) from error


def _refuse(status: int, raw: bytes) -> None:
    """Raise what an answer with `status` means. An error that is not told in the ledger's words is a stranger's."""
    try:
        error = decode_message(ErrorAnswer, raw)
    except MessageNotUnderstood as stranger:
        reason = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "not_the_ledger"
        raise NoAnswer(reason, f"status {status}") from stranger
    raise DeclinedByLedger(status, error)


def _refuse_insecure(url: str) -> bool:
    """Tell whether `url` is of this machine. Raises InsecureAddress for plain HTTP to any other."""
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise InsecureAddress(url) from error
    is_near = parts.host == "localhost" or _is_loopback(parts.host)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_near):
        raise InsecureAddress(url)
    return is_near


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
