"""Looking back over the wire: panels, map and feed of one earlier moment, and where in time something happened."""

from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from dashboard import past_screen
from data.models.archive import ArchiveFile
from data.past import looking
from data.warnings import issuing, places
from data.warnings.issuing import Update, Wish
from tests import cast
from tests.data.cases.courses import moved
from tests.wire.test_panels import hooks

THEN = cast.NOW + timedelta(minutes=30)
T = "2026-03-18T02:30:00Z"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_picture_of_another_city():
    yield
    looking.forget()


@pytest.fixture
def city_with_a_past(write) -> str:
    """Return a fire in the west that waited at half past ten and was voided at eleven; in the east something else."""
    with write() as visit:
        number = cast.open_case(visit, "fire", category="0201")
        cast.open_case(visit, "east", (3.5, 0.5))
    moved(write, number, "classify", now=cast.NOW + 50 * MINUTE, class_code="0202")
    moved(write, number, "void", now=cast.NOW + 60 * MINUTE)
    with write(now=cast.NOW + 61 * MINUTE) as visit:
        cast.open_case(visit, "later")
    return number


def figure(body, name):
    return dict(zip(hooks(body, "data-kpi"), hooks(body, "data-value"), strict=True))[name]


@pytest.mark.parametrize("surface", ["desk", "wall"])
def test_a_surface_of_the_past_is_all_of_that_moment(house, city_with_a_past, surface):
    body = house.ask("GET", f"/panels/{surface}?area=9901&t={T}", cast.ALICE).json()
    assert body["stamp"] == "9901|abs|2026-03-18T02:30:00.000+00:00"
    assert body["past"] == {"at": T, "fault": ""}
    assert {stamp for stamp in hooks(body, "data-asof") if stamp} == {"2026-03-18T02:30:00+00:00"}
    assert set(hooks(body, "data-state")) <= {"replay", "nodata"}
    assert figure(body, "open_now") == "2"
    assert f'"data-case": "{city_with_a_past}"' in str(body["slots"][f"{surface}-alarm"]).replace("'", '"')
    known = {one["no"]: one for one in body["frame"]["cases"]}
    assert (known[city_with_a_past]["class"], known[city_with_a_past]["priority"]) == ("0201", 1)
    assert len(body["frame"]["feed"]) == 2, "what came later is not there yet"
    assert body["frame"]["at"] == THEN.timestamp()
    assert body["units"] == "known", "the change log reaches back"


def warn(write) -> str:
    """Issue a warning for the west at the tests' moment, raise it after a quarter of an hour, lift it after one."""
    with write(scope=cast.ALICE) as visit:
        number = issuing.issue(visit, Wish(kind="flood", level="yellow", title="积水", title_en="Water",
                                           ground=places.chosen(visit, [cast.WEST_DISTRICT]),
                                           valid_until=cast.NOW + timedelta(hours=3))).id
    for minutes, done in ((15, lambda visit: issuing.update(visit, number, 1, Update(level="red"))),
                          (60, lambda visit: issuing.lift(visit, number, 2, "dry"))):
        with write(scope=cast.ALICE, now=cast.NOW + minutes * MINUTE) as visit:
            done(visit)
    return number


@pytest.mark.parametrize("surface", ["desk", "wall"])
@pytest.mark.parametrize(("t", "levels"), [
    ("2026-03-18T02:10:00Z", ["yellow"]), (T, ["red"]), ("2026-03-18T03:10:00Z", [])])
def test_warnings_stand_there_as_they_stood_whatever_became_of_them(house, city_with_a_past, write, surface, t, levels):
    number = warn(write)
    warned = house.ask("GET", f"/panels/{surface}?area=9901&t={t}", cast.ALICE).json()["warnings"]
    assert [one["properties"]["level"] for one in warned["features"]] == levels
    assert {one["properties"]["id"] for one in warned["features"]} <= {number}
    assert all(one["geometry"]["coordinates"] for one in warned["features"])


def test_where_no_warning_was_kept_yet_the_past_says_that_it_is_not_known(house, city_with_a_past):
    assert house.ask("GET", f"/panels/desk?area=9901&t={T}", cast.ALICE).json()["warnings"] is None


def test_another_district_s_warnings_of_the_past_are_not_told(house, city_with_a_past, write):
    warn(write)
    east = f"/panels/desk?area={cast.EAST_DISTRICT}&t={T}"
    assert house.ask("GET", east, cast.ALICE).json()["warnings"]["features"] == []
    assert house.ask("GET", f"/panels/desk?t={T}", cast.BO).json()["warnings"]["features"], "it is the west's"


def test_the_present_is_answered_without_a_frame(house, city_with_a_past):
    body = house.ask("GET", "/panels/desk?area=9901&t=live", cast.ALICE).json()
    assert body["past"] == {"at": None, "fault": ""}
    assert "frame" not in body
    assert figure(body, "open_now") == "2"


@pytest.mark.parametrize(("t", "at", "fault"), [
    ("yesterday", None, "unreadable"), ("2026-03-18T02:30:00", None, "unreadable"), ("9999-99-99T00:00Z", None,
    "unreadable"), ("2150-01-01T00:00:00Z", None, "future"), ("2020-01-01T00:00:00Z", "2026-03-18T02:00:00Z",
    "before_first"),
])
def test_a_moment_that_cannot_be_shown_is_named_and_another_is_shown(house, city_with_a_past, t, at, fault):
    answer = house.ask("GET", f"/panels/desk?area=9901&t={t}", cast.ALICE)
    assert answer.status_code == 200
    assert answer.json()["past"] == {"at": at, "fault": fault}


def test_of_archived_months_nothing_is_put_together(house, city_with_a_past, write):
    with write() as visit:
        visit.session.execute(insert(ArchiveFile), [{
            "rows_of": "case_events", "month": "2026-03", "file": "x.parquet", "rows": 1, "bytes": 1, "sha256": "x",
            "at": cast.NOW}])
    body = house.ask("GET", f"/panels/desk?area=9901&t={T}", cast.ALICE).json()
    assert body["past"] == {"at": "2026-03-31T16:00:00Z", "fault": "archived"}
    assert house.ask("GET", f"/past/density?area=9901&from={T}&to=2026-03-18T05:00:00Z", cast.ALICE).json()[
        "archived_until"] == "2026-03-31T16:00:00Z"


def test_the_past_of_a_district_is_no_wider_than_its_present(house, city_with_a_past):
    body = house.ask("GET", f"/panels/desk?area=9901&t={T}", cast.BO).json()
    assert body["stamp"].startswith(f"{cast.WEST_DISTRICT}|")
    assert {one["area"][:6] for one in body["frame"]["cases"]} == {cast.WEST_DISTRICT}
    assert {one["area"][:6] for one in body["frame"]["units"]} <= {cast.WEST_DISTRICT}


@pytest.mark.parametrize("path", [f"/panels/desk?t={T}", f"/past/density?from={T}&to=2026-03-18T05:00:00Z",
                                  f"/past/next?t={T}"])
def test_a_stranger_is_shown_no_past(house, path):
    assert house.ask("GET", path).status_code == 401


def test_an_officer_is_refused_the_past_of_a_wall(house):
    assert house.ask("GET", f"/panels/wall?t={T}", cast.CHEN).status_code == 403


def test_a_panel_that_does_not_remember_says_so(house, city_with_a_past, monkeypatch):
    monkeypatch.setattr(past_screen, "REMEMBERING", past_screen.REMEMBERING - {"trend"})
    body = house.ask("GET", f"/panels/desk?area=9901&t={T}", cast.ALICE).json()
    _, attributes, children = body["slots"]["desk-trend"]
    assert attributes["data-state"] == "nodata"
    assert "graph" not in str(children)


def test_a_panel_that_asks_what_is_not_remembered_leaves_the_others_standing(house, city_with_a_past, monkeypatch):
    def fill(visit, view, panel):
        if panel.name == "trend":
            raise OperationalError("SELECT", {}, Exception("no such table"))
        return sound(visit, view, panel)

    sound = past_screen.fill
    monkeypatch.setattr(past_screen, "fill", fill)
    body = house.ask("GET", f"/panels/desk?area=9901&t={T}", cast.ALICE).json()
    assert body["slots"]["desk-trend"][1]["data-state"] == "nodata"
    assert figure(body, "open_now") == "2"


def test_density_counts_what_came_in_per_part_of_the_time(house, city_with_a_past):
    asked = "/past/density?area=9901&from=2026-03-18T01:30:00Z&to=2026-03-18T03:30:00Z&parts=4"
    body = house.ask("GET", asked, cast.ALICE).json()
    assert body["counts"] == [0, 2, 0, 1]
    assert body["first"] == "2026-03-18T02:00:00Z"
    days = "/past/density?area=9901&from=2026-03-16T00:00:00Z&to=2026-03-19T00:00:00Z&parts=6"
    assert house.ask("GET", days, cast.ALICE).json()["counts"] == [0, 0, 0, 0, 3, 0]
    assert house.ask("GET", asked, cast.BO).json()["counts"] == [0, 1, 0, 1], "of the own district alone"


@pytest.mark.parametrize(("t", "step", "at"), [
    (T, "1", "2026-03-18T03:00:00Z"), (T, "-1", "2026-03-18T02:00:00Z"), ("2026-03-18T03:01:00Z", "1", None),
    ("2026-03-18T03:00:30Z", "1", "2026-03-18T03:01:00Z"), ("2026-03-18T02:00:00Z", "-1", None),
])
def test_the_next_event_is_the_next_receipt_or_closing(house, city_with_a_past, t, step, at):
    assert house.ask("GET", f"/past/next?area=9901&t={t}&step={step}", cast.ALICE).json() == {"at": at}


@pytest.mark.parametrize("path", [
    "/past/density", f"/past/density?from={T}&to={T}", f"/past/density?from={T}&to=2027-03-18T02:30:00Z",
    f"/past/density?from={T}&to=2026-03-19T02:30:00Z&parts=100000", "/past/next?t=noon", f"/past/next?t={T}&step=7",
    f"/past/next?t={T}&moon=1",
])
def test_a_question_that_cannot_be_read_is_the_askers_fault(house, path):
    assert house.ask("GET", path, cast.ALICE).status_code == 422
