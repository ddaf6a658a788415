"""Looking for hot topics: of the city and each district, kept until the next look, seen by who sees the area."""

from datetime import timedelta

import pytest

from data.algorithms.algorithm import discover
from data.triage import topics
from tests import cast, pile
from tests.pile import HERE, THERE


def put(visit, count, text, *, days=0.0, area=HERE):
    """Store cases that came in so many days ago, an hour and less apart."""
    return pile.put_all(visit, [pile.case(area, visit.now, text=text.format(n=n), received_at=visit.now - timedelta(
        days=days, minutes=n + 1)) for n in range(count)])


@pytest.fixture
def flooded(write) -> list[str]:
    """Build five weeks in which blocked drains are usual and standing water begins; return the newest's numbers."""
    with write() as visit:
        for week in range(1, 5):
            put(visit, 10, "桥下{n}号渣土堆放,王经理不管,电话13812345{n}78", days=7 * week)
            put(visit, 30, "商铺噪声扰民{n}天", days=7 * week)
        put(visit, 3, "张先生家中漏水", area=THERE)
        put(visit, 30, "商铺噪声扰民{n}天", area=THERE)
        found = put(visit, 12, "桥下涵洞积水{n}厘米,联系人王小明13812345{n}78")
        topics.keep(visit, topics.look(visit))
        return [one.case_no for one in found]


def test_what_begins_is_told_with_weeks_places_and_its_newest_cases(read, flooded):
    with read() as visit:
        found = topics.kept(visit, "9901")
    first = found[0]
    assert (first.phrases[0], first.state, first.count, first.weeks) == ("涵洞积水", "new", 12, [0, 0, 0, 0, 12])
    assert first.weekly_before == 0
    assert first.places == [["990101", 12]]
    assert first.cases == flooded[:5]
    assert [one.rank for one in found] == list(range(1, len(found) + 1))


def test_no_name_and_no_number_is_ever_kept(read, flooded):
    with read() as visit:
        kept = " ".join(f"{one.phrases} {one.words}" for one in topics.kept(visit, "9901"))
    assert not any(name in kept for name in ("王", "张", "138", "小明", "经理"))


def test_what_few_say_is_not_told(read, flooded):
    with read() as visit:
        assert not any("漏水" in phrase for one in topics.kept(visit, "9901") for phrase in one.phrases)


def test_each_district_has_its_own_and_a_square_has_those_of_its_district(read, flooded):
    with read() as visit:
        assert {one.area_code for one in topics.kept(visit, HERE)} == {HERE[:6]}
        assert not any("积水" in one.words for one in topics.kept(visit, THERE))
        assert any("积水" in one.words for one in topics.kept(visit, HERE))


def test_who_sees_one_district_sees_the_topics_of_no_other(read, flooded):
    with read(scope=cast.BO) as visit:
        assert topics.kept(visit, "9901") == []
        assert topics.kept(visit, THERE) == []
        assert topics.kept(visit, HERE)
    with read(scope=cast.NOBODY) as visit:
        assert topics.kept(visit, HERE) == []


def test_the_next_look_replaces_the_last(write, read, flooded):
    with write(now=cast.NOW + timedelta(days=60)) as visit:
        looked = topics.look(visit)
        topics.keep(visit, looked)
    assert (looked.rows, looked.unknown) == (0, ("no_text",))
    with read() as visit:
        assert topics.kept(visit, "9901") == []


def test_three_days_of_history_say_what_is_frequent_and_nothing_of_rising(write, read):
    with write() as visit:
        put(visit, 12, "涵洞积水{n}厘米", days=2)
        put(visit, 40, "商铺噪声扰民")
        looked = topics.look(visit)
        assert looked.unknown == ("history_short",)
        assert looked.rising() == 0
        topics.keep(visit, looked)
        found = topics.kept(visit, "9901")
    assert found
    assert all(one.state == "steady" and one.weekly_before is None for one in found)


@pytest.mark.parametrize("text", ["", "😀", "lamp broken", "啊" * 10_000])
def test_texts_that_say_nothing_are_read_and_give_no_topic_of_nonsense(write, text):
    with write() as visit:
        put(visit, 8, text)
        assert topics.look(visit).rows == 8


def test_the_algorithm_runs_every_hour_and_tells_what_it_found(write, flooded):
    one = discover()["topics"]
    assert one.every == timedelta(hours=1)
    with write() as visit:
        outcome = one.find(visit)(visit)
    assert outcome.rows == 205
    assert outcome.score["rising"] >= 1


def test_a_topic_whose_cases_are_stuck_or_come_back_more_than_others_is_marked(write):
    with write() as visit:
        put(visit, 60, "商铺噪声扰民{n}天")
        for case in put(visit, 12, "桥下涵洞积水{n}厘米"):
            case.due_at = visit.now - timedelta(hours=1)
        for case in put(visit, 12, "电梯困人维修拖延{n}次"):
            case.satisfied = False
        found = {one.words: one.troubles for one in topics.look(visit).topics if one.area_code == "9901"}
    marked = {name: told for name, told in found.items() if told}
    assert {each for told in marked.values() for each in told} == {"stuck", "sore"}
    assert all(one["stands_out"] and one["cases"] == 12 for told in marked.values() for one in told.values())
    assert any("积水" in name and set(told) == {"stuck"} for name, told in marked.items())
    assert not any("噪声" in name for name in marked)


def test_a_few_stuck_cases_are_not_told_and_what_is_stuck_everywhere_stands_out_nowhere(write):
    with write() as visit:
        put(visit, 30, "商铺噪声扰民{n}天")
        for case in [*put(visit, 30, "道路垃圾堆放{n}处"), *put(visit, 30, "路灯熄灭{n}盏")]:
            case.returns = 1
        for case in put(visit, 12, "桥下涵洞积水{n}厘米")[:4]:
            case.returns = 1
        found = topics.look(visit).topics
    assert not any("积水" in one.words and one.troubles for one in found)
    assert [one.troubles["stuck"]["stands_out"] for one in found if "stuck" in one.troubles] != []
    assert not any(told["stands_out"] for one in found for told in one.troubles.values())
