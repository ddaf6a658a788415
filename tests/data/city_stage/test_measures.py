"""Criteria count the whole city over the last minutes, and propose the highest stage of which one is met."""

from datetime import timedelta

from data.city_stage import stages
from data.city_stage.measures import MEASURES
from data.city_stage.stages import Criterion, Stage
from data.models.case import Case
from data.models.unit import Unit
from tests import cast


def measured(read, name, minutes=30, now=cast.NOW):
    with read(now=now) as visit:
        return MEASURES[name](visit, minutes)


def test_it_counts_what_waits_and_forgets_what_is_older_answered_or_acknowledged(write, read):
    with write() as visit:
        for number in range(5):
            cast.open_case(visit, f"f{number}", category="0201")
        first, second, third, *_ = visit.session.query(Case).order_by(Case.id)
        first.acknowledged_at = second.first_response_at = cast.NOW
        third.received_at = cast.NOW - timedelta(minutes=31)
    assert measured(read, "p1_unacknowledged") == 2
    assert measured(read, "p1_unacknowledged", 60) == 3
    assert measured(read, "p2_unacknowledged") == 0
    assert measured(read, "alarms") == measured(read, "received") == 4
    assert measured(read, "p1_unacknowledged", 30, cast.NOW + timedelta(hours=2)) == 0


def test_units_engaged_are_a_share_of_those_on_duty(write, read):
    assert measured(read, "units_engaged") == 0
    with write() as visit:
        visit.session.get_one(Unit, cast.ENGINE).status = "on_scene"
    assert measured(read, "units_engaged") == 20  # one of five: the sixth is off duty


def test_the_highest_stage_that_is_met_is_proposed(write, read):
    two = Stage(number=2, name="a", name_en="a", when=(Criterion(measure="received", at_least=1, minutes=30),))
    three = Stage(number=3, name="b", name_en="b", when=(Criterion(measure="received", at_least=9, minutes=30),
                                                         Criterion(measure="received", at_least=2, minutes=30)))
    def proposed():
        with read() as visit:
            return stages.proposed(stages.readings(visit, (two, three)))

    assert proposed() == 1
    with write() as visit:
        cast.open_case(visit, "a")
    assert proposed() == 2
    with write() as visit:
        cast.open_case(visit, "b")
    assert proposed() == 3


def test_the_program_s_own_five_are_in_order_and_peace_has_no_criterion(read):
    with read() as visit:
        found = stages.configured(visit)
    assert [one.number for one in found] == [1, 2, 3, 4, 5]
    assert found[0].when == ()
    assert all(one.when for one in found[1:])
