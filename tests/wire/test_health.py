"""Is the program well: told to anybody in four words, in measures to those with a key."""

import re

from tests import cast


def test_a_healthy_process_says_so(house, write):
    before = house.ask("GET", "/healthz").json()
    assert before["ok"] is True
    assert set(before) == {"ok", "build", "data_seq", "server_time"}
    assert before["build"] == house.center.edition()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", before["server_time"])
    with write() as visit:
        cast.open_case(visit)
    house.center.pulse._fresh_until = 0.0
    assert house.ask("GET", "/healthz").json()["data_seq"] == before["data_seq"] + 1


def test_the_database_is_asked_at_most_five_times_a_second(house, monkeypatch):
    asked = []
    monkeypatch.setattr("data.storage.changes.last_seq", lambda session: asked.append(1) or 7)
    for _ in range(20):
        house.ask("GET", "/healthz")
    assert 1 <= len(asked) <= 10


def test_a_process_without_its_database_says_so(house, tmp_path):
    house.center.database.reader.dispose()
    house.center.pulse._fresh_until = 0.0
    for path in tmp_path.glob("yiping.db*"):
        path.unlink()
    answer = house.ask("GET", "/healthz")
    assert answer.status_code == 503
    assert (answer.json()["ok"], answer.json()["data_seq"]) == (False, None)
    assert answer.headers["cache-control"] == "no-store"


def test_a_database_that_hangs_is_not_waited_for(house, monkeypatch):
    import threading

    held = threading.Event()
    monkeypatch.setattr("dashboard.doors.health.PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(type(house.center.pulse), "seq", lambda _self: held.wait(20))
    assert house.ask("GET", "/healthz").status_code == 503
    held.set()


def test_measures_are_for_keys_with_that_right(house, write):
    key = house.key("metrics.read")
    house.ask("POST", "/api/v1/events", key=house.key("events.write"), json=[1])
    house.ask("GET", "/api/v1/cases", cast.ALICE)
    answer = house.ask("GET", "/metrics", key=key)
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert 'yiping_events_total{outcome="rejected"} 1\n' in answer.text
    assert 'yiping_requests_total{kind="data",status="200"}' in answer.text
    for name in ("yiping_live_clients 0", "yiping_data_seq 0", "yiping_up_seconds"):
        assert f"\n{name}" in answer.text
    for line in answer.text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) \w+ .+|\w+(\{\w+=\"[\w]*\"(,\w+=\"[\w]*\")*\})? [0-9.e+-]+", line), line
    assert house.ask("GET", "/metrics", key=house.key("cases.read")).status_code == 403


def test_no_measure_names_what_a_caller_sent(house):
    house.ask("GET", "/nowhere/secret-path")
    text = house.ask("GET", "/metrics", key=house.key("metrics.read")).text
    assert "secret-path" not in text
