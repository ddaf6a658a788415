"""`python app.py think`: runs what is due or what is named, says what came of it, refuses names nobody knows."""

from datetime import timedelta

import pytest

from dashboard.commands import think
from data.algorithms import runs
from data.algorithms.algorithm import Algorithm, Outcome


def fail(_visit) -> Outcome:
    raise ValueError("a text that belongs on no screen")


@pytest.fixture(autouse=True)
def _two(monkeypatch):
    known = {
        "counts": Algorithm(name="counts", version="1", owner="dispatch_centre", every=timedelta(hours=1),
                            run=lambda _visit: Outcome(rows=1_234, score={"share": 0.5})),
        "fails": Algorithm(name="fails", version="1", owner="dispatch_centre", every=timedelta(days=1), run=fail),
        "answers": Algorithm(name="answers", version="1", owner="dispatch_centre"),
    }
    for room in (runs, think):
        monkeypatch.setattr(room, "discover", lambda: known)


def test_what_is_named_runs_and_its_line_says_what_it_read_and_how_good_it_was(run, city):
    code, [line], _ = run("think", "counts")
    assert code == 0
    assert line.startswith("counts 1: done, 1,234 rows, ")
    assert line.endswith("; share 0.5")


def test_what_is_due_runs_once_and_one_that_fails_is_told_without_its_text(run, city):
    code, lines, _ = run("think")
    assert code == 1
    assert [line.split(",")[0] for line in lines] == ["counts 1: done", "fails 1: failed"]
    assert lines[1].endswith("; ValueError")
    assert run("think")[:2] == (0, ["nothing is due"])


@pytest.mark.parametrize("name", ["oracle", "answers"])
def test_a_name_that_cannot_run_is_refused_with_those_that_can(run, city, name):
    code, _, said = run("think", name)
    assert (code, said.strip()) == (2, f"No algorithm {name} runs by itself; there are: counts, fails")
