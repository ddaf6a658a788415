"""Comparison: per 10,000 people, and with the mix of classes made equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.figures.adjusting import per_people, standardise

CLASSES = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 400).flatmap(
    lambda size: st.tuples(st.integers(0, size), st.just(size))), min_size=1)


def crude(counts):
    return 100 * sum(hits for hits, _ in counts.values()) / sum(size for _, size in counts.values())


def test_by_hand():
    """Half of the whole's cases are easy (a), half hard (b); the area has nine easy ones in ten."""
    area, whole = {"a": (81, 90), "b": (5, 10)}, {"a": (450, 500), "b": (250, 500)}
    assert crude(area) == 86
    assert standardise(area, whole).value == pytest.approx(0.5 * 90 + 0.5 * 50)


@given(CLASSES, st.integers(1, 9))
def test_an_area_with_the_whole_s_mix_keeps_its_rate(counts, times):
    whole = {name: (0, size * times) for name, (_, size) in counts.items()}
    found = standardise(counts, whole)
    assert found.value == pytest.approx(crude(counts))
    assert found.covered == pytest.approx(1)


@given(CLASSES, CLASSES)
def test_an_adjusted_rate_lies_between_the_rates_of_its_classes(area, whole):
    found = standardise(area, whole)
    assert 0 <= found.covered <= 1 + 1e-9
    if found.value is not None:
        rates = [100 * hits / size for name, (hits, size) in area.items() if name in whole]
        assert min(rates) - 1e-6 <= found.value <= max(rates) + 1e-6


@given(CLASSES, CLASSES)
def test_two_areas_that_do_alike_in_each_class_are_alike(one, whole):
    other = {name: (hits * 3, size * 3) for name, (hits, size) in one.items()}
    found, again = standardise(one, whole), standardise(other, whole)
    assert found.covered == again.covered
    assert found.value == (again.value if again.value is None else pytest.approx(again.value))


def test_an_area_without_most_classes_has_no_adjusted_rate():
    found = standardise({"a": (5, 10)}, {"a": (50, 70), "b": (10, 30)})
    assert (found.value, found.covered) == (None, pytest.approx(0.7))
    assert standardise({}, {}).value is None


def test_nobody_lives_there_or_nobody_knows():
    assert per_people(5, 2_000) == 25
    assert per_people(5, None) is None
    assert per_people(5, 0) is None
