"""Looking back, typed: a moment on the city's clock, never one that is still to come."""

import pytest

from tests import cast


@pytest.mark.parametrize(("line", "moment"), [
    ("replay yesterday 18:00", "2026-03-17T10:00"), ("回放 昨天 18:00", "2026-03-17T10:00"),
    ("回放 今天 9:30", "2026-03-18T01:30"), ("回放 前天 00:05", "2026-03-15T16:05"),
    ("replay 03-01 08:00", "2026-03-01T00:00"), ("replay 2025-12-31 23:59", "2025-12-31T15:59"),
    ("replay 2h ago", "2026-03-18T00:00"), ("回放 30分钟前", "2026-03-18T01:30"), ("回放 3天 前", "2026-03-15T02:00"),
    ("replay 09:00", "2026-03-18T01:00"), ("replay 18:00", "2026-03-17T10:00")])
def test_the_moment_is_on_the_city_s_clock(say, line, moment):
    choice = say(line).choices[0]
    assert choice.effect == {"do": "replay", "at": f"{moment}:00+00:00"}


@pytest.mark.parametrize("line", [
    "replay", "replay tomorrow", "replay yesterday", "replay 25:00", "replay 02-30 08:00", "replay 00-00 08:00",
    "replay 0000-01-01 00:00", "replay 9999-12-31 23:59", "replay 今天 23:59", "replay 2h", "回放 天前"])
def test_what_is_no_earlier_moment_says_so(say, line):
    command = say(line)
    assert command.fault
    assert not command.choices


def test_who_sees_nothing_looks_back_at_nothing(say):
    assert say("replay yesterday 18:00", scope=cast.NOBODY) is None
