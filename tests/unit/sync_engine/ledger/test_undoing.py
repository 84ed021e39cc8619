"""An import taken back, row by row, in whatever order."""

from msgspec.structs import replace

from sync_engine.protocol import facts
from tests.helpers.ledgers import Item, articles, context, counted, reference, sale_body
from tests.unit.sync_engine.ledger.stepping import Steps, sell, shop


def undone(batch: str, *keys: str, topic: str = "article", scope: str = "*") -> facts.ImportUndoneBody:
    rows = tuple((scope, key) for key in keys)
    return facts.ImportUndoneBody(**context("", ""), batch=batch, topic=topic, rows=rows, is_last=True)


def uncounted(batch: str, *skus: str) -> facts.ImportUndoneBody:
    return undone(batch, *skus, topic="stock", scope="S01/floor")


def body_of(steps: Steps, sku: str) -> str | None:
    state = steps.book.refs.get(("article", "*", sku))
    return state.body if state else None


def on_floor(steps: Steps, sku: str) -> tuple[int, int]:
    """What lies there, and the position of the count it stands on."""
    level = steps.book.levels["S01/floor", sku]
    assert level is not None
    return level.on_hand, level.counted_pos


def test_undoing_an_import_restores_what_was_there() -> None:
    steps = Steps()
    steps.state(articles("A"))
    before = body_of(steps, "A")
    steps.state(articles("A", "B", batch="b1", name="Changed"))
    steps.state(articles("A", batch="b1", name="Changed again"))
    assert steps.state(undone("b1", "B", "A")).disposition == "applied"
    assert (body_of(steps, "A"), body_of(steps, "B")) == (before, None)
    assert steps.book.batches["b1"].state == "undone"  # type: ignore[union-attr]


def test_an_import_is_undone_row_by_row_and_ends_with_the_last_fact() -> None:
    steps = Steps()
    steps.state(articles("A", "B", batch="b1"))
    steps.state(replace(undone("b1", "B"), is_last=False))
    assert (body_of(steps, "A") is None, body_of(steps, "B")) == (False, None)
    assert steps.book.batches["b1"].state == "booked"  # type: ignore[union-attr]
    steps.state(undone("b1", "A"))
    assert body_of(steps, "A") is None
    assert steps.book.batches["b1"].state == "undone"  # type: ignore[union-attr]


def test_undoing_an_import_leaves_later_work_alone() -> None:
    steps = Steps()
    steps.state(articles("A", batch="b1"))
    steps.state(articles("A", name="By hand"))
    later = body_of(steps, "A")
    steps.state(undone("b1", "A"))
    assert body_of(steps, "A") == later


def test_what_a_later_import_gave_back_can_be_taken_back_too() -> None:
    steps = Steps()
    steps.state(articles("A"))
    before = body_of(steps, "A")
    steps.state(articles("A", batch="b1", name="First"))
    steps.state(articles("A", batch="b2", name="Second"))
    steps.state(undone("b2", "A"))
    steps.state(undone("b1", "A"))
    assert body_of(steps, "A") == before


def test_a_row_that_was_left_is_taken_back_once_the_later_import_is() -> None:
    steps = Steps()
    steps.state(articles("A", batch="b1", name="First"))
    steps.state(articles("A", batch="b2", name="Second"))
    steps.state(undone("b1", "A"))
    steps.state(undone("b2", "A"))
    assert '"First"' in str(body_of(steps, "A"))
    steps.state(undone("b1", "A"))
    assert body_of(steps, "A") is None


def test_an_import_that_deleted_an_article_is_undone() -> None:
    steps = Steps()
    steps.state(articles("A"))
    before = body_of(steps, "A")
    steps.state(reference("article", facts.ReferenceRow(scope="*", key="A", deleted=True), batch="b1"))
    steps.state(undone("b1", "A"))
    assert body_of(steps, "A") == before


def test_a_row_that_was_undone_and_imported_again_can_be_undone_again() -> None:
    steps = Steps()
    steps.state(articles("A", batch="b1"))
    steps.state(undone("b1", "A"))
    steps.state(articles("A", name="By hand"))
    before = body_of(steps, "A")
    steps.state(articles("A", batch="b1"))
    steps.state(undone("b1", "A"))
    assert body_of(steps, "A") == before


def test_undoing_counts_moves_the_goods_back() -> None:
    steps, fake = shop()
    steps.state(counted(("S01/floor", "A", 10), ("S01/floor", "B", 0), batch="b1"))
    sell(steps, fake, sale_body(Item("A", 3)))
    steps.state(counted(("S01/floor", "A", 8), batch="b1"))
    steps.state(uncounted("b1", "A", "B", "A"))
    assert on_floor(steps, "A") == (-3, 0)


def test_a_count_is_left_as_long_as_a_later_one_stands() -> None:
    steps, _ = shop()
    steps.state(counted(("S01/floor", "A", 10), batch="b1"))
    first = on_floor(steps, "A")
    steps.state(counted(("S01/floor", "A", 15), batch="b2"))
    steps.state(uncounted("b1", "A"))
    assert on_floor(steps, "A")[0] == 15
    steps.state(uncounted("b2", "A"))
    assert on_floor(steps, "A") == first
    steps.state(uncounted("b1", "A"))
    assert on_floor(steps, "A") == (0, 0)


def test_undoing_twice_changes_nothing_more() -> None:
    steps = Steps()
    steps.state(counted(("S01/floor", "A", 10), batch="b1"))
    steps.state(uncounted("b1", "A"))
    assert steps.state(uncounted("b1", "A")).disposition == "applied"
    assert steps.on_hand("S01/floor", "A") == 0


def test_an_unknown_import_cannot_be_undone() -> None:
    outcome = Steps().state(undone("never"))
    assert (outcome.disposition, outcome.reason) == ("deferred", "unknown_batch")


def test_more_than_a_thousand_rows_are_not_undone_in_one_fact() -> None:
    steps = Steps()
    steps.state(articles("A", batch="b1"))
    outcome = steps.state(undone("b1", *(f"A{n}" for n in range(1001))))
    assert (outcome.disposition, outcome.reason) == ("deferred", "too_many_rows")
