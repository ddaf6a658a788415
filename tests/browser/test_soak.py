"""A wall of three screens asks anew again and again: nothing fails, nothing overlaps, nothing is kept.

A day's 5,760 refreshes are measured by `make bench-full` (tests/bench/soak.py); here it is a sixtieth of them.
"""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import stand
from tests.bench import soak
from tests.browser.conftest import ZONE

pytestmark = pytest.mark.browser

CYCLES = 96


def test_a_wall_that_is_refreshed_keeps_nothing(demo_folder: Path, tmp_path: Path, chromium: Browser):
    folder = tmp_path / "city"
    shutil.copytree(demo_folder, folder)
    soak.hang(folder)
    with stand.serving(folder, YIPING_ZONE=ZONE) as server:
        found = soak.soak(chromium, server, CYCLES)
    assert found.failed == 0
    assert found.at_once == 1
    assert len(found.took_ms) >= CYCLES
    assert found.growth_mb < 5
