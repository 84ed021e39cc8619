"""Reading tickets from a file of lines."""

import lzma
from pathlib import Path

import pytest

from pos_client.counter.ticket_file import COLUMNS, Part, Ticket, TicketLine, TicketsUnreadable, read_tickets

HEADING = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country\n"


def file_of(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    path = folder / "tickets.csv"
    path.write_text(heading + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_lines_come_together_by_number_in_the_order_in_which_numbers_appear(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        "7,A,Apple,1,2010-12-01 08:26:00,2.55,,UK",
        '5,B,"Bread, dark ",2,2010-12-01 08:28:00,1,,UK',
        "7,C,Cream,3,2010-12-01 09:00:00,0.5,,UK",
    )
    assert read_tickets(path) == (
        Ticket(
            "7", "2010-12-01 08:26:00", (TicketLine("A", "Apple", "1", "2.55"), TicketLine("C", "Cream", "3", "0.5"))
        ),
        Ticket("5", "2010-12-01 08:28:00", (TicketLine("B", "Bread, dark", "2", "1"),)),
    )


def test_a_compressed_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = file_of(tmp_path, "7,A,Apple,1,2010-12-01 08:26:00,2.55,,UK")
    packed = tmp_path / "tickets.csv.xz"
    packed.write_bytes(lzma.compress(path.read_bytes()))
    assert read_tickets(packed) == read_tickets(path)


def test_parts_share_out_the_tickets_without_gap_or_overlap(tmp_path: Path) -> None:
    path = file_of(tmp_path, *(f"{number},A,Apple,1,2010-12-01,1,," for number in (9, 8, 7, 9, 6, 5)))
    parts = [[ticket.number for ticket in read_tickets(path, part=Part(number, 3))] for number in (1, 2, 3)]
    assert parts == [["9", "6"], ["8", "5"], ["7"]]


def test_columns_may_have_other_names_and_case_does_not_matter(tmp_path: Path) -> None:
    heading = "InvoiceNo,StockCode,Label,Quantity,InvoiceDate,UnitPrice\n"
    path = file_of(tmp_path, "7,A,Apple,1,2010-12-01,1", heading=heading)
    assert read_tickets(path, {**COLUMNS, "name": "label"})[0].lines == (TicketLine("A", "Apple", "1", "1"),)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = file_of(tmp_path, heading="invoice_no,stock_code,description,quantity,invoice_date\n")
    with pytest.raises(TicketsUnreadable) as failed:
        read_tickets(path)
    assert failed.value.reason == "no column unit_price"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'invoice_no,"'])
def test_what_is_no_table_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tickets.csv"
    path.write_bytes(content)
    with pytest.raises(TicketsUnreadable):
        read_tickets(path)


def test_a_short_line_is_named(tmp_path: Path) -> None:
    path = file_of(tmp_path, "7,A,Apple,1,2010-12-01,1,,", "8,A")
    with pytest.raises(TicketsUnreadable) as failed:
        read_tickets(path)
    assert failed.value.reason == "line 3"


def test_a_file_that_is_not_there_or_not_whole_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(TicketsUnreadable):
        read_tickets(tmp_path / "nowhere.csv")
    broken = tmp_path / "broken.csv.xz"
    broken.write_bytes(lzma.compress(HEADING.encode() * 100)[:-20])
    with pytest.raises(TicketsUnreadable):
        read_tickets(broken)


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    assert len(read_tickets(file_of(tmp_path, "", "7,A,Apple,1,2010-12-01,1,,", ""))) == 1


def test_control_characters_do_not_come_in(tmp_path: Path) -> None:
    path = file_of(tmp_path, "1,A\x00,Milk\x1bp\u00a02\x07,1,2010-12-01 08:26:00,2.55")

    (ticket,) = read_tickets(path)

    assert [(line.article_id, line.name) for line in ticket.lines] == [("A", "Milkp 2")]
