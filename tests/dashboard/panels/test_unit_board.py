"""The board of units: free and out by kind; at a desk each unit, those that are out first."""

from datetime import timedelta

from dashboard.panels import unit_board
from data.cases import workflow
from tests import cast
from tests.dashboard.reading import hooks, parts, props, with_hook, words


def quiet(write) -> None:
    """Let the repair crew be at its base: it would be silent."""
    with write() as visit:
        crew = cast.unit(visit, cast.REPAIR)
        crew.lon, crew.lat = crew.home_lon, crew.home_lat


def test_it_counts_who_is_free_and_who_is_out(shown, write):
    quiet(write)
    with write() as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
    board = shown(unit_board)
    assert words(board).startswith("Units: 4 free, 1 out")
    assert hooks(board, "data-tally") == ["available", "dispatched", "under_way", "on_scene", "offline"]
    assert hooks(board, "data-count") == ["4", "1", "0", "0", "0"]
    assert hooks(board, "data-kind") == ["grid_officer", "police", "fire", "sanitation", "repair"]
    assert hooks(board, "data-group") == ["dispatched", "available", "off_duty"]
    assert (hooks(board, "data-unit")[0], hooks(board, "data-case")) == (cast.SWEEPERS, [number])
    assert hooks(board, "data-status")[0] == "dispatched"
    assert hooks(board, "data-status")[-1] == "off_duty"
    assert "shift 20–04" in words(board)


def test_a_wall_shows_six_of_those_out_who_needs_a_look_first(shown, write):
    assert hooks(shown(unit_board, surface="wall"), "data-unit") == []
    assert len(hooks(shown(unit_board, surface="wall"), "data-kind")) == 5, "nobody is out: kinds stand there"
    quiet(write)
    with write() as visit:
        for unit in (cast.SWEEPERS, cast.FAR_SWEEPERS):
            workflow.move(visit, cast.open_case(visit, unit), "dispatch", version=1, units=(unit,))
        cast.unit(visit, cast.SWEEPERS).position_at = cast.NOW - timedelta(minutes=80)
    board = shown(unit_board, surface="wall")
    assert hooks(board, "data-unit") == [cast.SWEEPERS, cast.FAR_SWEEPERS]
    assert hooks(board, "data-kind") == []
    assert words(board).startswith("Units: 0 over time, 1 silent")


def test_over_time_alone_alarms(shown, write):
    quiet(write)
    with write() as visit:
        workflow.move(visit, cast.open_case(visit), "dispatch", version=1, units=(cast.SWEEPERS,))

    def alarms(minutes: float) -> list[str]:
        board = shown(unit_board, now=cast.NOW + timedelta(minutes=minutes))
        return [words(one) for one in parts(board) if getattr(one, "className", "") == "is-over"]

    assert alarms(5) == []
    assert alarms(12) == ["⬢ over · Sent 12 min"]


def test_a_board_that_hears_of_nobody_turns_red(shown):
    board = shown(unit_board, now=cast.NOW + timedelta(minutes=75))
    assert hooks(board, "data-state") == ["stale"]
    assert words(board).startswith("⬢ No unit was heard of for 1 h 16 min")
    assert "力量数据已" in words(shown(unit_board, now=cast.NOW + timedelta(minutes=75), language="zh-CN"))


def test_a_stranger_sees_their_own_units_only(shown):
    assert cast.FAR_SWEEPERS not in hooks(shown(unit_board, scope=cast.BO), "data-unit")
    assert hooks(shown(unit_board, scope=cast.CHEN), "data-state") == ["denied"]


def test_an_area_without_units_says_so(shown):
    board = shown(unit_board, area=cast.GRIDS[3, 0])
    assert hooks(board, "data-state") == ["nodata"]
    assert "No units in this area" in words(board)


def test_a_kind_says_how_many_are_out_and_on_the_scene(shown, write):
    quiet(write)
    with write() as visit:
        cast.unit(visit, cast.SWEEPERS).status = "under_way"
        cast.unit(visit, cast.FAR_SWEEPERS).status = "on_scene"
        cast.unit(visit, cast.REPAIR).status = "offline"
    rows = {props(row)["data-kind"]: words(row) for row in with_hook(shown(unit_board), "data-kind")}
    assert rows["sanitation"] == "Sanitation 2 1 out · 1 there"
    assert rows["repair"] == "Repair 0 0 out · 0 there"
    assert rows["police"].split()[1] == "0", "off duty is not on duty"
    assert words(shown(unit_board, language="zh-CN")).startswith("力量：空闲 2 组，出动 2 组")


def test_a_kind_nobody_named_is_shown_by_its_own_word(shown, write):
    with write() as visit:
        cast.unit(visit, cast.POLICE).kind = "drone"
    assert hooks(shown(unit_board), "data-kind")[-1] == "drone"
    assert "drone" in words(shown(unit_board))


def test_a_desk_lists_no_more_than_fits(shown, monkeypatch):
    monkeypatch.setattr(unit_board, "ROWS", 2)
    assert len(hooks(shown(unit_board), "data-unit")) == 2
