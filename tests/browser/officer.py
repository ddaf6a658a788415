"""The demo city as its dispatcher moves it from afar, and an officer's phone."""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Locator, Page
from sqlalchemy import select

from data.models.case import Dispatch
from data.models.unit import Unit
from data.scope import Scope
from data.storage.database import Database
from tests.data.pictures.shots import scene, shot
from tests.stand import Server

PATIENCE_SECONDS = 30


def engaged_with(server: Server, unit: str) -> list[tuple[str, str]]:
    """Return number and state of the cases that a unit is engaged with."""
    with contextlib.closing(sqlite3.connect(f"file:{server.folder / 'yiping.db'}?mode=ro", uri=True)) as base:
        return base.execute("SELECT c.case_no, c.state FROM dispatches d JOIN cases c ON c.id = d.case_id"
                            " WHERE d.unit_id = ? AND d.ended_at IS NULL", (unit,)).fetchall()


def put_on_duty(server: Server, unit: str) -> None:
    """Let a unit that nobody sent anywhere be on duty and free, whatever the hour and its own fate in the demo."""
    database = Database(f"sqlite:///{server.folder / 'yiping.db'}")
    with database.write(Scope.of_job("test")) as session:
        one = session.get_one(Unit, unit)
        out = select(Dispatch.id).where(Dispatch.unit_id == unit, Dispatch.ended_at.is_(None))
        if session.scalars(out).first() is None:
            one.status, one.position_at, one.shift_start_hour, one.shift_hours = "available", datetime.now(UTC), 0, 24
    database.close()


def freeing(state: str) -> str:
    """Return the verb by which a dispatcher takes a unit from a case in this state."""
    return "return" if state == "in_handling" else "recall"


def move(client: httpx.Client, number: str, verb: str, **given: Any) -> httpx.Response:
    """Make a move on the case as it stands and return the answer; once more where somebody changed it meanwhile."""
    for _ in range(3):
        version = client.get(f"/api/v1/cases/{number}").json()["version"]
        answer = client.post(f"/api/v1/cases/{number}/moves", json={"verb": verb, "version": version, **given},
                             headers={"Idempotency-Key": f"{number}-{version}-{verb}-{time.monotonic()}"})
        if answer.status_code != 409 or answer.json()["error"]["code"] != "case_changed":
            break
    return answer


@dataclass
class City:
    """The demo city as its dispatcher moves it, and the officer's unit."""

    server: Server
    key: str
    unit: str
    spot: tuple[float, float]
    desk: httpx.Client

    def case(self, verb: str = "dispatch", text: str = "") -> str:
        """Return the number of a new case in the officer's community, sent to their unit."""
        lon, lat = self.spot
        stamp = f"{time.monotonic()}"
        event = {"source": "phone-test", "event_id": stamp, "occurred_at": datetime.now(UTC).isoformat(),
                 "lon": lon, "lat": lat, "category": "0101", "text": text or f"人行道堆放建筑垃圾 {stamp}",
                 "address": "幸福路 1 号"}
        answer = httpx.post(f"{self.server.url}/api/v1/events", json=[event],
                            headers={"Authorization": f"Bearer {self.key}"})
        number = answer.json()["stored"][0]["case_no"]
        if verb == "dispatch":
            self.free_the_unit()
            self.move(number, "dispatch", units=[self.unit])
        return number

    def free_the_unit(self) -> None:
        """Take the officer's unit from whatever an earlier test, or the city's own desk, left it with."""
        for number, state in engaged_with(self.server, self.unit):
            self.move(number, freeing(state), note="x")
        put_on_duty(self.server, self.unit)

    def move(self, number: str, verb: str, **given: Any) -> Any:
        """Make a move as the dispatcher, and return the case after it; the city's own desk may be quicker once."""
        answer = move(self.desk, number, verb, **given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def look(self, number: str) -> Any:
        """Return the case as it is now."""
        return self.desk.get(f"/api/v1/cases/{number}").json()

    def wait_for(self, number: str, state: str) -> Any:
        """Return the case once it is in a state."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            found = self.look(number)
            if found["status"] == state:
                return found
            time.sleep(0.1)
        raise AssertionError(f"{number} is {found['status']}, not {state}")


@contextlib.contextmanager
def entered(server: Server, person: str) -> Iterator[httpx.Client]:
    """Yield a client in which a demo person has signed in; how fast it is answered is not what is asked here."""
    with httpx.Client(base_url=server.url, headers={"Origin": server.url}, timeout=PATIENCE_SECONDS) as client:
        client.post("/signin", data={"person": person})
        yield client


@dataclass
class Phone:
    """A phone with the officer's page."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def card(self, number: str) -> Locator:
        """The task's card."""
        return self.page.locator(f".card[data-case='{number}']")

    def act(self, number: str, verb: str) -> None:
        """Two presses: the action, then its confirmation."""
        self.card(number).locator(f"[data-action={verb}]").click()
        self.page.click("#sheet [data-action=confirm]")

    def open(self, number: str) -> None:
        """Press the task open."""
        self.card(number).locator(".face").click()

    def take(self, box: str, *seeds: int) -> None:
        """Come back from the camera with pictures."""
        files = [{"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": shot(image=scene((1_000, 700), seed))}
                 for seed in seeds]
        self.page.set_input_files(f"{box} input.camera", files)
