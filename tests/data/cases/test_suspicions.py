"""What history tells of a closing: minutes are doubted, days without times say nothing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from data.cases import suspicions
from tests import cast

ZONE = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(("received", "minutes", "found"), [
    (cast.NOW, 9.9, ["within_minutes"]), (cast.NOW, 10, []), (cast.NOW, 0, ["within_minutes"]), (cast.NOW, None, []),
    (MIDNIGHT, 0, []), (MIDNIGHT, 1, ["within_minutes"]), (MIDNIGHT, 1440, [])])
def test_a_closing_within_ten_minutes_is_doubted(received, minutes, found):
    closed = None if minutes is None else received + timedelta(minutes=minutes)
    assert suspicions.named(suspicions.of_record(received, closed, ZONE)) == found
