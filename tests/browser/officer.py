"""The demo city as its dispatcher moves it from afar, and an officer's phone."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Locator, Page

from tests.data.pictures.shots import scene, shot
from tests.stand import Server


@dataclass
class City:
    """The demo city as its dispatcher moves it, and the officer's unit."""

    server: Server
    key: str
    unit: str
    spot: tuple[float, float]
    desk: httpx.Client
    sent: list[str] = field(default_factory=list)

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
            self.sent.append(number)
        return number

    def free_the_unit(self) -> None:
        """Take the officer's unit from whatever earlier test left it with."""
        for number in self.sent:
            status = self.look(number)["status"]
            if status in ("dispatched", "signed", "in_handling"):
                self.move(number, "return" if status == "in_handling" else "recall", note="x")

    def move(self, number: str, verb: str, **given: Any) -> Any:
        """Make a move as the dispatcher, and return the case after it."""
        version = self.look(number)["version"]
        answer = self.desk.post(f"/api/v1/cases/{number}/moves", json={"verb": verb, "version": version, **given},
                                headers={"Idempotency-Key": f"{number}-{version}-{verb}"})
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
    """Yield a client in which a demo person has signed in."""
    with httpx.Client(base_url=server.url, headers={"Origin": server.url}) as client:
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
