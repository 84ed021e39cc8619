"""Where the receipts are, in one word and one sentence."""

import pytest

from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from pos_client.presenters.paper import PaperPresenter, PaperView, words_of
from pos_client.presenters.pretend import AtOnce, PretendBook, PretendJournal, PretendReceipts

DOC = "S01-T1a-000042"


@pytest.fixture
def receipts() -> PretendReceipts:
    return PretendReceipts(PretendJournal(), PretendBook())


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def paper(receipts: PretendReceipts, told: list[str]) -> PaperPresenter:
    return PaperPresenter(receipts, AtOnce(), told.append)


def job(state: str, reason: str = "", job_id: int = 1, doc_no: str = DOC) -> JobChanged:
    return JobChanged(job_id, doc_no, state, reason)  # type: ignore[arg-type]


def test_a_receipt_on_its_way_and_on_paper_needs_no_chip(paper: PaperPresenter) -> None:
    for state in ("sent", "printed"):
        paper.on_event(job(state))
        assert paper.view.value == PaperView()
    assert words_of(job("printed")) == ("Receipt S01-T1a-000042 is printed", False)


@pytest.mark.parametrize(
    ("reason", "word", "sentence"),
    [
        ("paper_out", "No paper", "The printer has no paper. The sale is saved. Load paper, it prints by itself."),
        ("cover_open", "Printer open", "The printer is open. The sale is saved. Close it, it prints by itself."),
        (
            "cutter",
            "1 receipt waits",
            "The printer's cutter is stuck. The sale is saved. Free it, it prints by itself.",
        ),
        (
            "fault",
            "1 receipt waits",
            "The printer reports a fault. The sale is saved. Switch it off and on, it prints by itself.",
        ),
    ],
)
def test_what_blocks_the_printer_is_one_word_and_one_sentence(
    paper: PaperPresenter, reason: str, word: str, sentence: str
) -> None:
    paper.on_event(job("blocked", reason))
    assert paper.view.value == PaperView(word, sentence, is_trouble=True)
    paper.on_event(job("printed"))
    assert paper.view.value == PaperView()


def test_waiting_pages_are_counted(paper: PaperPresenter) -> None:
    paper.on_event(job("failed", "offline"))
    paper.on_event(job("failed", "offline", job_id=2, doc_no="S01-T1a-000043"))
    assert paper.view.value.word == "2 receipts wait"
    assert paper.view.value.sentence.startswith("The printer does not answer. Sale S01-T1a-000042 is saved.")


def test_a_page_in_doubt_comes_before_all_others_and_is_offered_as_a_copy_once_that_was_said(
    paper: PaperPresenter, receipts: PretendReceipts, told: list[str]
) -> None:
    paper.on_event(job("failed", "offline"))
    paper.on_event(job("uncertain", "timedout", job_id=7, doc_no="S01-T1a-000043"))
    view = paper.view.value
    assert (view.word, view.offer, view.settle) == ("Look at the paper", "", "")
    paper.act()
    assert told == ["Look at the paper: receipt S01-T1a-000043 may be missing or cut short. The sale is saved."]
    view = paper.view.value
    assert (view.word, view.offer, view.settle, receipts.settled) == ("Print a copy", "again", "It is there", [])
    paper.act()
    assert receipts.settled == [(7, True)]
    paper.on_event(job("given_up", job_id=7, doc_no="S01-T1a-000043"))
    assert paper.view.value.word == "1 receipt waits"


def test_a_page_in_doubt_that_is_there_is_settled(paper: PaperPresenter, receipts: PretendReceipts) -> None:
    paper.settle(is_wanted=False)
    paper.on_event(job("uncertain"))
    paper.settle(is_wanted=False)
    assert receipts.settled == [(1, False)]


def test_a_touch_says_what_is_wrong_and_the_next_sends_waiting_pages_to_the_other_printer(
    paper: PaperPresenter, receipts: PretendReceipts, told: list[str]
) -> None:
    paper.act()
    assert (told, receipts.printers) == ([], ("receipt",))
    receipts.printers = ("receipt", "office")
    paper.on_event(job("blocked", "paper_out"))
    paper.act()
    assert (len(told), paper.view.value.word, paper.view.value.settle) == (1, "Other printer", "")
    paper.act()
    assert receipts.printers == ("office", "receipt")


def test_with_one_printer_every_touch_says_what_is_wrong(paper: PaperPresenter, told: list[str]) -> None:
    paper.on_event(job("blocked", "cover_open"))
    paper.act()
    paper.act()
    assert (len(told), paper.view.value.word) == (2, "Printer open")


def test_settings_that_cannot_work_are_said(paper: PaperPresenter) -> None:
    paper.on_event(PrinterChanged("unusable", ("kind must be one of network",)))
    assert (paper.view.value.word, paper.view.value.is_trouble) == ("Printer not set up", True)


def test_a_drawer_that_stays_shut_is_said_at_once() -> None:
    assert words_of(DrawerChanged(is_open=False, reason="timedout")) == (
        "The drawer did not open. The sale is saved. Open it with the key.",
        True,
    )
    assert words_of(DrawerChanged(is_open=True)) == ("", False)


def test_slips_are_called_pages() -> None:
    assert words_of(job("uncertain", doc_no=""))[0] == "Look at the paper: the last page may be cut short."
    assert words_of(job("failed", doc_no=""))[0] == "The printer does not answer. The page prints by itself later."
    assert words_of(job("given_up", "unusable"))[1]
    assert words_of(PrinterChanged("blocked", ("paper_out",)))[1]
