"""A plan that is looked back at: the newest by then, its decisions as of then; a stranger reads nothing of it."""

from datetime import timedelta

import pytest

from data.past import looking
from tests import cast
from tests.data.allocation.test_accepting import plan, propose
from tests.data.allocation.test_decisions import decided
from tests.wire.test_proposals import LOOKS

__all__ = ["decided", "plan"]


@pytest.fixture(autouse=True)
def _no_picture_of_another_city():
    yield
    looking.forget()


def moment(minutes: float) -> str:
    return (cast.NOW + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def then(house, minutes, area="9901", scope=cast.ALICE):
    answer = house.ask("GET", f"/proposals?area={area}&t={moment(minutes)}", scope)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_newest_by_then_stands_as_it_was_decided_then(house, plan, decided):
    stood = []
    for minutes in (1, 6, 11):
        found = then(house, minutes)["plan"]
        assert found["id"] == plan[0]
        pick = next(one for one in found["picks"] if one["case"] == decided)
        stood.append((pick["state"], pick["code"], pick["sent_unit"]))
        assert len(pick["way"]) >= 2, "its arrow can be drawn"
    assert stood == [("proposed", None, None), ("refused", "unit_engaged", None), ("accepted", None, cast.SWEEPERS)]
    assert "Alice" in pick["state_text"]


def test_before_the_first_plan_it_says_that_there_was_none(house, write):
    with write() as visit:
        cast.open_case(visit, "w")
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(minutes=30)) as visit:
        propose(visit)
    found = then(house, 10)
    assert found["plan"] is None
    assert found["text"]
    assert then(house, 31)["plan"]


@pytest.mark.parametrize("t", ["yesterday", "2150-01-01T00:00:00Z"])
def test_a_moment_that_is_none_or_to_come_is_refused(house, plan, t):
    assert house.ask("GET", f"/proposals?area=9901&t={t}", cast.ALICE).status_code == 422


def test_strangers_read_no_plan_of_the_past(house, decided):
    path = f"/proposals?t={moment(5)}"
    assert house.ask("GET", f"{path}&area=9901").status_code == 401
    assert house.ask("GET", f"{path}&area={cast.EAST_DISTRICT}", LOOKS).status_code == 404
    assert then(house, 5, cast.WEST_DISTRICT, LOOKS)["plan"] is None
