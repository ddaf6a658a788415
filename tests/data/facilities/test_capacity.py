"""How full a facility is: by its free places, and unknown once it has been silent for an hour."""

from datetime import timedelta

import pytest

from data.facilities.capacity import state_of
from tests.cast import NOW


@pytest.mark.parametrize(("total", "free", "minutes", "state"), [
    (100, 11, 0, "free"), (100, 10, 0, "tight"), (100, 1, 0, "tight"), (100, 0, 0, "full"), (0, 0, 0, "closed"),
    (100, 50, 60, "free"), (100, 50, 61, "stale"), (100, 0, 61, "stale"), (5, 1, 0, "free"), (5, 5, -6, "stale")])
def test_a_state_follows_from_what_is_free_and_how_old_that_is(total, free, minutes, state):
    assert state_of(total, free, NOW - timedelta(minutes=minutes), NOW) == state
