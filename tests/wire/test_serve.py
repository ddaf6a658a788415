"""`python app.py serve`: what the web server is told."""

from types import SimpleNamespace

import pytest

import app


@pytest.fixture
def told(run, city, monkeypatch):
    """Return what the web server was told by a serve with two workers."""
    found = {}
    monkeypatch.setattr(app.uvicorn, "Config", lambda *given, **how: found.update(how))
    monkeypatch.setattr(app, "open_door", lambda *given: None)
    monkeypatch.setattr(app, "Multiprocess", lambda *given, **how: SimpleNamespace(run=lambda: None))
    monkeypatch.setattr(app, "export", lambda settings: None)
    assert run("serve", "--workers", "2")[0] == 0
    return found


def test_a_worker_may_take_its_time_to_start(told):
    """It answers nobody before it has read the program: on a busy machine that takes longer than uvicorn's own 5 s."""
    assert told["workers"] == 2
    assert told["timeout_worker_healthcheck"] >= 15
