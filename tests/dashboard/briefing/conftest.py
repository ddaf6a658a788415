"""Briefings of the toy city."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.briefing import making
from dashboard.briefing.content import Brief
from tests import cast


@pytest.fixture
def cases(write) -> None:
    """Store a critical case, an overdue one and three others, two of them received yesterday."""
    with write() as visit:
        late, day = cast.NOW - timedelta(hours=50), timedelta(days=1)
        cast.open_case(visit, "late", (3.5, 3.5), due_at=late)
        cast.open_case(visit, "fire", (2.5, 0.5), priority=1, text="楼道起火", due_at=cast.NOW + timedelta(hours=1))
        cast.open_case(visit, "road", (0.5, 0.5))
        for number in range(2):
            cast.open_case(visit, f"yesterday-{number}", (0.5, 1.5), occurred_at=cast.NOW - day)


@pytest.fixture
def made(read) -> Callable[..., Brief]:
    """Return made(kind, area, …): a briefing of the toy city at its moment."""
    def make(kind: str = "daily", area: str = "9901", *, language: str = "zh-CN", at=None, now=cast.NOW,
             scope=cast.ALICE, topic: str = "") -> Brief:
        with read(scope=scope, now=now) as visit:
            return making.make(replace(visit, language=language), kind, area, at=at, made_by="张伟", topic=topic,
                               link=lambda one: f"https://city.example/brief/{one}")

    return make
