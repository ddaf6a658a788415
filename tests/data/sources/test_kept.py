"""What is kept of a source: how it stands by its age and its faults, and for whom a kept file counts."""

from datetime import timedelta

import pytest

from data.sources import kept
from data.sources.declared import Source
from data.sources.kept import Kept
from tests.cast import NOW

SOURCE = Source(name="pumps", kind="geojson", title="泵站", owner="水务局", licence="内部", file="pumps.geojson",
                refresh_seconds=100)


@pytest.mark.parametrize(("seconds", "fault", "state"), [
    (None, "", "idle"), (None, "timeout", "error"), (0, "", "fresh"), (200, "", "fresh"), (201, "", "idle"),
    (0, "timeout", "late"), (400, "timeout", "late"), (401, "timeout", "stale")])
def test_a_state_follows_from_the_last_good_answer_and_the_last_try(seconds, fault, state):
    good_at = None if seconds is None else NOW - timedelta(seconds=seconds)
    assert Kept(good_at=good_at, tried_at=NOW, fault=fault).state(SOURCE, NOW) == state


def test_what_was_kept_is_read_again(tmp_path):
    made = kept.note(tmp_path, SOURCE, Kept(good_at=NOW, tried_at=NOW, shapes=3, left_out={"no_shape": 1}), b"{}")
    assert kept.read(tmp_path, SOURCE) == made
    assert kept.body(tmp_path, "pumps") == b"{}"


def test_another_declaration_makes_it_void(tmp_path):
    kept.note(tmp_path, SOURCE, Kept(good_at=NOW, tried_at=NOW))
    assert kept.read(tmp_path, SOURCE.model_copy(update={"label": "name"})) == Kept()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"good_at": 1}', '{"good_at": null, "tried_at": null, "more": 1}'])
def test_a_damaged_file_counts_as_none(tmp_path, text):
    (tmp_path / "layers-kept").mkdir()
    (tmp_path / "layers-kept" / "pumps.json").write_text(text, encoding="utf-8")
    assert kept.read(tmp_path, SOURCE) == Kept()
    assert kept.body(tmp_path, "pumps") is None


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "layers-kept").write_text("in the way", encoding="utf-8")
    assert kept.note(tmp_path, SOURCE, Kept(good_at=NOW, tried_at=NOW), b"{}").good_at == NOW
