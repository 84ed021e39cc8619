"""Whatever is done at a counter, in whatever order: it can be taken back step by step, and it survives its program."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from pos_client.counter.open_sale import Buyer
from pos_client.counter.selling import Counter
from sync_engine.domain.cart import Discount
from sync_engine.domain.errors import Refusal
from tests.helpers.counter_fakes import FakeDesk

Act = Callable[[Counter], object]

CODES = ("4006381333931", "4006381333948", "036000291452", "12345670", "88", "87", "66", "55", "44", "33", "999", "3*")
small = st.integers(1, 4)


def _said(*parts: object) -> str:
    return " ".join(map(str, parts))


acts: st.SearchStrategy[Act] = st.one_of(
    st.sampled_from(CODES).map(lambda code: lambda counter: counter.scan(code)),
    st.tuples(small, st.sampled_from(["2", "5", "0.5"])).map(lambda one: lambda counter: counter.set_quantity(*one)),
    small.map(lambda line: lambda counter: counter.remove_line(line)),
    st.tuples(small, st.integers(18_000, 30_000)).map(lambda one: lambda counter: counter.override_price(*one, "x")),
    st.tuples(small, st.integers(0, 120_000)).map(
        lambda one: lambda counter: counter.discount_line(one[0], Discount("percent", one[1], "x"))
    ),
    st.integers(0, 100).map(lambda minor: lambda counter: counter.discount_sale(Discount("amount", minor, "x"))),
    small.map(lambda line: lambda counter: counter.gift_line(line, is_gift=True)),
    st.tuples(small, st.text(max_size=3)).map(lambda one: lambda counter: counter.note_line(*one)),
    st.text(max_size=3).map(lambda text: lambda counter: counter.note_sale(text)),
    st.sampled_from([Buyer("c", "C", "members"), None]).map(lambda buyer: lambda counter: counter.set_customer(buyer)),
    small.map(lambda notice: lambda counter: counter.age_seen(notice)),
    small.map(lambda notice: lambda counter: counter.give_price(notice, 12_500)),
    small.map(lambda notice: lambda counter: counter.give_weight(notice, "0.350")),
    st.tuples(small, small).map(lambda one: lambda counter: counter.give_serial(one[0], _said("SN", one[1]))),
    small.map(lambda notice: lambda counter: counter.set_aside(notice)),
    st.tuples(small, st.sampled_from(["TEA", "WINE"])).map(lambda one: lambda counter: counter.resolve(*one)),
    st.integers(1, 500).map(lambda minor: lambda counter: counter.take_cash(minor)),
    st.just(lambda counter: counter.give_back(0)),
    st.just(lambda counter: counter.add_open_price("", 9_900, "Roses")),
    st.just(lambda counter: counter.add_article("TEA", is_return=True)),
    st.just(lambda counter: counter.clear()),
)


def done(desk: FakeDesk, act: Act) -> None:
    """Do it, or let it be refused."""
    with suppress(Refusal):
        act(desk.counter)


@settings(deadline=None, max_examples=120)
@given(st.lists(acts, max_size=25))
def test_every_act_is_one_step_back_until_nothing_is_left(several: list[Act]) -> None:
    desk = FakeDesk().signed_in()
    seen = [desk.counter.sale]
    for act in several:
        done(desk, act)
        if desk.counter.next_quantity is not None:
            desk.counter.undo()
        if desk.counter.sale != seen[-1]:
            seen.append(desk.counter.sale)
    for before in reversed(seen[:-1]):
        assert desk.counter.undo()
        assert desk.counter.sale == before
    assert not desk.counter.undo()
    assert desk.counter.sale.is_empty
    assert desk.drafts.texts == {}


@settings(deadline=None, max_examples=120)
@given(st.lists(acts | st.just(lambda counter: counter.undo()), max_size=25))
def test_after_every_act_a_program_that_starts_has_the_same_sale(several: list[Act]) -> None:
    desk = FakeDesk().signed_in()
    for act in several:
        done(desk, act)
        again = FakeDesk(journal=desk.journal, catalog=desk.catalog, drafts=desk.drafts, ids=desk.ids)
        assert again.counter.sale == desk.counter.sale
        assert len(desk.drafts.texts) <= 1


@settings(deadline=None, max_examples=120)
@given(st.lists(acts, max_size=25))
def test_a_refused_act_changes_nothing_and_totals_can_always_be_told(several: list[Act]) -> None:
    desk = FakeDesk().signed_in()
    for act in several:
        before = desk.counter.sale
        try:
            act(desk.counter)
        except Refusal:
            assert desk.counter.sale == before
        found = desk.counter.sale.totals()
        assert found.total_minor == sum(line.amount_minor for line in found.lines)
        assert not any(line.article_id == "RECALL" for line in desk.counter.sale.cart.lines)
