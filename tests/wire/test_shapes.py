"""The mesh of every grid, made ahead: the first who looks at a large city is handed what is kept."""

from types import SimpleNamespace

import pytest

from dashboard import shapes
from dashboard.doors import map_layers
from tests import cast
from tests.wire.stage import staged

PATH = "/layers/areas.mesh?detail=grids&v=1"


@pytest.fixture
def many(monkeypatch):
    """Take the toy city for a large one."""
    monkeypatch.setattr(shapes, "MANY", 16)


@pytest.fixture
def served(settings, database, city):
    """Yield a server over it."""
    with staged(settings, database) as stage:
        yield stage


def refuse(*_given):
    raise AssertionError("made in the process that serves")


def test_the_first_who_looks_is_handed_what_was_made_ahead(run, city, many, served, monkeypatch):
    code, said, _ = run("shapes")
    assert (code, said) == (0, ["shapes of 16 grids are kept"])
    monkeypatch.setattr(map_layers, "encode", refuse)
    answer = served.ask("GET", PATH, cast.ALICE)
    assert (answer.status_code, len(answer.json()["shapes"])) == (200, 16)


def test_whoever_may_not_see_the_whole_city_is_not_handed_it(run, city, many, served):
    run("shapes")
    names = served.ask("GET", PATH, cast.BO).json()["columns"]["code"]
    assert names
    assert all(name.startswith(cast.WEST_DISTRICT) for name in names)


def test_what_is_kept_already_is_not_made_again(run, city, many):
    run("shapes")
    assert run("shapes")[:2] == (0, [])


def test_a_small_city_is_left_to_whoever_looks(run, city, settings, database):
    assert run("shapes")[:2] == (0, [])
    assert shapes.begin_ahead(database, settings) is None


def test_a_server_of_a_large_city_begins_it_beside_itself(run, city, many, settings, database, monkeypatch):
    begun = []
    monkeypatch.setattr(shapes.subprocess, "Popen", lambda words: begun.append(words[-1]) or SimpleNamespace(pid=7))
    monkeypatch.setattr(shapes.os, "setpriority", lambda _kind, pid, much: begun.append((pid, much)))
    assert shapes.begin_ahead(database, settings).pid == 7
    run("shapes")
    assert shapes.begin_ahead(database, settings) is None
    assert begun == ["shapes", (7, shapes.GENTLE)]
