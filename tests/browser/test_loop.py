"""One case through all five stages: six people at desks and on a phone, a wall that follows, and everything on the way.

Beside the straight way: a return by the department, more time asked for and granted, a supervision, a part handled
by others, and a reporter who is not satisfied, so that it is done again.
"""

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests import stand
from tests.browser.conftest import Opener
from tests.browser.officer import Phone, engaged_with, entered, freeing, move, put_on_duty
from tests.browser.test_drawer import confirm, open_case, press
from tests.stand import Server

pytestmark = pytest.mark.browser

FOLLOW = """(number) => { window.seen = []; document.addEventListener('yiping:changes', (event) => {
  event.detail.items.filter((one) => one.no === number).forEach((one) => window.seen.push(one.state)); }); }"""
PEOPLE = ("dispatcher", "leader", "officer", "verifier", "caller", "handler-works")


@dataclass
class Town:
    """The demo city, each person's own connection, and the officer's unit."""

    server: Server
    clients: dict[str, httpx.Client]
    unit: str
    spot: tuple[float, float]
    key: str

    def report(self, text: str) -> str:
        """Bring a hotline's report in and return its case number."""
        event = {"source": "hotline", "event_id": str(time.monotonic_ns()), "category": "0113", "text": text,
                 "occurred_at": datetime.now(UTC).isoformat(), "lon": self.spot[0], "lat": self.spot[1], "severity": 2,
                 "reporter": {"name": "王女士", "phone": "19000001234"}}
        answer = httpx.post(f"{self.server.url}/api/v1/events", json=[event],
                            headers={"Authorization": f"Bearer {self.key}"})
        return str(answer.json()["stored"][0]["case_no"])

    def look(self, number: str) -> dict:
        """Return the case as the dispatcher sees it."""
        return dict(self.clients["dispatcher"].get(f"/api/v1/cases/{number}").json())

    def move(self, person: str, number: str, verb: str, **given) -> httpx.Response:
        """Let somebody make a move and return the answer."""
        return move(self.clients[person], number, verb, **given)

    def made(self, person: str, number: str, verb: str, **given) -> dict:
        """Let somebody make a move that must be allowed."""
        answer = self.move(person, number, verb, **given)
        assert answer.status_code == 200, f"{person} {verb}: {answer.text}"
        return dict(answer.json())

    def send_the_officer(self, number: str) -> None:
        """Dispatch the officer's unit, whatever it was engaged with until now."""
        for other, state in engaged_with(self.server, self.unit):
            self.made("dispatcher", other, freeing(state), note="调往他处")
        put_on_duty(self.server, self.unit)
        self.made("dispatcher", number, "dispatch", units=[self.unit])


@pytest.fixture(scope="module")
def town(server: Server) -> Iterator[Town]:
    """The demo city with everybody signed in."""
    key = stand.command(server.folder, "key", "add", "loop-test", "--may", "events.write").strip().splitlines()[-1]
    with contextlib.ExitStack() as stack:
        clients = {person: stack.enter_context(entered(server, person)) for person in PEOPLE}
        config = json.loads(clients["officer"].get("/m/task").text.split('id="config">')[1].split("</script>")[0])
        base = stack.enter_context(contextlib.closing(
            sqlite3.connect(f"file:{server.folder / 'yiping.db'}?mode=ro", uri=True)))
        unit = base.execute("SELECT unit FROM people WHERE id = ?", (config["person"],)).fetchone()[0]
        yield Town(server=server, clients=clients, unit=unit, spot=tuple(config["home"]), key=key)


@pytest.fixture
def phone(chromium: Browser, town: Town) -> Iterator[Phone]:
    """The officer's phone."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True,
                                   permissions=["geolocation"],
                                   geolocation={"longitude": town.spot[0], "latitude": town.spot[1], "accuracy": 9})
    page = context.new_page()
    page.goto(f"{town.server.url}/m/task")
    page.click("[data-person=officer]")
    page.wait_for_selector("body[data-ready=true]")
    yield Phone(context, page)
    context.close()


def state(page: Page, wanted: str) -> None:
    page.wait_for_selector(f"#drawer [data-state-of={wanted}]")


def handle_on_the_phone(town: Town, phone: Phone, number: str, seed: int) -> None:
    """Sign, arrive and finish with a picture, two presses each."""
    expect(phone.card(number)).to_have_count(1, timeout=30_000)
    for verb, reached in (("sign", "signed"), ("start", "in_handling")):
        phone.act(number, verb)
        wait_for(town, number, reached)
    phone.card(number).locator("[data-action=finish]").click()
    phone.take("#sheet", seed)
    expect(phone.page.locator("#sheet figure")).to_have_count(1)
    phone.page.fill("#sheet [name=note]", "已修补")
    phone.page.click("#sheet [data-action=confirm]")
    wait_for(town, number, "handled")


def wait_for(town: Town, number: str, wanted: str) -> None:
    ends = time.monotonic() + 30
    while town.look(number)["status"] != wanted:
        assert time.monotonic() < ends, f"{number} is {town.look(number)['status']}, not {wanted}"
        time.sleep(0.2)


def live_a_part_through(town: Town, part: str) -> None:
    """Take a part through its own loop, as its department and the others do."""
    town.made("dispatcher", part, "dispatch", department="works")
    for verb in ("sign", "start", "finish"):
        town.made("handler-works", part, verb)
    town.made("verifier", part, "verify")
    town.made("caller", part, "call_back", reply={"contacted": False})
    town.made("leader", part, "evaluate", grade=4)
    town.made("dispatcher", part, "close")


def give_back_to_the_desk(town: Town, works: Page, number: str) -> None:
    """The department it was sent to gives it back, with a reason."""
    town.made("dispatcher", number, "dispatch", department="works")
    open_case(works, number)
    press(works, "return")
    works.fill("#drawer [data-give=return] [name=note]", "属街道养护范围")
    confirm(works)


def supervise(leader: Page, desk: Page, number: str) -> None:
    """The leader supervises from above; the desk sees it without asking."""
    open_case(leader, number)
    press(leader, "supervise")
    leader.fill("#drawer [data-give=supervise] [name=note]", "三日内办结")
    confirm(leader)
    leader.wait_for_selector("#drawer [data-event=supervise]")
    desk.wait_for_selector("#drawer [data-event=supervise]")


def grant_more_time(town: Town, desk: Page, number: str) -> None:
    """The officer asks for more time on the way; the desk grants it."""
    town.send_the_officer(number)
    later = (datetime.now(UTC) + timedelta(days=20)).isoformat()
    town.made("officer", number, "ask_extension", until=later, note="等待沥青")
    desk.wait_for_selector("#drawer [data-badge=asked]")
    press(desk, "grant_extension")
    confirm(desk)
    desk.wait_for_selector("#drawer [data-badge=extensions]")


def verify_and_hear_a_no(verifier: Page, caller: Page, number: str) -> None:
    """Somebody else verifies; the reporter, called back, is not satisfied."""
    open_case(verifier, number)
    press(verifier, "verify")
    confirm(verifier)
    state(verifier, "follow_up")
    open_case(caller, number)
    press(caller, "dissatisfied")
    caller.fill("#drawer [data-give=dissatisfied] [name=note]", "来电人称仍有坑洼")
    confirm(caller)


def handle_it_again(town: Town, phone: Phone, number: str) -> None:
    town.send_the_officer(number)
    phone.page.reload()
    handle_on_the_phone(town, phone, number, 22)
    town.made("verifier", number, "verify")
    town.made("caller", number, "call_back", reply={"contacted": True, "solved": True, "satisfied": True})


def refused_to_close(town: Town, number: str, *codes: str) -> None:
    refused = town.move("dispatcher", number, "close")
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] in codes


def test_one_case_lives_through_all_five_stages(town: Town, sign_in: Opener, phone: Phone):
    number = town.report("主路路面塌陷约两平方米，影响通行")
    wall = sign_in(town.server, "wall", size=(1920, 1080)).page
    wall.evaluate(FOLLOW, number)
    desk, leader, works, verifier, caller = (
        sign_in(town.server, name).page for name in ("dispatcher", "leader", "handler-works", "verifier", "caller"))
    # 1 and 2: registered, supervised by the leader, sent to a department, which gives it back
    open_case(desk, number)
    press(desk, "accept")
    confirm(desk)
    state(desk, "accepted")
    supervise(leader, desk, number)
    give_back_to_the_desk(town, works, number)
    state(desk, "returned")
    # 3: the officer handles it on the phone; more time is asked for and granted; a part goes to others
    grant_more_time(town, desk, number)
    town.made("dispatcher", number, "split", parts=[{"text": "下方管线渗漏检查", "department": "works"}])
    part = town.look(number)["events"][-1]["details"]["parts"][0]
    phone.page.reload()
    handle_on_the_phone(town, phone, number, 21)
    # 4: verified by somebody else; the reporter is not satisfied, so it is done again
    verify_and_hear_a_no(verifier, caller, number)
    state(desk, "reopened")
    assert desk.get_attribute("#drawer .action-row button.primary", "data-action") == "dispatch"
    handle_it_again(town, phone, number)
    # 5: evaluated by the leader; closed only when its part has ended and the supervision is lifted
    town.made("leader", number, "evaluate", grade=4)
    refused_to_close(town, number, "parts_open", "supervision_open")
    live_a_part_through(town, part)
    refused_to_close(town, number, "supervision_open")
    town.made("leader", number, "lift_supervision")
    desk.wait_for_selector("#drawer [data-event=lift_supervision]")
    state(desk, "evaluated")
    press(desk, "close")
    confirm(desk)
    state(desk, "closed")
    is_told_in_full(town.look(number))
    wall.wait_for_function("() => window.seen.includes('closed')", timeout=10_000)
    seen = wall.evaluate("window.seen")
    assert {"accepted", "dispatched", "returned", "signed", "in_handling", "handled", "follow_up", "reopened",
            "to_evaluate", "evaluated", "closed"} <= set(seen)


def is_told_in_full(case: dict[str, Any]) -> None:
    assert (case["reopenings"], case["returns"], case["extensions"], case["grade"]) == (1, 1, 1, 4)
    assert "reopened" in case["suspicions"], "counted out of the figures of speed, visibly"
    assert [step["version"] for step in case["events"]] == list(range(1, case["version"] + 1))


HOLD_LISTS = """() => {
  const ask = phone.ask;
  phone.ask = async (path, ...more) => {
    const answer = await ask(path, ...more);
    if (path === '/m/task' && !window.let) {
      const text = await answer.text();
      window.isHeld = true;
      await new Promise((go) => { window.let = go; });
      return new Response(text, answer);
    }
    return answer;
  };
}"""


def test_a_list_from_before_the_last_step_does_not_take_that_step_back(town: Town, phone: Phone):
    number, one = town.report("人行道护栏松动"), phone
    town.made("dispatcher", number, "accept")
    town.send_the_officer(number)
    one.page.reload()
    expect(one.card(number)).to_have_count(1, timeout=30_000)
    one.page.evaluate(HOLD_LISTS)
    one.act(number, "sign")
    one.page.wait_for_function("() => window.isHeld")
    one.act(number, "start")
    wait_for(town, number, "in_handling")
    one.page.wait_for_function("() => !phone.outbox.items.length")
    one.page.evaluate("window.let()")
    one.page.wait_for_timeout(500)
    expect(one.card(number).locator("[data-action=finish]")).to_be_visible()
    expect(one.card(number).locator("[data-action=start]")).to_be_hidden()
