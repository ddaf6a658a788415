"""Tries that fail come further and further apart."""

from data.pauses import pauses


def test_pauses_grow_to_half_a_minute_and_are_spread():
    found = [next(one) for one in [pauses()] for _ in range(12)]
    assert 0.25 <= found[0] <= 0.5
    assert all(15 <= seconds <= 30 for seconds in found[-4:])
    assert len(set(found)) == len(found)
