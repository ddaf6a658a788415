"""The working list: views with counts, filters and what they hide, columns, ages, page by page."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from dashboard.pages import queue
from dashboard.parts.tree import tree
from dashboard.worklist import ask
from data.cases import worklist
from data.errors import CityError
from data.models.person import Person
from data.scope import ROLES, Scope
from tests import cast
from tests.dashboard.reading import hooks, props, with_hook, words

SYSADMIN = Scope(person="sue", name="Sue", areas=frozenset({""}), may=ROLES["sysadmin"])


def of_view(shown, name: str) -> str:
    (tab,) = [one for one in with_hook(shown, "data-view") if props(one)["data-view"] == name]
    return props(tab)["data-count"]


def test_views_stand_first_with_what_each_holds_now(page, write):
    with write() as visit:
        for n in range(3):
            cast.open_case(visit, f"e-{n}")
    shown = page(queue)
    assert hooks(shown, "data-view") == ["to_dispatch", "due_soon", "late", "mine", "all"]
    assert (of_view(shown, "all"), of_view(shown, "mine"), of_view(shown, "late")) == ("3", "0", "0")
    assert "to_verify" in hooks(page(queue, scope=cast.CHEN, area=cast.COMMUNITY), "data-view")


def test_a_bare_address_is_the_first_view_and_says_so(page, write):
    with write() as visit:
        number = cast.open_case(visit)
    shown = page(queue)
    assert parse_qs(hooks(shown, "data-resolved")[0]) == {
        "view": ["to_dispatch"], "queue": ["dispatch"], "area": ["9901"]}
    assert hooks(shown, "data-case") == [], "it is not registered yet"
    assert hooks(page(queue, view="all"), "data-case") == [number]


def test_the_next_to_breach_stands_first_and_what_is_late_says_so(page, write):
    with write() as visit:
        later = cast.open_case(visit, "later")
    with write(now=cast.NOW - timedelta(hours=3)) as visit:
        late = cast.open_case(visit, "late", occurred_at=cast.NOW - timedelta(hours=3))
    shown = page(queue, queue="register", view="x")
    assert hooks(shown, "data-case") == [late, later]
    assert "1 h 0 min late" in words(shown)


def test_what_filters_hide_is_counted_and_one_press_clears_them(page, write):
    with write() as visit:
        cast.open_case(visit, "waste")
        number = cast.open_case(visit, "fire", category="0201")
    shown = page(queue, view="all", cat="0201")
    assert hooks(shown, "data-case") == [number]
    assert (hooks(shown, "data-found"), hooks(shown, "data-hidden")) == (["1"], ["1"])
    empty = page(queue, view="all", q="moon", language="zh-CN")
    assert hooks(empty, "data-state") == ["filtered"]
    assert "当前筛选无结果" in words(empty)
    assert "清除筛选" in words(empty)
    (press, *_) = [props(one)["data-go"] for one in with_hook(empty, "data-clear")]
    assert "q=&" in press
    assert hooks(page(queue, area=cast.EAST_DISTRICT, view="all"), "data-state") == ["zero"]


def test_what_is_not_there_any_more_is_named_once_and_narrows_nothing(page, write):
    with write() as visit:
        number = cast.open_case(visit)
    shown = page(queue, view="all", cat="9999", dept="moon", state="fly", ch="pigeon", due="x", age="x", order="x")
    assert hooks(shown, "data-case") == [number]
    assert "9999, moon" in words(shown)


def test_work_that_nobody_was_sent_to_ages_by_its_priority(page, write):
    with write() as visit:
        cast.open_case(visit, "fire", category="0201")
        cast.open_case(visit, "noise", category="0202")
    shown = page(queue, view="all", order="priority", now=cast.NOW + timedelta(minutes=6), language="zh-CN")
    chips = with_hook(shown, "data-limit")
    assert [(props(one)["data-limit"], props(one)["class"]) for one in chips] == [
        ("60", "ageing is-old"), ("1800", "ageing")]
    assert "已等 6 分" in words(shown)


def test_people_choose_their_columns(page, write):
    with write() as visit:
        number = cast.open_case(visit)
    shown = page(queue, view="all", cols="case,number,units")
    assert number in words(shown)
    ticked = [props(one)["data-column"] for one in with_hook(shown, "data-column")
              if props(one)["aria-checked"] == "true"]
    assert set(ticked) == {"number", "units"}
    assert ask.columns_of({"cols": ""}) == ask.USUAL_COLUMNS
    assert ask.columns_of({"cols": "fly"}) == ("case",)


def test_a_long_list_comes_page_by_page(page, write, monkeypatch):
    monkeypatch.setattr(worklist, "PAGE_SIZE", 100)
    with write() as visit:
        for n in range(103):
            cast.open_case(visit, f"e-{n}")
    first = page(queue, view="all")
    assert len(hooks(first, "data-case")) == 100
    (on,) = with_hook(first, "data-next")
    after = parse_qs(props(on)["data-go"])["after"][0]
    second = page(queue, view="all", after=after)
    assert len(hooks(second, "data-case")) == 3
    assert not set(hooks(first, "data-case")) & set(hooks(second, "data-case"))
    assert hooks(second, "data-first") == ["1"]


def test_a_stranger_sees_nothing_of_it(page, write):
    with write() as visit:
        cast.open_case(visit, "far", (3.5, 3.5))
    assert hooks(page(queue, scope=cast.CHEN, area=cast.COMMUNITY, view="all"), "data-case") == []


def test_somebody_without_a_queue_is_told_so(page):
    assert "no queue" in words(page(queue, scope=cast.NOBODY))
    assert "no queue" in words(page(queue, scope=SYSADMIN))


def test_it_speaks_chinese(page, write):
    with write() as visit:
        cast.open_case(visit)
    assert "待立案" in words(page(queue, language="zh-CN", view="all"))


def test_the_present_view_is_kept_and_opens_with_its_count(page, press, write):
    with write() as visit:
        cast.open_case(visit)
        fire = cast.open_case(visit, "fire", category="0201")
    came = press(queue, "save_view", {"name": "火情", "query": "cat=0201&order=oldest&fly=1", "shared": "",
                                      "with_area": True, "area": cast.WEST_DISTRICT})
    key = came.go["view"]
    shown = page(queue, view=key)
    assert hooks(shown, "data-case") == [fire]
    assert of_view(shown, key) == "1"
    resolved = parse_qs(hooks(shown, "data-resolved")[0])
    assert (resolved["cat"], resolved["area"], "fly" in resolved) == (["0201"], [cast.WEST_DISTRICT], False)
    assert key not in hooks(page(queue, scope=cast.CHEN, area=cast.COMMUNITY, view="all"), "data-view")


def test_a_shared_view_shows_each_reader_what_is_theirs(page, press, write):
    with write() as visit:
        near, far = cast.open_case(visit, "near", (0.5, 0.5)), cast.open_case(visit, "far", (3.5, 3.5))
        visit.session.add(Person(id="wes", name="Wes", name_en="Wes", may=[], areas=[cast.WEST_DISTRICT],
                                 title="dispatcher"))
    key = press(queue, "save_view", {"name": "东区", "query": "order=oldest", "shared": "post", "with_area": True,
                                     "area": cast.EAST_DISTRICT}).go["view"]
    assert hooks(page(queue, view=key), "data-case") == [far]
    west = Scope(person="wes", name="Wes", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["dispatcher"])
    theirs = page(queue, scope=west, area=cast.WEST_DISTRICT, view=key)
    assert hooks(theirs, "data-case") == [near]
    assert cast.EAST_DISTRICT in words(theirs), "one notice says what was left out"


def test_a_view_of_a_class_that_is_gone_opens_all_the_same(page, press, write):
    with write() as visit:
        number = cast.open_case(visit)
    key = press(queue, "save_view", {"name": "旧类", "query": "cat=7777", "shared": ""}).go["view"]
    shown = page(queue, view=key)
    assert hooks(shown, "data-case") == [number]
    assert "7777" in words(shown)


def test_a_view_is_renamed_opened_first_and_deleted_on_the_page(page, press):
    key = press(queue, "save_view", {"name": "a", "query": "due=late", "shared": ""}).go["view"]
    press(queue, "rename_view", {"number": int(key), "name": "b"})
    press(queue, "first_view", {"view": key})
    assert parse_qs(hooks(page(queue), "data-resolved")[0])["view"] == [key]
    assert press(queue, "delete_view", {"number": int(key)}).go == {"view": "all"}
    assert key not in hooks(page(queue), "data-view")


@pytest.mark.parametrize(("act", "given"), [
    ("save_view", {"name": 5}), ("save_view", {"name": "x", "query": 5}), ("rename_view", {"number": "1", "name": "x"}),
    ("rename_view", {"number": 2**40, "name": "x"}), ("delete_view", {}), ("first_view", {"view": "moon"}),
    ("delete_view", {"number": 999}), ("save_view", {"name": "x", "query": "q=" + "y" * 300}),
])
def test_what_is_pressed_wrongly_is_refused_with_a_code(press, act, given):
    with pytest.raises(CityError):
        press(queue, act, given)


def test_every_part_of_it_is_one_that_the_page_can_paint(page, write):
    with write() as visit:
        cast.open_case(visit)

    def sound(one) -> bool:
        return isinstance(one, str) or (isinstance(one[0], str) and all(sound(child) for child in one[2]))

    assert sound(tree(page(queue, view="all", cols=",".join(ask.COLUMNS))))
