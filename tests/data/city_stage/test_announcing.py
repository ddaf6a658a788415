"""A city stage is announced by a person with the right for the whole city; the second of two sees the first's."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.city_stage import announcing
from data.city_stage.announcing import Wish
from data.errors import CityError, Conflict, Invalid, NotAllowed
from data.models.change import Change
from data.models.city_stage import Announcement
from data.models.person import AuditRow
from data.scope import ROLES, Grant, Scope
from tests import cast

WEST_DUTY = Scope(person="wang", name="Wang", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["dispatcher"])
"""Duty leader of one district: the city's stage is not theirs to announce."""


def wish(stage=3, reason="typhoon", seen=0, **more) -> Wish:
    return Wish(stage=stage, reason=reason, seen=seen, **more)


def announced(write, scope=cast.ALICE, **more) -> Announcement:
    with write(scope=scope) as visit:
        return announcing.announce(visit, wish(**more))


def test_without_an_announcement_the_city_is_at_peace(read):
    with read() as visit:
        assert announcing.in_force(visit) is None
        body = announcing.body_in_force(visit)
    assert (body["stage"], body["number"], body["urgent"]) == (1, 0, False)


def test_it_is_kept_told_to_every_screen_and_sealed_in_the_trail(write, read):
    announced(write, stage=4, until=cast.NOW + timedelta(hours=6))
    with read() as visit:
        one = announcing.in_force(visit)
        assert (one.number, one.stage, one.by_name, one.reason, one.at) == (1, 4, "Alice", "typhoon", cast.NOW)
        [line] = visit.session.scalars(select(Change).where(Change.kind == "city_stage"))
        assert (line.body["stage"], line.body["number"], line.body["urgent"]) == (4, 1, True)
        assert "Alice" not in str(line.body)
        [noted] = visit.session.scalars(select(AuditRow).where(AuditRow.what == "stage_announced"))
        assert (noted.who, noted.subject, noted.details["before"], noted.details["reason"]) == ("Alice", "4", 1,
                                                                                              "typhoon")


def test_going_back_to_peace_is_announced_alike_and_nothing_is_taken_away(write, read):
    announced(write, stage=5)
    announced(write, stage=1, reason="over", seen=1, until=cast.NOW + timedelta(hours=1))
    with read() as visit:
        assert [(one.number, one.stage) for one in announcing.history(visit)] == [(2, 1), (1, 5)]
        assert announcing.in_force(visit).until is None


def test_the_second_of_two_is_refused_with_what_the_first_announced(write, read):
    announced(write, stage=4)
    with pytest.raises(Conflict) as refused:
        announced(write, stage=2, seen=0)
    assert (refused.value.code, refused.value.values) == ("stage_announced", {"stage": 4, "name": "Alice"})
    with read() as visit:
        assert len(announcing.history(visit)) == 1


def test_of_two_at_the_same_moment_one_is_kept(write, read):
    start, came = threading.Barrier(2), []

    def one(stage: int) -> None:
        start.wait(10)
        try:
            came.append(announced(write, stage=stage).stage)
        except CityError as error:
            came.append(error.code)

    both = [threading.Thread(target=one, args=(stage,)) for stage in (3, 5)]
    for each in both:
        each.start()
    for each in both:
        each.join(30)
    assert sorted(map(str, came)) in (["3", "stage_announced"], ["5", "stage_announced"])
    with read() as visit:
        assert len(announcing.history(visit)) == 1


@pytest.mark.parametrize(("given", "code"), [
    ({"stage": 0}, "bad_stage"), ({"stage": 6}, "bad_stage"), ({"reason": "  "}, "reason_needed"),
    ({"reason": "x" * 501}, "note_too_long"), ({"until": cast.NOW}, "until_past"),
    ({"until": cast.NOW + timedelta(days=31)}, "until_too_far"),
])
def test_what_cannot_be_announced_is_refused_in_words(write, read, given, code):
    with pytest.raises(Invalid) as refused:
        announced(write, **given)
    assert refused.value.code == code
    with read() as visit:
        assert announcing.history(visit) == []


@pytest.mark.parametrize("scope", [cast.BO, cast.CHEN, cast.NOBODY, WEST_DUTY, Scope.of_grants(
    "li", "Li", [Grant(permission="stage.announce", area=cast.WEST_DISTRICT)])])
def test_a_stranger_and_whoever_holds_the_right_for_a_part_are_refused(write, read, scope):
    with pytest.raises(NotAllowed):
        announced(write, scope=scope)
    with read() as visit:
        assert announcing.history(visit) == []
