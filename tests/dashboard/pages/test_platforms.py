"""The page of the three platforms: counters, algorithms with their runs, computing, data; switching and running."""

from datetime import timedelta

import pytest

from dashboard.pages import platforms
from dashboard.parts import algorithms
from dashboard.speech import LANGUAGES, Words
from data.algorithms import runs, switching
from data.algorithms.algorithm import Algorithm, Outcome, discover
from data.errors import Invalid, NotAllowed, NotFound
from data.models.algorithm import AlgorithmRun
from data.models.platform import ProcessSign
from data.platform import registry
from data.scope import ROLES, WHOLE_CITY, Scope
from data.triage import versions
from tests import cast, taught
from tests.dashboard.reading import hooks, words

STRANGER = Scope(person="wu", name="Wu", areas=frozenset({WHOLE_CITY}), may=ROLES["verifier"])


def nothing(_visit) -> Outcome:
    return Outcome(rows=0)


@pytest.fixture(autouse=True)
def _one(monkeypatch):
    found = {"counts": Algorithm(name="counts", version="3", owner="duty", every=timedelta(hours=1), run=nothing)}
    for room in (registry, switching, runs):
        monkeypatch.setattr(room, "discover", lambda: found)


@pytest.fixture
def _ran(write):
    with write() as visit:
        visit.session.add(AlgorithmRun(name="counts", version="3", began_at=cast.NOW - timedelta(minutes=2), seconds=2,
                                       cpu_seconds=1.5, rows=70, state="done", score={"hit_rate": 0.5, "hits": 3.0},
                                       unknown=["no_weather"]))
        visit.session.add(ProcessSign(host="hall", pid=7, began_at=cast.NOW, at=cast.NOW,
                                      facts={"memory_mb": 231.4, "lag_ms": 0.4, "lag_worst_ms": 12.0}))


@pytest.mark.usefixtures("_ran")
def test_counters_algorithms_processes_and_data_stand_there_with_meaning_and_source(page, write):
    with write() as visit:
        cast.open_case(visit)
    shown = page(platforms)
    assert hooks(shown, "data-counter") == ["people 5", "data 1", "cloud 1"]
    assert hooks(shown, "data-algorithm") == ["counts"]
    assert hooks(shown, "data-process") == ["7"]
    assert hooks(shown, "data-rows")[0] == "cases 1"
    said = words(shown)
    for part in ("231 MB", "0.4 ms (12.0 at worst)", "hit_rate 0.50", "counts v3", "hits 3", "no_weather",
                 "dispatcher on duty", "unknown",
                 "operating system", "unit register", "1.5 s"):
        assert part in said


def test_before_anything_ran_or_spoke_it_says_so_in_both_languages(page):
    assert "还没有进程自报" in words(page(platforms, language="zh-CN"))
    shown = page(platforms, algorithm="counts")
    assert "It did not run yet" in words(shown)
    assert hooks(shown, "data-state") == ["never"]
    assert hooks(page(platforms, algorithm="nothing"), "data-algorithm-shown") == []


@pytest.mark.usefixtures("_ran")
def test_who_may_switches_it_with_a_reason_and_has_it_run(page, press):
    shown = page(platforms, algorithm="counts")
    assert len(hooks(shown, "data-run")) == 1
    assert press(platforms, "run", {"algorithm": "counts"}).text == "“counts” will run within a minute"
    with pytest.raises(Invalid, match="reason_needed"):
        press(platforms, "switch", {"algorithm": "counts", "on": 0, "reason": " "})
    assert press(platforms, "switch", {"algorithm": "counts", "on": 0, "reason": "worse"}).text == "“counts” is off"
    off = page(platforms, algorithm="counts")
    assert hooks(off, "data-state") == ["off"]
    assert "switched off by Alice" in words(off)
    press(platforms, "switch", {"algorithm": "counts", "on": 1, "reason": "better again"})
    assert hooks(page(platforms), "data-state") == ["on"]


def test_a_stranger_sees_it_and_switches_nothing(page, press):
    assert "Switch off" not in words(page(platforms, algorithm="counts", scope=STRANGER))
    for act in ("switch", "run"):
        with pytest.raises(NotAllowed):
            press(platforms, act, {"algorithm": "counts", "on": 0, "reason": "x"}, scope=STRANGER)


@pytest.fixture
def _versions(write, monkeypatch):
    """Version 2 in force, 1 kept, 3 refused; the algorithm that makes them is known."""
    found = {versions.MAKER: Algorithm(name=versions.MAKER, version="1", owner="dispatcher", every=timedelta(hours=1),
                                       run=nothing)}
    for room in (registry, switching, runs):
        monkeypatch.setattr(room, "discover", lambda: found)
    with write() as visit:
        for number, verdict in ((1, "first"), (2, "not_worse")):
            one = taught.version(visit, number, verdict=verdict, size_bytes=5, weights=b"12345")
            one.in_force_at = cast.NOW - timedelta(hours=10 - number)
        taught.version(visit, 3, verdict="worse", score={"judged": 300.0, "right": 0.81, "calibration_error": 0.2,
                                                         "fresh": 120.0, "right_fresh": 0.8, "right_before": 0.9,
                                                         "answered": 50.0, "confirmed": 41.0})


@pytest.mark.usefixtures("_versions")
def test_versions_of_the_model_stand_there_with_their_scores_and_one_goes_back_with_a_reason(page, press):
    shown = page(platforms, algorithm=versions.MAKER)
    assert hooks(shown, "data-model") == ["3", "2", "1"]
    assert hooks(shown, "data-model-state") == ["gone", "in_force", "kept"]
    for part in ("88.3%", "4.5%", "80.0% to 90.0% (120 new cases)", "41 of 50",
                 "worse: not kept"):
        assert part in words(shown)
    assert hooks(shown, "data-held") == []
    with pytest.raises(Invalid, match="reason_needed"):
        press(platforms, "put", {"version": "1", "reason": ""})
    assert press(platforms, "put", {"version": "1", "reason": "sends too much to the roads office"}).text == (
        "Model 1 is in force")
    back = page(platforms, algorithm=versions.MAKER)
    assert hooks(back, "data-model-state") == ["gone", "kept", "in_force"]
    assert "Alice put model 1 in force" in words(back)
    assert hooks(back, "data-held") == ["1"]


@pytest.mark.usefixtures("_versions")
@pytest.mark.parametrize("version", ["", "x", "-1", None, "9", "9" * 40, "9" * 5_000, "²", 1.5, [1]])
def test_a_version_that_there_is_not_is_refused(press, version):
    with pytest.raises(NotFound):
        press(platforms, "put", {"version": version, "reason": "why"})


@pytest.mark.usefixtures("_versions")
def test_a_stranger_reads_the_versions_and_puts_none_in_force(page, press):
    shown = page(platforms, algorithm=versions.MAKER, scope=STRANGER)
    assert hooks(shown, "data-model") == ["3", "2", "1"]
    assert "Go by" not in words(shown)
    with pytest.raises(NotAllowed):
        press(platforms, "put", {"version": "1", "reason": "why"}, scope=STRANGER)


def test_other_algorithms_have_no_versions_of_a_model(page):
    assert hooks(page(platforms, algorithm="counts"), "data-register") == ["counters", "algorithms", "compute", "data"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_algorithm_says_in_words_what_it_is_reads_and_tells(language, read):
    with read() as visit:
        t = Words(language=language, zone=visit.zone)
    lacking = [(name, part) for name in discover() for part in ("name", "reads", "tells")
               if algorithms.said(t, name, part) == part]
    assert lacking == []
