"""Briefings that are made while somebody looks: queued, told how far, cancelled, by who asked and by nobody else."""

import threading
import time

import pytest

from dashboard.briefing.board import Board
from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.formats import Format
from data.errors import Busy
from tests import cast

ASKED = {"kind": "daily", "area": cast.WEST_DISTRICT}


@pytest.fixture
def kept(house, write):
    with write() as visit:
        cast.open_case(visit)
    return house.ask("POST", "/briefings", cast.ALICE, json=ASKED).json()


class Hand:
    """Draws without a browser: begins, and goes on until it is let go or stopped."""

    def __init__(self) -> None:
        self.go, self.begun, self.drawn, self.fails = threading.Event(), threading.Semaphore(0), [], set()

    def make(self, brief, draws) -> bytes:
        self.begun.release()
        while not self.go.wait(0.02):
            if draws.is_stopped():
                raise Busy("drawing_stopped")
        if brief.area in self.fails:
            raise Busy("drawing_failed", why="x")
        self.drawn.append(brief.area)
        return b"%PDF-" + brief.id.encode()


@pytest.fixture
def hand(monkeypatch):
    found = Hand()
    for name in ("pdf", "png"):
        monkeypatch.setitem(formats.FORMATS, name, Format(name=name, media_type="a/b", make=found.make, is_drawn=True))
    yield found
    found.go.set()


def start(house, who, **given):
    answer = house.ask("POST", "/brief-jobs", who, json=given)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/brief-jobs/{answer.json()['id']}"
    return answer.json()


def told(house, who, job):
    return house.ask("GET", f"/brief-jobs/{job['id']}", who).json()


def wait_for(house, who, job, state):
    for _ in range(400):
        found = told(house, who, job)
        if found["state"] == state:
            return found
        time.sleep(0.02)
    raise AssertionError(found)


def test_a_file_waits_is_drawn_and_is_there(house, kept, hand):
    first = start(house, cast.ALICE, brief=kept["id"], format="pdf")
    assert hand.begun.acquire(timeout=10)
    assert wait_for(house, cast.ALICE, first, "drawing")["before"] == 0
    second = start(house, cast.ALICE, brief=kept["id"], format="png")
    assert (second["state"], second["before"]) == ("waiting", 1)
    assert start(house, cast.ALICE, brief=kept["id"], format="png")["id"] == second["id"]
    hand.go.set()
    for job in (first, second):
        assert wait_for(house, cast.ALICE, job, "done")["failed"] == []
    assert house.ask("GET", f"{kept['address']}/pdf", cast.ALICE).content == b"%PDF-" + kept["id"].encode()
    assert hand.drawn == [kept["area"]] * 2


def test_what_is_cancelled_in_the_queue_is_not_drawn_and_what_is_drawn_is_ended(house, kept, hand):
    first = start(house, cast.ALICE, brief=kept["id"], format="pdf")
    assert hand.begun.acquire(timeout=10)
    second = start(house, cast.ALICE, brief=kept["id"], format="png")
    for job in (second, first):
        assert house.ask("POST", f"/brief-jobs/{job['id']}/cancel", cast.ALICE).json()["state"] == "cancelled"
    assert not hand.begun.acquire(timeout=0.3)
    assert hand.drawn == []
    hand.go.set()
    assert house.ask("GET", f"{kept['address']}/pdf", cast.ALICE).content.startswith(b"%PDF")
    assert told(house, cast.ALICE, first)["state"] == "cancelled"


def test_what_somebody_else_wants_too_goes_on(house, kept, hand):
    mine = start(house, cast.BO, brief=kept["id"], format="pdf")
    assert hand.begun.acquire(timeout=10)
    other = start(house, cast.ALICE, brief=kept["id"], format="pdf")
    assert other["id"] != mine["id"]
    waiting = house.ask_later("GET", f"{kept['address']}/pdf", cast.ALICE)
    house.ask("POST", f"/brief-jobs/{mine['id']}/cancel", cast.BO)
    time.sleep(0.3)
    hand.go.set()
    assert waiting.result(20).content.startswith(b"%PDF")
    assert wait_for(house, cast.ALICE, other, "done")
    assert told(house, cast.BO, mine)["state"] == "cancelled"
    assert len(hand.drawn) == 1


def test_a_stranger_starts_sees_and_cancels_nothing(house, kept, hand):
    job = start(house, cast.ALICE, brief=kept["id"], format="pdf")
    for given in ({"brief": kept["id"], "format": "pdf"}, ASKED):
        assert house.ask("POST", "/brief-jobs", json=given).status_code == 401
        assert house.ask("POST", "/brief-jobs", cast.CHEN, json=given).status_code in (403, 404)
    assert house.ask("POST", "/brief-jobs", cast.BO, json={"kind": "daily", "area": "9901"}).status_code in (403, 404)
    assert house.ask("GET", "/brief-jobs", cast.CHEN).json() == {"jobs": []}
    for method, path in (("GET", f"/brief-jobs/{job['id']}"), ("POST", f"/brief-jobs/{job['id']}/cancel")):
        assert house.ask(method, path).status_code == 401
        assert house.ask(method, path, cast.CHEN).status_code == 404
    assert told(house, cast.ALICE, job)["state"] in ("waiting", "drawing")


def test_who_may_release_sees_and_cancels_what_others_asked_for(house, kept, hand):
    job = start(house, cast.ALICE, brief=kept["id"], format="pdf")
    assert [one["id"] for one in house.ask("GET", "/brief-jobs", cast.BO).json()["jobs"]] == [job["id"]]
    assert house.ask("POST", f"/brief-jobs/{job['id']}/cancel", cast.BO).json()["state"] == "cancelled"


def test_each_district_gets_one_and_one_that_fails_is_told_by_name(house, kept, hand):
    hand.fails.add(cast.EAST_DISTRICT)
    job = start(house, cast.ALICE, kind="daily", area="9901")
    assert hand.begun.acquire(timeout=10)
    assert told(house, cast.ALICE, job)["of"] > 1
    assert house.ask("POST", "/brief-jobs", cast.BO, json=ASKED).status_code == 409
    hand.go.set()
    found = wait_for(house, cast.ALICE, job, "done")
    assert found["done"] == found["of"]
    [failed] = found["failed"]
    assert failed["which"] == "区02"
    assert failed["why"] == "PDF 或图片未能制成（x）"
    made = house.ask("GET", "/briefings", cast.ALICE).json()["briefings"]
    assert {one["area"] for one in made} >= {cast.WEST_DISTRICT, cast.EAST_DISTRICT}


def test_each_is_cancelled_half_way_and_says_how_far_it_came(house, kept, hand):
    job = start(house, cast.ALICE, kind="daily", area="9901")
    assert hand.begun.acquire(timeout=10)
    house.ask("POST", f"/brief-jobs/{job['id']}/cancel", cast.ALICE)
    for _ in range(200):
        if not house.center.press._going_on:
            break
        time.sleep(0.02)
    found = told(house, cast.ALICE, job)
    assert (found["state"], found["done"]) == ("cancelled", 0)
    assert hand.drawn == []


@pytest.mark.parametrize("wrong", [{}, {"brief": "none"}, {"brief": "none", "format": "pdf", "area": ""},
                                   {"brief": 5, "format": "pdf"}, {"kind": "hourly", "area": ""},
                                   {"kind": "daily", "area": "9" * 65}])
def test_what_cannot_be_read_is_refused(house, wrong):
    assert house.ask("POST", "/brief-jobs", cast.ALICE, json=wrong).status_code == 422
    assert house.ask("GET", "/brief-jobs", cast.ALICE).json() == {"jobs": []}


def test_what_a_server_was_at_when_it_ended_is_lost(house, kept, hand):
    job = start(house, cast.ALICE, brief=kept["id"], format="pdf")
    other = Board(house.center.settings.data_dir)
    assert next(one.state for one in other.entries() if one.id == job["id"]) in ("waiting", "drawing")
    house.center.press.board.close()
    assert [one.state for one in other.entries() if one.id == job["id"]] == ["lost"]
