"""Where the receipts are, in one word and one sentence: a chip, never a dialog. Knows no printer and no Qt.

A page that waits needs nobody but whoever loads the paper; one in doubt is offered as a copy. The first touch on the
chip says the sentence, so that nothing prints unread; the next does what the chip then offers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from pos_client.i18n import ntr, tr
from pos_client.presenters.ports import Receipts, Tasks
from pos_client.presenters.shown import Shown

PaperEvent = PrinterChanged | JobChanged | DrawerChanged
_PRESSING: Final = ("uncertain", "blocked", "failed")


@dataclass(frozen=True, slots=True)
class PaperView:
    """Where the receipts are: nothing (`word` ""), or a word and its sentence.

    `offer` is what the next touch does; "" says the sentence. `settle` is the word for a page that is there after all.
    """

    word: str = ""
    sentence: str = ""
    is_trouble: bool = False
    offer: Literal["", "again", "other"] = ""
    settle: str = ""


class PaperPresenter:
    """Remembers the pages that somebody may have to look at."""

    def __init__(self, receipts: Receipts, tasks: Tasks, tell: Callable[[str], None]) -> None:
        self._receipts, self._tasks, self._tell = receipts, tasks, tell
        self._told: JobChanged | None = None
        self._pages: dict[int, JobChanged] = {}
        self._unusable = ""
        self.view: Shown[PaperView] = Shown(PaperView())

    def on_event(self, event: PaperEvent) -> None:
        """Printer or drawer say something."""
        if isinstance(event, PrinterChanged):
            self._unusable = " ".join(event.troubles) if event.state == "unusable" else self._unusable
        elif isinstance(event, JobChanged):
            self._pages.pop(event.job_id, None)
            if event.state in _PRESSING:
                self._pages[event.job_id] = event
        self._show()

    def act(self) -> None:
        """Say the sentence; once it is said, do what is offered: a copy of the page in doubt, or the other printer."""
        view = self.view.value
        match view.offer:
            case "again":
                self.settle(is_wanted=True)
            case "other":
                self._run(self._receipts.other_printer)
            case _ if view.sentence:
                self._told = self._first()
                self._tell(view.sentence)
                self._show()
            case _:
                pass

    def settle(self, *, is_wanted: bool) -> None:
        """Somebody looked at the paper of the page in doubt: a copy is wanted, or it is there."""
        job = self._first()
        if job is not None and job.state == "uncertain":
            self._run(partial(self._receipts.again, job.job_id, is_wanted=is_wanted))

    def _run(self, work: Callable[[], object]) -> None:
        self._tasks.run(work, lambda _: None, lambda _: None)

    def _first(self) -> JobChanged | None:
        for state in _PRESSING:
            for job in self._pages.values():
                if job.state == state:
                    return job
        return None

    def _show(self) -> None:
        job = self._first()
        if job is None:
            word = tr("Printer not set up") if self._unusable else ""
            text = tr("The printer's settings cannot work: {reason}", reason=self._unusable) if self._unusable else ""
            self.view.show(PaperView(word, text, is_trouble=bool(word)))
            return
        text, is_trouble = words_of(job)
        offer = self._offer(job) if job == self._told else ""
        word = _OFFERS[offer]() if offer else _word(job, len(self._pages))
        settle = tr("It is there") if offer == "again" else ""
        self.view.show(PaperView(word, text, is_trouble, offer, settle))

    def _offer(self, job: JobChanged) -> Literal["", "again", "other"]:
        if job.state == "uncertain":
            return "again"
        return "other" if len(self._receipts.printers) > 1 else ""


_OFFERS: Final[dict[str, Callable[[], str]]] = {
    "again": lambda: tr("Print a copy"),
    "other": lambda: tr("Other printer"),
}


def words_of(event: PaperEvent) -> tuple[str, bool]:
    """What printer or drawer say, in one sentence, and whether somebody has to act; "" for nothing."""
    if isinstance(event, JobChanged):
        is_trouble = event.state in _PRESSING or (event.state == "given_up" and bool(event.reason))
        return (_trouble(event) if is_trouble else _progress(event)), is_trouble
    if isinstance(event, DrawerChanged) and not event.is_open:
        return tr("The drawer did not open. The sale is saved. Open it with the key."), True
    if isinstance(event, PrinterChanged) and event.state == "blocked":
        return _blocked(" ".join(event.troubles)), True
    return "", False


def _progress(job: JobChanged) -> str:
    if job.state == "sent":
        return tr("Receipt {doc_no} is printing", doc_no=job.doc_no) if job.doc_no else tr("Printing")
    if job.state == "printed":
        return tr("Receipt {doc_no} is printed", doc_no=job.doc_no) if job.doc_no else tr("Printed")
    return ""


def _trouble(job: JobChanged) -> str:
    match job.state:
        case "blocked":
            return _blocked(job.reason)
        case "failed":
            return _failed(job.doc_no)
        case "uncertain":
            return _uncertain(job.doc_no)
        case _:
            return tr("A page cannot be printed. The sale is saved. Tell support.")


def _blocked(reason: str) -> str:
    if "paper_out" in reason:
        return tr("The printer has no paper. The sale is saved. Load paper, it prints by itself.")
    if "cover_open" in reason:
        return tr("The printer is open. The sale is saved. Close it, it prints by itself.")
    if "cutter" in reason:
        return tr("The printer's cutter is stuck. The sale is saved. Free it, it prints by itself.")
    return tr("The printer reports a fault. The sale is saved. Switch it off and on, it prints by itself.")


def _failed(doc_no: str) -> str:
    if not doc_no:
        return tr("The printer does not answer. The page prints by itself later.")
    return tr("The printer does not answer. Sale {doc_no} is saved. It prints by itself later.", doc_no=doc_no)


def _uncertain(doc_no: str) -> str:
    if not doc_no:
        return tr("Look at the paper: the last page may be cut short.")
    return tr(
        "Look at the paper: receipt {doc_no} may be missing or cut short. The sale is saved.",
        doc_no=doc_no,
    )


def _word(job: JobChanged, count: int) -> str:
    if job.state == "uncertain":
        return tr("Look at the paper")
    if "paper_out" in job.reason:
        return tr("No paper")
    if "cover_open" in job.reason:
        return tr("Printer open")
    return ntr("{count} receipt waits", "{count} receipts wait", count)
