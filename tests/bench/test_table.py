"""A figure that misses its goal says so, and one that misses it by more than a fifth fails the run."""

import numpy as np
import orjson
import pytest

from tests.bench import table
from tests.bench.table import Row


@pytest.mark.parametrize(("value", "smaller_is_better", "met", "is_far_off"), [
    (100, True, True, False), (119, True, False, False), (121, True, False, True),
    (100, False, True, False), (84, False, False, False), (83, False, False, True), (0, False, False, True)])
def test_a_missed_goal_is_told_from_one_missed_by_far(value, smaller_is_better, met, is_far_off):
    row = Row(name="x", value=value, unit="ms", goal=100, smaller_is_better=smaller_is_better)
    assert (row.met, row.is_far_off) == (met, is_far_off)


def test_every_run_is_kept_and_none_is_written_over(tmp_path):
    rows = [Row(name="x", value=1, unit="s", goal=2, reference=4)]
    for _ in range(2):
        table.keep(rows, tmp_path / "bench.json")
    kept = orjson.loads((tmp_path / "bench.json").read_bytes())
    assert [(one["name"], one["ratio"], one["met"]) for one in kept] == [("x", 0.25, True)]
    assert len((tmp_path / "bench-history.jsonl").read_text().splitlines()) == 2


def test_a_figure_that_numpy_reckoned_is_kept_as_a_number(tmp_path):
    table.keep([Row(name="x", value=np.float64(1.5), unit="s", goal=2)], tmp_path / "bench.json")
    assert orjson.loads((tmp_path / "bench.json").read_bytes())[0]["value"] == 1.5
