"""Subjects are found by their files; one that fails costs its own figures and the run, not the figures of others."""

import importlib
import inspect

import orjson
import pytest

from tests import stand
from tests.bench import __main__ as bench

GOOD = "from tests.bench.table import Row\ndef rows(): return [Row(name='good', value=1, unit='s', goal=2)]"
LONG = GOOD.replace("good", "long") + "\nIS_LONG = True"
BROKEN = "def rows(): raise RuntimeError('no such thing')"
PART = "ROUNDS = 5"


@pytest.fixture
def run(tmp_path, monkeypatch):
    def run(*sources, is_full=False):
        names = [f"subject_{number}_{tmp_path.name}" for number in range(len(sources))]
        for name, source in zip(names, sources, strict=True):
            (tmp_path / f"{name}.py").write_text(source)
        importlib.invalidate_caches()
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.setattr(bench, "subjects", lambda: iter(names))
        monkeypatch.setattr(stand, "ROOT", tmp_path)
        code = bench.main(is_full=is_full)
        return code, [row["name"] for row in orjson.loads((tmp_path / "var" / "bench.json").read_bytes())]

    return run


def test_what_takes_long_waits_for_the_full_run(run):
    assert run(GOOD, LONG, PART) == (0, ["good"])


def test_the_full_run_measures_everything(run):
    assert run(GOOD, LONG, PART, is_full=True) == (0, ["good", "long"])


@pytest.mark.parametrize("broken", [BROKEN, "import nothing_of_this_name"])
def test_a_subject_that_fails_says_so_and_the_others_go_on(run, capsys, broken):
    assert run(broken, GOOD) == (1, ["good"])
    assert "FAILED, no figures: subject_0" in capsys.readouterr().out


@pytest.mark.parametrize("name", list(bench.subjects()))
def test_no_subject_needs_anything_from_outside(name):
    measure = getattr(importlib.import_module(name), "rows", lambda: [])
    assert all(one.default is not one.empty for one in inspect.signature(measure).parameters.values())


def test_every_file_that_measures_is_a_subject():
    assert {"tests.bench.live", "tests.bench.desk"} < set(bench.subjects())
    assert not any("test_" in name.rpartition(".")[2] or name.endswith("__main__") for name in bench.subjects())
