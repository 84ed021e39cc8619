"""Pages that wait for the printer, kept in the journal."""

import json
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


def test_a_reprint_is_queued_with_its_own_page_and_number(till: OpenTill) -> None:
    recorded = till.journal.record([a_sale()])
    jobs = PrintJobs(till.file)
    doc_no = recorded.doc_no or ""
    assert jobs.receipt(doc_no) == json.dumps([doc_no, recorded.tag])
    assert [jobs.add_copy(doc_no, "receipt", lambda number: f"copy {number}", "now") for _ in range(2)] == [1, 2]
    assert [(job.document, job.copy) for job in jobs.waiting("receipt")] == [
        (json.dumps([doc_no, recorded.tag]), 0),
        ("copy 1", 1),
        ("copy 2", 2),
    ]
    jobs.mark(1, "failed")
    assert (jobs.requeue_failed("receipt"), jobs.requeue_failed("receipt")) == (1, 0)
