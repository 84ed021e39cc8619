"""Pages that wait for the printer, kept in the journal."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from pos_client.store import tables
from pos_client.store.print_jobs import PrintJobs
from tests.helpers.till_home import OpenTill, a_sale, open_till


@pytest.fixture
def till(tmp_path: Path) -> OpenTill:
    return open_till(tmp_path)


def rows(till: OpenTill, table: sa.Table) -> list[dict[str, object]]:
    with till.file.read() as connection:
        return [row._asdict() for row in connection.execute(sa.select(table))]


def test_old_pages_are_given_up_and_those_in_doubt_wait_for_a_person(till: OpenTill) -> None:
    for number in range(4):
        till.journal.record([a_sale(f"event-{number}")])
    jobs = PrintJobs(till.file)
    jobs.mark(1, "sent")
    jobs.mark(2, "failed")
    jobs.mark(3, "printed")
    with till.file.write() as connection:
        connection.exec_driver_sql("UPDATE print_job SET made_at = '2026-11-20T10:00:00.000Z' WHERE job_id = 4")
    jobs.start("2026-11-21T00:00:00.000Z")
    assert [row["state"] for row in rows(till, tables.print_job)] == ["uncertain", "queued", "printed", "given_up"]
    assert [job.job_id for job in jobs.waiting("receipt")] == [2]
    assert [job.job_id for job in jobs.unfinished()] == [1, 2]


def test_a_page_is_kept_with_the_mark_that_it_leaves_and_never_made_again(till: OpenTill) -> None:
    doc_no = till.journal.record([a_sale()]).doc_no or ""
    jobs = PrintJobs(till.file)
    assert jobs.receipt(doc_no) == ""
    (job,) = jobs.waiting("receipt")
    jobs.begin(replace(job, document="the page"))
    assert jobs.keep(doc_no, "another page") == "the page"
    assert (jobs.receipt(doc_no), rows(till, tables.print_job)[0]["state"]) == ("the page", "sent")


def test_a_sale_is_found_by_its_number_with_everything_its_page_needs(till: OpenTill) -> None:
    recorded = till.journal.record([a_sale()])
    jobs = PrintJobs(till.file)
    sold = jobs.sold(recorded.doc_no or "")
    assert sold is not None
    assert (sold.event_id, sold.hash.hex()[:8], len(sold.signature)) == ("event-1", recorded.tag, 64)
    assert jobs.sold("S01-T1a-000099") is None
    assert jobs.receipt("S01-T1a-000099") is None


def test_a_reprint_is_queued_with_its_own_page_and_number(till: OpenTill) -> None:
    doc_no = till.journal.record([a_sale()]).doc_no or ""
    jobs = PrintJobs(till.file)
    assert [jobs.add_copy(doc_no, "receipt", lambda number: f"copy {number}", "now") for _ in range(2)] == [1, 2]
    jobs.add_page("receipt", ["a gift", "another"], "now")
    assert [(job.doc_no, job.document, job.copy) for job in jobs.waiting("receipt")] == [
        (doc_no, "", 0),
        (doc_no, "copy 1", 1),
        (doc_no, "copy 2", 2),
        ("", "a gift", 0),
        ("", "another", 0),
    ]
    jobs.mark(1, "failed")
    assert (jobs.requeue_failed("receipt"), jobs.requeue_failed("receipt")) == (1, 0)
