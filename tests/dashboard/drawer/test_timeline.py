"""What happened: the same lines from the archive, with a note; and a plain word where a file cannot be read."""

import pytest

from dashboard.drawer.timeline import timeline
from dashboard.drawer.track import track
from dashboard.panels.case_drawer import content
from tests.dashboard.reading import hooks, words
from tests.data.archive.old import DECEMBER, DECLINED, closed, moved
from tests.data.archive.test_reading import FILE


@pytest.fixture
def archived(database, settings, write, part) -> tuple[str, str]:
    """Return the number of an archived case, and what its timeline said before."""
    number = closed(write, "d", DECEMBER, DECLINED)
    before = words(part(timeline, number))
    moved(database, settings, "2026-01")
    return number, before


def test_an_archived_case_shows_the_same_and_a_note(part, archived):
    number, before = archived
    assert words(part(timeline, number)) == f"{before} read from the archive of 2025-12"
    assert words(part(timeline, number, language="zh-CN")).endswith("经过取自归档 2025-12")
    assert hooks(part(timeline, number), "data-archive") == ["2025-12"]


def test_what_is_not_archived_has_no_note(part, write):
    number = closed(write, "d", DECEMBER, DECLINED)
    assert hooks(part(timeline, number), "data-archive") == []


def test_a_file_that_cannot_be_read_is_named_and_the_rest_of_the_drawer_stands(part, archived, settings):
    (settings.archive_path / FILE).unlink()
    number, _ = archived
    assert words(part(timeline, number)) == (
        f"What happened The archived detail of this case cannot be read: file {FILE}, it is missing")
    assert f"归档详情无法读取：文件 {FILE}" in words(part(timeline, number, language="zh-CN"))
    assert part(track, number) is None, "how far it came is not guessed"
    drawn = part(lambda one: content(one)[1], number)
    assert hooks(drawn, "data-archive") == ["unreadable"]
