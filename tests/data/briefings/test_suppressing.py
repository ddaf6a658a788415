"""What is kept back so that no count below five can be computed; asked of an exact solver that knows none of our rules.
"""

import random

import pytest

from data.briefings.suppressing import Sum, Told, suppress
from tests.data.briefings.solved import between


def told(values: dict[str, int], blocks: list[list[str]], *sums: tuple[str, str, bool]) -> Told:
    """Return counts whose sums are given as (whole, "part part …", is it exact?)."""
    return suppress(Told(values=values, blocks=dict(enumerate(blocks)), sums=[
        Sum(whole, tuple(parts.split()), is_exact=is_exact) for whole, parts, is_exact in sums]))


def test_a_small_count_alone_takes_the_smallest_other_with_it():
    found = told({"all": 20, "a": 2, "b": 6, "c": 12}, [["all"], ["a", "b", "c"]], ("all", "a b c", True))
    assert (found.few, found.kept, found.dropped) == ({"a"}, {"b"}, set())


def test_nothing_more_is_kept_back_where_the_sum_is_not_told_or_not_whole():
    assert not told({"all": 20, "a": 2, "b": 18}, [["a", "b"]], ("all", "a b", True)).kept
    assert not told({"all": 30, "a": 2, "b": 18}, [["all"], ["a", "b"]], ("all", "a b", False)).kept


@pytest.mark.parametrize(("small", "is_enough"), [((1, 1), False), ((1, 2), True), ((2, 3), True), ((4, 4), False),
                                                  ((1, 1, 1), False), ((4, 4, 3), True)])
def test_small_ones_together_are_enough_unless_their_sum_leaves_one_way(small, is_enough):
    values = {f"s{number}": value for number, value in enumerate(small)} | {"big": 50}
    values["all"] = sum(values.values())
    found = told(values, [["all"], [name for name in values if name != "all"]],
                 ("all", " ".join(name for name in values if name != "all"), True))
    assert (found.kept == set()) is is_enough


def test_zero_stays_told():
    found = told({"all": 9, "a": 0, "b": 3, "c": 6}, [["all"], ["a", "b", "c"]], ("all", "a b c", True))
    assert "a" not in found.few | found.kept


def test_a_whole_that_stands_elsewhere_ties_two_ways_of_dividing_it():
    found = told({"all": 30, "a": 2, "b": 28, "x": 15, "y": 15}, [["a", "b"], ["x", "y"]],
                 ("all", "a b", True), ("all", "x y", True))
    assert found.kept  # x and y tell the whole, and with it what a is


def test_what_cannot_be_told_at_all_goes():
    found = told({"all": 4, **dict.fromkeys("abcd", 1)}, [["all"], list("abcd")], ("all", "a b c d", True))
    assert (found.few, found.dropped) == ({"all"}, {1})


@pytest.mark.parametrize("seed", range(20))
def test_no_hidden_count_has_one_value_alone(seed):
    """A city at random: areas with open, late and received cases, classes, hours; wholes on cards."""
    by = random.Random(seed)
    areas = range(by.randint(2, 7))
    most = by.choice((3, 6, 15, 60))
    values: dict[str, int] = {}
    blocks: dict[int, list[str]] = {0: ["open", "late", "came"], 1: [], 2: [], 3: []}
    sums = []
    for area in areas:
        values[f"open{area}"] = by.randint(0, most)
        values[f"late{area}"] = by.randint(0, values[f"open{area}"])
        values[f"came{area}"] = by.randint(0, most)
        blocks[1] += [f"open{area}", f"late{area}", f"came{area}"]
        sums.append(Sum(f"open{area}", (f"late{area}",), is_exact=False))
    for name in ("open", "late", "came"):
        parts = tuple(f"{name}{area}" for area in areas)
        values[name] = sum(values[part] for part in parts)
        sums.append(Sum(name, parts, is_exact=True))
    for kind, whole, block in (("class", "came", 2), ("hour", "came", 2), ("who", "open", 3)):
        parts, rest = [], values[whole]
        while rest:
            share = min(rest, by.randint(1, max(2, most // 2)))
            parts.append(f"{kind}{len(parts)}")
            values[parts[-1]], rest = share, rest - share
        kept = parts[:by.choice((3, 99))]
        blocks[block] += kept
        if kept:
            sums.append(Sum(whole, tuple(kept), is_exact=len(kept) == len(parts)))
    sums.append(Sum("open", ("late",), is_exact=False))
    found = suppress(Told(values=values, blocks=blocks, sums=sums))
    shown = found.shown()
    assert not [name for name in shown - found.few if 0 < values[name] < 5]
    assert not [name for name in found.few | found.kept if len(between(found, name)) < 2]
