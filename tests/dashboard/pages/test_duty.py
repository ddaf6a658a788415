"""The page of duty: units with shift and load, the changes of one of them; persons are not reckoned with."""

from dashboard.pages import duty
from data.cases import workflow
from data.models.unit import Unit
from tests import cast
from tests.dashboard.reading import hooks, words


def sent(write) -> None:
    with write() as visit:
        number = cast.open_case(visit)
        cast.unit(visit, cast.SWEEPERS).crew = 3
        cast.unit(visit, cast.OFFICER).crew = 1
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))


def test_units_stand_there_with_load_and_one_of_them_with_its_changes(page, write):
    sent(write)
    shown = page(duty, unit=cast.SWEEPERS)
    assert len(hooks(shown, "data-unit")) == 6
    assert "1" in hooks(shown, "data-sent")
    assert hooks(shown, "data-after") == ["dispatched"]
    assert "Alice" in words(shown)


def test_of_one_person_nothing_is_counted_or_listed(page, write):
    sent(write)
    shown = page(duty, unit=cast.OFFICER, kind="grid_officer")
    assert hooks(shown, "data-sent") == []
    assert "no changes are listed" in words(shown)


def test_an_area_without_units_and_a_unit_there_is_none_of_say_so(page, write):
    with write() as visit:
        for one in (cast.SWEEPERS, cast.FAR_SWEEPERS, cast.REPAIR, cast.POLICE, cast.ENGINE, cast.OFFICER):
            visit.session.delete(cast.unit(visit, one))
    shown = page(duty, unit="none", language="zh-CN")
    assert "本区域没有力量" in words(shown)
    assert hooks(shown, "data-unit-shown") == []


def test_units_stand_by_kind_and_by_the_numbers_in_their_names():
    named = [Unit(id=str(n), kind=kind, name=name)
             for n, (kind, name) in enumerate((("repair", "队2"), ("fire", "站10"), ("fire", "站9"), ("fire", "班长")))]
    assert [one.name for one in sorted(named, key=duty.by_kind_and_number)] == ["班长", "站9", "站10", "队2"]
