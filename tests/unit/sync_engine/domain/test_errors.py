"""Refusals carry data, compare by it, and survive what happens to exceptions."""

import pickle

import pytest

from sync_engine.domain import errors
from sync_engine.domain.errors import EmptyCart, NotPaid, Refusal, TooManyDecimals, Unavailable


def test_a_refusals_code_is_its_name_in_snake_case() -> None:
    assert TooManyDecimals("1.234", 2).code == "too_many_decimals"


def test_what_is_unavailable_has_a_code_too() -> None:
    assert Unavailable("the disk is full").code == "unavailable"


def test_refusals_are_equal_when_their_facts_are() -> None:
    assert NotPaid(120) == NotPaid(120)
    assert NotPaid(120) != NotPaid(121)
    assert len({NotPaid(120), NotPaid(120), NotPaid(121)}) == 2


@pytest.mark.parametrize("refusal", [EmptyCart(), NotPaid(missing_minor=5), TooManyDecimals("1.234", digits=2)])
def test_a_refusal_survives_the_way_to_another_process(refusal: Refusal) -> None:
    assert pickle.loads(pickle.dumps(refusal)) == refusal  # noqa: S301


def test_a_plain_refusal_survives_it_as_well() -> None:
    assert type(pickle.loads(pickle.dumps(Refusal()))) is Refusal  # noqa: S301


def test_a_log_shows_the_facts_of_a_refusal() -> None:
    assert str(NotPaid(missing_minor=5)) == "NotPaid(missing_minor=5)"


def test_a_refusal_can_be_given_a_cause() -> None:
    with pytest.raises(NotPaid) as caught:
        raise NotPaid(5) from KeyError("x")
    assert isinstance(caught.value.__cause__, KeyError)


def test_every_refusal_stands_in_the_tree_of_the_modules_docstring() -> None:
    names = {name for name, found in vars(errors).items() if isinstance(found, type) and issubclass(found, Refusal)}
    assert errors.__doc__ is not None
    assert sorted(name for name in names if name not in errors.__doc__) == []
