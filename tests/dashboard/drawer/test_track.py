"""The track: five stages with their names, when each was reached, and the bar of the present one."""

from datetime import timedelta

import pytest

from dashboard.drawer.badges import badges
from dashboard.drawer.head import head
from dashboard.drawer.opened import open_case
from dashboard.drawer.track import track
from dashboard.speech import Words
from data.cases import workflow
from data.cases.given import Given
from data.cases.states import State
from data.warnings import issuing, places
from data.warnings.issuing import Update, Wish
from tests import cast, pile
from tests.dashboard.reading import hooks, words


@pytest.fixture
def sent(write) -> str:
    """Return the number of a case that was sent ten minutes ago."""
    with write() as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, given=Given(units=(cast.SWEEPERS,)))
    return number


def test_the_five_stages_stand_in_their_order_in_both_languages(part, sent):
    drawn = part(track, sent)
    assert hooks(drawn, "data-step") == ["report", "sort", "handle", "follow_up", "evaluate"]
    assert hooks(drawn, "data-how") == ["done", "present", "ahead", "ahead", "ahead"]
    assert hooks(drawn, "aria-current") == ["step"]
    assert words(drawn).startswith("✓ Report 10:00 Sort 10:00 Handle Follow up Evaluate")
    for name in ("发现上报", "分类推送", "协调处理", "跟踪回访", "评价结案"):
        assert name in words(part(track, sent, language="zh-CN"))


def test_it_says_what_is_used_of_what_is_allowed(part, sent):
    drawn = part(track, sent, now=cast.NOW + timedelta(minutes=15))
    assert "Sign for 15 min of 1 urgent hour until 11:00" in words(drawn)
    assert "to be handled by" in words(drawn)
    assert hooks(drawn, "data-stage") == ["sign"]
    assert "签收 已用 15 分钟 / 限 1 紧急工作时 至 11:00" in words(
        part(track, sent, language="zh-CN", now=cast.NOW + timedelta(minutes=15)))


@pytest.mark.parametrize(("minutes", "lamp"), [(5, "green"), (50, "yellow"), (70, "red")])
def test_head_and_bar_show_the_same_lamp(part, sent, minutes, lamp):
    now = cast.NOW + timedelta(minutes=minutes)
    assert hooks(part(head, sent, now=now), "data-lamp") == [lamp]
    assert f"clock-bar {lamp}" in str(part(track, sent, now=now).to_plotly_json())


def test_an_ended_case_has_a_track_and_no_clock(part, write):
    with write() as visit:
        number = pile.put(visit, state=State.VOIDED).case_no
    assert hooks(part(track, number), "data-stage") == []
    assert hooks(part(track, number), "data-how")[0] == "stopped"


def test_badges_say_what_is_particular_and_an_ordinary_case_has_none(part, write):
    with write() as visit:
        plain = pile.put(visit).case_no
        number = pile.put(visit, state=State.SUSPENDED, paused_at=cast.NOW, is_supervised=True, level=2, supporters=2,
                          returns=2, reworks=1, reopenings=1, extensions=1, suspicions=5, contacted=True, solved=False,
                          satisfied=False, grade=2, asked_due_at=cast.NOW).case_no
    assert part(badges, plain) is None
    shown = part(badges, number)
    assert hooks(shown, "data-badge") == [
        "supervised", "suspended", "asked", "held", "supporters", "returns", "reworks", "reopenings", "extensions",
        "contacted", "solved", "satisfied", "grade", "suspicion", "suspicion"]
    assert "3 reports" in words(shown)
    assert "held by the District" in words(shown)
    chinese = words(part(badges, number, language="zh-CN"))
    for said in ("3 人反映", "由区办理", "退回 2 次", "核查不通过 1 次", "重办 1 次", "延期 1 次", "督办中", "不满意",
                 "评价 2 分", "存疑：上报后数分钟即结案"):
        assert said in chinese


def test_an_open_case_on_the_ground_of_a_warning_says_the_worst_of_them(part, write):
    with write() as visit:
        inside, outside = (pile.put(visit, lon=lon, lat=lat).case_no for lon, lat in (cast.at(0.5, 0.5),
                                                                                      cast.at(0.9, 0.9)))
        middle = ",".join(str(one) for one in reversed(cast.at(0.5, 0.5)))
        for level in ("blue", "red"):
            issuing.issue(visit, Wish(kind="wind", level=level, title=level, valid_until=cast.NOW + timedelta(hours=1),
                                      ground=places.drawn(visit, f"circle:{middle},100")))
    assert hooks(part(badges, inside), "data-badge") == ["warned"]
    assert words(part(badges, inside)) == "Red warning: Wind"
    assert part(badges, outside) is None
    assert part(badges, inside, now=cast.NOW + timedelta(hours=2)) is None


def test_of_the_past_it_says_the_warning_that_was_in_force_then_at_the_level_of_then(write, read):
    with write() as visit:
        number = pile.put(visit, lon=cast.at(0.5, 0.5)[0], lat=cast.at(0.5, 0.5)[1]).case_no
        warned = issuing.issue(visit, Wish(kind="wind", level="blue", title="x",
                                           ground=places.chosen(visit, ["990101"]),
                                           valid_until=cast.NOW + timedelta(hours=1))).id
    with write(now=cast.NOW + timedelta(minutes=10)) as visit:
        issuing.update(visit, warned, 1, Update(level="red"))
    with write(now=cast.NOW + timedelta(minutes=20)) as visit:
        issuing.lift(visit, warned, 2, "calm")

    def said(minutes, scope=cast.ALICE):
        with read(scope=scope, now=cast.NOW + timedelta(minutes=minutes)) as visit:
            t = Words(language="en", zone=visit.zone)
            shown = badges(open_case(visit, t, workflow.find(visit, number), is_past=True))
            return words(shown) if shown else ""

    assert [said(minutes) for minutes in (5, 15, 25)] == ["Blue warning: Wind", "Red warning: Wind", ""]
