"""One round of the feed, on both databases: what it finds, and that it is of one moment."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from dashboard.live_round import MOST_LINES, Ask, Found, Held, View, Wish, choose_view, read_round
from data.cases import figures, workflow
from data.errors import NotAllowed, NotFound
from data.models.area import Area
from data.models.case import Case
from data.models.change import Change
from data.models.city import City
from data.storage import changes
from tests import cast

CITY, WEST = View("9901", True), View(cast.WEST_DISTRICT, False)
Opener = Callable[..., Any]


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def round_of(database: Any, city: Any, settings: Any) -> Callable[..., Found]:
    """Return a function that carries out a round."""
    def carry_out(ask: Ask, now: Any = cast.NOW) -> Found:
        return read_round(database, settings, ask, now)

    return carry_out


def first(round_of: Any, *views: View) -> Ask:
    """Return the ask of the round after one in which the views were joined."""
    found = round_of(Ask("", 0, {}, tuple(Wish(view) for view in views)))
    return Ask(found.epoch, found.seq, found.held)


def said(frames: Any) -> list[dict[str, Any]]:
    return [json.loads(frame.text) for frame in frames]


def note(now: Any, key: str, area: str = "", kind: str = "case") -> None:
    changes.record(now.session, [changes.Note(kind=kind, key=key, area_code=area or cast.grid_code(0, 0),
                                              body={"no": key})], now.now)


def test_it_finds_nothing_where_nothing_happened(round_of: Any) -> None:
    ask = first(round_of, CITY, WEST)
    assert round_of(ask).news == {}
    assert round_of(ask).encoded == 0


def test_it_makes_one_frame_for_each_view_that_is_concerned(round_of: Any, write: Opener) -> None:
    ask = first(round_of, CITY, WEST)
    with write() as now:
        cast.open_case(now, "east", (3.5, 3.5))
    found = round_of(ask)
    assert list(found.news) == [CITY]
    assert found.encoded == 1
    [told] = said(found.news[CITY])
    assert told["values"] == {cast.grid_code(3, 3): [1, 0, 0, 1]}
    assert told["cases_total"] == 1
    assert told["seq"] == found.seq == 1


def test_it_counts_again_only_what_was_touched(round_of: Any, write: Opener) -> None:
    with write() as now:
        cast.open_case(now, "old", (2.5, 2.5))
        number = cast.open_case(now, "new", (0.5, 0.5))
    ask = first(round_of, CITY)
    with write() as now:
        workflow.move(now, number, "void", version=1, note="twice")
    later = cast.NOW + timedelta(hours=9)
    [told] = said(round_of(ask, later).news[CITY])
    assert told["values"] == {cast.grid_code(0, 0): [0, 0, 0, 1]}
    again = Ask(ask.epoch, ask.seq, ask.held, recount=frozenset({CITY}))
    [told] = said(round_of(again, later).news[CITY])
    assert told["values"] == {cast.grid_code(0, 0): [0, 0, 0, 1], cast.grid_code(2, 2): [1, 1, 0, 1]}


def test_it_counts_cases_placed_more_coarsely_than_the_map(round_of: Any, write: Opener) -> None:
    ask = first(round_of, CITY, WEST)
    with write() as now:
        cast.open_case(now, "somewhere", None, area_code=cast.WEST_DISTRICT)
    found = round_of(ask)
    for view in (CITY, WEST):
        [told] = said(found.news[view])
        assert (told["values"], told["coarse"], told["cases_total"]) == ({}, 1, 1)
    start = Wish(WEST)
    snapshot = said(round_of(Ask("", 0, {}, (start,))).starts[start])[-1]
    assert (snapshot["coarse"], snapshot["cases_total"], len(snapshot["cases"])) == (1, 1, 1)


def test_it_gives_the_rest_to_those_who_know_where_they_stopped(round_of: Any, write: Opener) -> None:
    with write() as now:
        cast.open_case(now, "before")
    with write() as now:
        number = cast.open_case(now, "after")
        cast.open_case(now, "elsewhere", (3.5, 3.5))
    wish = Wish(WEST, after=1, epoch="toy")
    hello, told = said(round_of(Ask("", 0, {}, (wish,))).starts[wish])
    assert (hello["type"], hello["seq"]) == ("hello", 3)
    assert [item["no"] for item in told["items"]] == [number]
    assert told["values"] == {cast.grid_code(0, 0): [2, 0, 0, 2]}
    assert told["seq"] == 3


def test_it_says_that_nothing_was_missed(round_of: Any, write: Opener) -> None:
    with write() as now:
        cast.open_case(now)
    wish = Wish(WEST, after=1, epoch="toy")
    told = said(round_of(Ask("", 0, {}, (wish,))).starts[wish])[-1]
    assert (told["type"], told["items"], told["seq"]) == ("changes", [], 1)


@pytest.mark.parametrize("wish", [
    Wish(CITY), Wish(CITY, after=0, epoch="another"), Wish(CITY, after=0), Wish(CITY, after=99, epoch="toy"),
    Wish(CITY, after=10**18 - 1, epoch="toy"),
])
def test_it_starts_anew_with_those_who_cannot_go_on(round_of: Any, write: Opener, wish: Wish) -> None:
    with write() as now:
        cast.open_case(now)
    assert [frame["type"] for frame in said(round_of(Ask("", 0, {}, (wish,))).starts[wish])] == ["hello", "snapshot"]


def test_it_starts_anew_where_the_log_was_shortened(round_of: Any, write: Opener) -> None:
    ask = first(round_of, CITY)
    for index in range(5):
        with write() as now:
            cast.open_case(now, f"e-{index}")
    with write() as now:
        now.session.execute(delete(Change).where(Change.seq <= 3))
    wishes = Wish(CITY, after=2, epoch="toy"), Wish(CITY, after=3, epoch="toy")
    found = round_of(Ask(ask.epoch, ask.seq, ask.held, wishes))
    assert [said(found.starts[wish])[-1]["type"] for wish in wishes] == ["snapshot", "changes"]
    assert [frame["type"] for frame in said(found.news[CITY])] == ["hello", "snapshot"]


def test_it_starts_anew_after_more_changes_than_a_snapshot_is_worth(round_of: Any, write: Opener) -> None:
    ask = first(round_of, CITY)
    with write() as now:
        changes.record(now.session, [changes.Note(kind="case", key=str(n), area_code=cast.COMMUNITY)
                                     for n in range(MOST_LINES)], now.now)
    assert said(round_of(ask).news[CITY])[0]["type"] == "changes"
    with write() as now:
        note(now, "one more")
    assert [frame["type"] for frame in said(round_of(ask).news[CITY])] == ["hello", "snapshot"]


def test_it_starts_anew_when_the_map_changes(round_of: Any, write: Opener) -> None:
    ask = first(round_of, CITY, WEST)
    with write() as now:
        now.session.execute(update(City).values(map_version="2"))
        note(now, "map", "9901", "map")
    found = round_of(ask)
    for view in (CITY, WEST):
        assert [frame["type"] for frame in said(found.news[view])] == ["map", "snapshot"]
        assert said(found.news[view])[0] == {"type": "map", "map_version": "2"}
    assert found.encoded == 3


def test_it_starts_anew_when_the_database_is_another(round_of: Any, write: Opener) -> None:
    ask = first(round_of, CITY)
    other = Ask("before the restore", ask.seq, ask.held)
    hello, snapshot = said(round_of(other).news[CITY])
    assert (hello["epoch"], snapshot["type"]) == ("toy", "snapshot")
    ahead = Ask(ask.epoch, ask.seq + 7, ask.held)
    assert [frame["type"] for frame in said(round_of(ahead).news[CITY])] == ["hello", "snapshot"]


def test_it_names_the_views_whose_area_is_gone(round_of: Any, write: Opener) -> None:
    ask = first(round_of, CITY, WEST)
    with write() as now:
        now.session.execute(delete(Area).where(Area.area_code == cast.WEST_DISTRICT))
        note(now, "map", "9901", "map")
    nowhere = View("990177", True)
    found = round_of(Ask(ask.epoch, ask.seq, ask.held, (Wish(nowhere),)))
    assert found.gone == {WEST, nowhere}
    assert list(found.news) == [CITY]
    assert found.starts == {}


def test_it_encodes_once_for_all_who_ask_for_the_same(round_of: Any) -> None:
    wishes = Wish(CITY), Wish(CITY, after=99, epoch="toy"), Wish(CITY, greet=False)
    found = round_of(Ask("", 0, {}, wishes))
    assert found.encoded == 2
    assert len({id(found.starts[wish][-1]) for wish in wishes}) == 1


def test_it_shows_the_most_urgent_first_and_nothing_about_reporters(round_of: Any, write: Opener) -> None:
    with write() as now:
        for event, category in (("a", "0101"), ("b", "0201"), ("c", "0102")):
            cast.open_case(now, event, category=category, reporter={"name": "someone", "phone": "13000000000"})
        done = cast.open_case(now, "d")
        workflow.move(now, done, "void", version=1, note="twice")
    wish = Wish(CITY)
    frame = round_of(Ask("", 0, {}, (wish,))).starts[wish][-1]
    snapshot = json.loads(frame.text)
    assert [case["priority"] for case in snapshot["cases"]] == [1, 2, 3]
    assert snapshot["feed"][0]["no"] == done
    assert "someone" not in frame.text
    assert "13000000000" not in frame.text


def test_it_sees_one_moment_while_others_write(round_of: Any, write: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = figures.area_values

    def count_late(*args: Any, **options: Any) -> Any:
        with write() as now:
            cast.open_case(now, "meanwhile")
        monkeypatch.setattr(figures, "area_values", counted)
        return counted(*args, **options)

    with write() as now:
        cast.open_case(now, "before")
    monkeypatch.setattr(figures, "area_values", count_late)
    wish = Wish(CITY)
    snapshot = said(round_of(Ask("", 0, {}, (wish,))).starts[wish])[-1]
    assert (snapshot["seq"], snapshot["cases_total"], len(snapshot["cases"]), len(snapshot["feed"])) == (1, 1, 1, 1)


def test_it_reads_each_view_under_a_scope_of_its_own(round_of: Any, write: Opener,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    with write() as now:
        cast.open_case(now, "east", (3.5, 3.5))
    seen: dict[str, int] = {}

    def count_all(visit: Any, prefix: str, level: int, codes: Any = None) -> Any:
        seen[prefix] = visit.session.execute(select(func.count()).select_from(Case)).scalar_one()
        return {}

    monkeypatch.setattr(figures, "area_values", count_all)
    round_of(Ask("", 0, {}, (Wish(CITY), Wish(WEST))))
    assert seen == {"9901": 1, cast.WEST_DISTRICT: 0}


def test_it_chooses_the_view_of_a_person(database: Any, city: Any, settings: Any) -> None:
    assert choose_view(database, settings, cast.ALICE, "") == CITY
    assert choose_view(database, settings, cast.BO, "") == View(cast.WEST_DISTRICT, True)
    assert choose_view(database, settings, cast.CHEN, "") == View(cast.COMMUNITY, False)
    assert choose_view(database, settings, cast.BO, cast.COMMUNITY) == View(cast.COMMUNITY, True)


def test_it_has_no_view_for_strangers_and_unknown_areas(database: Any, city: Any, settings: Any) -> None:
    for scope, area in ((cast.BO, "9901"), (cast.BO, cast.EAST_DISTRICT), (cast.NOBODY, ""), (cast.NOBODY, "9901")):
        with pytest.raises(NotAllowed):
            choose_view(database, settings, scope, area)
    with pytest.raises(NotFound):
        choose_view(database, settings, cast.ALICE, "990177")


def test_it_adds_up_what_a_view_holds() -> None:
    assert Held(5, 15, {"a": (2, 1, 0, 9), "b": (3, 0, 0, 0)}, 4).total == 9
