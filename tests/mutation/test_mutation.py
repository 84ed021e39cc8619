"""The list of seeded bugs fits the tree as it is; `./pos mutate` proves that the simulator notices each."""

import ast
from collections import Counter

import pytest

from tests.mutation.__main__ import ALL
from tests.mutation.applying import ROOT, scratch, tried
from tests.mutation.mutation import Mutation

SAMPLE = "sold goods leave the floor twice"


@pytest.mark.parametrize("mutation", ALL, ids=lambda one: one.name)
def test_a_seeded_bug_still_has_its_place_and_is_a_program(mutation: Mutation) -> None:
    ast.parse(mutation.changed(ROOT))


def test_there_are_enough_seeded_bugs_and_no_two_of_one_name() -> None:
    assert len(ALL) >= 30
    assert max(Counter(one.name for one in ALL).values()) == 1


@pytest.mark.timeout(120)
def test_a_seeded_bug_is_noticed() -> None:
    mutation = next(one for one in ALL if one.name == SAMPLE)
    with scratch() as tree:
        assert tried(mutation, tree, 5).is_caught
