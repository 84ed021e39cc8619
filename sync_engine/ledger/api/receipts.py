"""The page of one receipt, for the customer who holds it: its address is the permission. Shows nothing else."""

from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter, Request, Response

from sync_engine.ledger.api.reading import in_thread
from sync_engine.ledger.receipts import SalePages
from sync_engine.receipt.html import to_html
from sync_engine.receipt.link import PATH
from sync_engine.receipt.words import languages

_HEADERS: Final = {
    "Cache-Control": "private, max-age=300",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_LONGEST = 64


def receipt_routes(pages: SalePages) -> APIRouter:
    """The one route that asks for no credential: whoever has the address holds the receipt."""
    router = APIRouter(include_in_schema=False)

    async def receipt(request: Request, code: str) -> Response:
        language = _language(request.headers.get("accept-language", ""))
        page = await in_thread(lambda: pages.of_code(code[:_LONGEST], language))
        if page is None:
            return Response("There is no such receipt.", 404, _HEADERS, "text/plain; charset=utf-8")
        title = f"{page.store_name} {page.doc_no}"
        return Response(to_html(page.document, title), 200, _HEADERS, "text/html; charset=utf-8")

    router.add_api_route(PATH + "{code}", receipt, methods=["GET"])
    return router


def _language(header: str) -> str:
    """The first language of the browser that there are words for; "" leaves it to the shop (RFC 9110, 12.5.4)."""
    known = {language.partition("-")[0] for language in languages()}
    return next((tag for tag in _tags(header) if tag.partition("-")[0] in known), "")


def _tags(header: str) -> Iterator[str]:
    for part in header[:200].split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag.replace("-", "").isalnum() and tag.isascii():
            yield tag
