"""Rules look at cases and sensors: warnings begin, rise, go on and end by themselves; what is not known is said."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.models.warning import CityWarning, Sensor, SensorReading
from data.scope import Scope
from data.warnings import issuing, listing, looking, readings, scoring
from tests import cast, gauges

RULE = """title: x
kind: flood
indicator: received
classes: ["0101"]
steps: {blue: 3, orange: 6}
clear_share: 0.5
clear_after: 10
confirmed_by: {classes: ["0101"], cases: 2, hours: 1}
"""
OFF = "title: x\nkind: flood\nindicator: received\nsteps: {blue: 1}\nis_on: false\n"
BUILT_IN = ("waterlogging", "water-level", "rain", "urgent-waiting", "gas")


@pytest.fixture
def folder(settings):
    for name in BUILT_IN:
        gauges.write(settings.data_dir, "warning-rules", name, OFF)
    return settings.data_dir


@pytest.fixture
def look(write):
    def done(minutes=0.0):
        with write(now=gauges.at(minutes)) as visit:
            return looking.look(visit)

    return done


@pytest.fixture
def tell(write):
    """Take readings in, and return what became of them."""
    def told(*rows, minutes=0.0, scope=None):
        now = gauges.at(minutes)
        with write() as visit:
            index = cast.index_of(visit)
        with write(now=now, **({"scope": scope} if scope else {})) as visit:
            return readings.store(visit, [readings.read_row(row, now) for row in rows], index)

    return told


def opened(write, number, begin=0, minutes=0.0, spot=(0.5, 0.5)):
    now = gauges.at(minutes)
    with write(now=now) as visit:
        for n in range(begin, begin + number):
            cast.open_case(visit, f"c{n}", spot, occurred_at=now)


def stand(read, minutes=0.0):
    with read(now=gauges.at(minutes)) as visit:
        return [(one.level, one.state, one.area_code) for one in listing.in_force(visit, "9901", drafts=True)]


def test_a_warning_begins_rises_and_ends_by_the_numbers_of_its_district(folder, look, write, read):
    gauges.write(folder, "warning-rules", "rubbish", RULE)
    opened(write, 2)
    assert look(1).begun == 0
    opened(write, 2, begin=2)
    assert look(5).begun == 1
    assert stand(read, 5) == [("blue", "issued", "990101")]
    opened(write, 3, begin=4, minutes=9)
    assert look(10).changed == 1
    assert stand(read, 10) == [("orange", "updated", "990101")]
    for minutes in (20, 40, 60, 71, 76, 82):
        look(minutes)
    assert stand(read, 82) == []
    with read(now=gauges.at(82)) as visit:
        [over] = listing.over(visit, "9901")
        assert over.state == "lifted"
        assert over.basis["rule"] == "rubbish"
        assert [event.person for event in listing.history(visit, over)] == [None] * len(listing.history(visit, over))


def test_what_a_person_lifted_stays_lifted_until_it_rises(folder, look, write, read):
    gauges.write(folder, "warning-rules", "rubbish", RULE)
    opened(write, 4)
    look(1)
    with write(scope=cast.ALICE, now=gauges.at(2)) as visit:
        [one] = listing.in_force(visit, "9901")
        issuing.lift(visit, one.id, one.version, "known")
    look(5)
    assert stand(read, 5) == []
    opened(write, 3, begin=4, minutes=6)
    look(10)
    assert stand(read, 10) == [("orange", "issued", "990101")]


def test_what_goes_on_is_prolonged_and_a_rule_that_proposes_leaves_it_to_a_person(folder, look, write, read):
    gauges.write(folder, "warning-rules", "rubbish", RULE + "valid_hours: 0.5\nissues: false\n")
    opened(write, 4)
    look(1)
    for minutes in range(6, 46, 5):
        look(minutes)
    assert stand(read, 45) == [("blue", "draft", "990101")]


def test_files_that_cannot_be_read_and_classes_nobody_knows_are_said_and_cost_nothing_else(folder, look, write, read):
    gauges.write(folder, "warning-rules", "bad", "kind: [")
    gauges.write(folder, "warning-rules", "strange", RULE.replace("0101", "9999"))
    gauges.write(folder, "warning-rules", "deep", RULE + "area_level: 6\n")
    gauges.write(folder, "warning-rules", "rubbish", RULE)
    opened(write, 4)
    looked = look(1)
    assert looked.unknown == {"rule_unreadable", "classes_unknown"}
    assert looked.begun == 1


def test_a_sensor_warns_for_the_ground_about_it_and_a_silent_one_tells_nothing(folder, look, tell, read, settings):
    (settings.data_dir / "warning-rules" / "water-level.yaml").unlink()
    tell(gauges.reading("g-1", 45))
    assert look(1).begun == 1
    with read() as visit:
        [one] = listing.in_force(visit, "9901")
        assert (one.level, one.shape.partition(":")[0], one.basis["value"]) == ("orange", "circle", 45.0)
        assert one.title.startswith("水位 g-1")
    looked = look(90)
    assert looked.unknown == {"sensor_stale"}
    assert looked.ended == 0
    tell(gauges.reading("g-1", 2, at=gauges.at(94).isoformat()), minutes=95)
    for minutes in (95, 105, 115, 126):
        look(minutes)
    assert stand(read, 126) == []


def test_a_warning_whose_sensor_fell_silent_runs_out_and_comes_back_with_the_sensor(folder, look, tell, read):
    (folder / "warning-rules" / "water-level.yaml").unlink()
    tell(gauges.reading("g-1", 45))
    look(1)
    for minutes in (100, 185):
        look(minutes)
    assert stand(read, 185) == []
    tell(gauges.reading("g-1", 44, at=gauges.at(189).isoformat()), minutes=190)
    assert look(190).begun == 1


def test_readings_are_stored_known_or_rejected_and_the_newest_counts(tell, read):
    old = (cast.NOW - timedelta(minutes=9)).isoformat()
    outcome = tell(gauges.reading("a", 5), gauges.reading("a", 5), gauges.reading("a", 99, at=old),
                   gauges.reading("b", float("nan")), gauges.reading("c", kind="moon"), gauges.reading("d", lon="east"),
                   gauges.reading("e", at="now"), gauges.reading("f", at=gauges.at(60).isoformat()),
                   gauges.reading("g", lat=50.0), gauges.reading(..., 1), "x", gauges.reading("a", 1, kind="rain"))
    assert (outcome.stored, outcome.duplicate) == ([0, 2], [1])
    assert [why for _, why in outcome.rejected] == [
        "bad_value", "unknown_kind", "unreadable_coordinate", "unreadable_date", "in_the_future", "outside_every_area",
        "no_id", "unreadable_row", "sensor_moved"]
    with read() as visit:
        [one] = visit.session.scalars(select(Sensor))
        assert (one.sensor_id, one.value) == ("a", 5.0)
        assert len(visit.session.scalars(select(SensorReading)).all()) == 2


def test_a_key_of_one_district_tells_nothing_of_another(tell):
    key = Scope(person=None, name="key", areas=frozenset({cast.EAST_DISTRICT}), may=frozenset({"readings.write"}))
    assert [why for _, why in tell(gauges.reading(), scope=key).rejected] == ["area_not_allowed"]


def test_readings_older_than_a_week_are_forgotten(folder, tell, look, read):
    tell(gauges.reading())
    look(8 * 24 * 60)
    with read() as visit:
        assert visit.session.scalars(select(SensorReading)).all() == []


def test_a_rule_s_warning_is_a_hit_when_its_cases_came_and_a_false_alarm_when_they_did_not(folder, look, write, read):
    gauges.write(folder, "warning-rules", "rubbish", RULE)
    opened(write, 4)
    opened(write, 4, begin=10, spot=(3.5, 3.5))
    look(1)
    opened(write, 2, begin=20, minutes=20)
    with write(now=gauges.at(150)) as visit:
        assert scoring.judge(visit) == 2
        assert scoring.judge(visit) == 0
    with read() as visit:
        found = {one.area_code: one.verdict for one in visit.session.scalars(select(CityWarning))}
    assert found == {"990101": "hit", "990102": "false_alarm"}
    with read(now=gauges.at(150)) as visit:
        [score] = scoring.scores(visit)
        assert (score.origin, score.made, score.hits, score.false_alarms, score.share) == ("rule:rubbish", 2, 1, 1, 0.5)
