"""Some of two hundred screens read slowly, not at all, or hang behind a cut cable: the others do not notice."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from tests import pace
from tests.bench.table import percentile
from tests.faults.screens import ALL, NOTHING, SENT, Proxy, Screen
from tests.faults.sending import event
from tests.faults.served import PATIENCE_SECONDS, House, house, make_key

EVENTS_PER_SECOND = 20
LONGEST_CUT_SECONDS, MOST_RSS_MB, MOST_GROWTH = 10.0, 1.0, 1.1
P95_MS, P99_MS, MOST_SLOWER = 1_000.0, 2_000.0, 1.2
SMALL_BUFFER_BYTES = 4_096
STRANGERS = 20


@dataclass(frozen=True)
class Crowd:
    """How many screens of each kind."""

    good: int = 180
    one_byte: int = 5
    one_kib: int = 5
    stopped: int = 5
    half_open: int = 5
    limit: int = 500
    """Where the house is full; 0 leaves that aside."""

    @property
    def slow(self) -> int:
        """How many do not keep up."""
        return self.one_byte + self.one_kib + self.stopped + self.half_open


@dataclass
class Told:
    """What came of it."""

    before_ms: list[float] = field(default_factory=list)
    during_ms: list[float] = field(default_factory=list)
    after_ms: list[float] = field(default_factory=list)
    cut_seconds: list[float] = field(default_factory=list)
    """From the moment somebody became slow until the server had closed the socket."""
    codes: Counter[int | None] = field(default_factory=Counter)
    """What the slow ones were told, once they read again."""
    empty_mb: float = 0.0
    full_mb: list[float] = field(default_factory=list)
    """Memory with everybody there: before the storm, right after the last one was cut, and when they had read on."""
    most_mb: float = 0.0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures."""
        before, during, after = (
            "/".join(f"{percentile(values or [0.0], share):.0f}" for share in (0.5, 0.95, 0.99))
            for values in (self.before_ms, self.during_ms, self.after_ms))
        memory = "/".join(f"{mb:.0f}" for mb in self.full_mb)
        return (f"delivery p50/p95/p99 {before} ms before, {during} ms beside slow ones, {after} ms after; "
                f"{len(self.cut_seconds)} cut after "
                f"{min(self.cut_seconds, default=0):.1f}-{max(self.cut_seconds, default=0):.1f} s, told "
                f"{dict(self.codes)}; memory {self.empty_mb:.0f} MB empty, {memory} MB "
                f"before/in/after the storm, at most {self.most_mb:.0f}; {len(self.faults)} faults")


def let_some_be_slow(folder: Path, url: str, *, crowd: Crowd = Crowd(), seconds: float = 30.0,
                     is_measured: bool = True) -> Told:
    """Open the screens, send events, and let some become slow for so long; return what was seen and must not be.

    Not measured, nothing is said about how fast and how large: for a short run beside other tests.
    """
    told = Told()
    with house(folder, url) as served:
        keys = [make_key(folder, url, "cases.read"), make_key(folder, url, "cases.read", "metrics.read")]
        sender = make_key(folder, url, "events.write")
        served.start()
        with _sending(served, sender):
            asyncio.run(_storm(served, keys, crowd, seconds, told))
        told.faults += [f"the log says: {line}" for line in served.said().splitlines()
                        if line.startswith("Traceback") or " ERROR " in line]
    told.faults += _unmet(told, crowd) if is_measured else ()
    if len(told.cut_seconds) != crowd.slow:
        told.faults.append(f"{len(told.cut_seconds)} of {crowd.slow} slow screens were cut")
    return told


def _unmet(told: Told, crowd: Crowd) -> Iterator[str]:
    for share, most in ((0.95, P95_MS), (0.99, P99_MS)):
        during = percentile(told.during_ms, share)
        plain = max(percentile(told.before_ms, share), percentile(told.after_ms, share))  # the machine has its moods
        if during > most or during > MOST_SLOWER * plain:
            yield f"delivery p{100 * share:.0f} is {plain:.0f} ms, beside slow ones {during:.0f} ms"
    yield from (f"a slow screen was there for {cut:.1f} s" for cut in told.cut_seconds if cut > LONGEST_CUT_SECONDS)
    before_mb, *_, after_mb = told.full_mb
    if (each := (told.most_mb - told.empty_mb) / (crowd.good + crowd.slow)) > MOST_RSS_MB:
        yield f"a screen costs {each:.2f} MB"
    if after_mb > MOST_GROWTH * before_mb:
        yield f"memory went from {before_mb:.0f} to {after_mb:.0f} MB"


@contextlib.contextmanager
def _sending(served: House, key: str) -> Iterator[None]:
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=served.address, timeout=30, headers=headers) as client, pace.going_on(
            EVENTS_PER_SECOND, lambda number: client.post(
                "/api/v1/events", json=[{**event(number), "text": f"{SENT} {time.time()}"}])):
        yield


async def _storm(served: House, keys: list[str], crowd: Crowd, seconds: float, told: Told) -> None:
    await asyncio.sleep(min(8.0, seconds))  # what is read ahead is read
    told.empty_mb = served.memory_mb()
    async with Proxy().leading_to(served.port) as proxy, asyncio.TaskGroup() as room:
        good = [Screen(served.port, keys[0]) for _ in range(crowd.good)]
        hung = [Screen(served.port, keys[0], through=proxy.port) for _ in range(crowd.half_open)]
        slow = [Screen(served.port, keys[0], buffer_bytes=SMALL_BUFFER_BYTES)
                for _ in range(crowd.slow - crowd.half_open)]
        listening = [room.create_task(one.listen()) for one in (*good, *slow, *hung)]
        await _until_all_are_there((*good, *slow, *hung))
        told.before_ms += await _delays(good, seconds)
        told.full_mb.append(served.memory_mb())
        ports = {*proxy.ports, *(one.port for one in slow)}
        _become_slow(slow, crowd, proxy)
        cutting = asyncio.create_task(_watch_them_go(served, ports, told))
        told.during_ms += await _delays(good, seconds)
        await cutting
        told.full_mb.append(served.memory_mb())
        told.faults += [f"a good screen ended with {one.close_code}" for one in good if one.is_over]
        await _read_again(slow, hung, proxy)
        told.codes.update(one.close_code for one in (*slow, *hung))
        told.after_ms += await _delays(good, seconds)
        told.faults += await _strangers(served)
        told.full_mb.append(served.memory_mb())
        if crowd.limit:
            told.faults += await _beyond(served, keys, crowd, room, listening)
        for task in listening:
            task.cancel()


async def _until_all_are_there(screens: Iterable[Screen]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not all(one.was_restarted for one in screens):
            await asyncio.sleep(0.1)


async def _delays(screens: list[Screen], seconds: float) -> list[float]:
    """Return the milliseconds from posting to each screen, of the events that came in the next seconds."""
    for one in screens:
        one.delays_ms.clear()
    await asyncio.sleep(seconds)
    return [delay for one in screens for delay in one.delays_ms]


def _become_slow(slow: list[Screen], crowd: Crowd, proxy: Proxy) -> None:
    proxy.is_lit.clear()
    paces = [1] * crowd.one_byte + [1_024] * crowd.one_kib + [NOTHING] * crowd.stopped
    for one, reads in zip(slow, paces, strict=True):
        one.reads = reads


async def _watch_them_go(served: House, ports: set[int], told: Told) -> None:
    """Note when the server has closed each of these sockets, as its process's open files say."""
    began, server, left = time.monotonic(), served.serving_processes()[0], set(ports)
    while left and time.monotonic() - began < PATIENCE_SECONDS:
        await asyncio.sleep(0.2)
        there = _peers(server)
        told.cut_seconds += [time.monotonic() - began for port in left - there]
        told.most_mb = max(told.most_mb, served.memory_mb())
        left &= there


def _peers(server: psutil.Process) -> set[int]:
    """Return the ports of all who are connected."""
    return {one.raddr.port for one in server.net_connections("tcp") if one.raddr}


async def _read_again(slow: list[Screen], hung: list[Screen], proxy: Proxy) -> None:
    """Let the slow ones read what is left for them."""
    proxy.is_lit.set()
    for one in slow:
        one.reads = ALL
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not all(one.is_over for one in (*slow, *hung)):
                await asyncio.sleep(0.1)


async def _strangers(served: House) -> list[str]:
    """Knock without a key; return what must not be: a stranger who is let in, or a socket that stays."""
    strangers = [Screen(served.port, "") for _ in range(STRANGERS)]
    before = _peers(served.serving_processes()[0])
    await asyncio.wait_for(asyncio.gather(*(one.listen() for one in strangers)), PATIENCE_SECONDS)
    await asyncio.sleep(1.0)
    found = [f"a stranger was answered {one.status}" for one in strangers if one.status not in (401, 403)]
    more = len(_peers(served.serving_processes()[0]) - before)
    return found + ([f"{more} sockets of strangers stay"] if more else [])


async def _beyond(served: House, keys: list[str], crowd: Crowd, room: asyncio.TaskGroup,
                  listening: list[asyncio.Task[None]]) -> list[str]:
    """Fill the house, and knock once more; return what must not be."""
    more = [Screen(served.port, keys[number % 2]) for number in range(crowd.limit - crowd.good)]
    listening += [room.create_task(one.listen()) for one in more]
    await _until_all_are_there(more)
    late = Screen(served.port, keys[1])
    await asyncio.wait_for(late.listen(), PATIENCE_SECONDS)
    found = [] if late.status == 503 else [f"beyond the limit the answer is {late.status}"]
    async with httpx.AsyncClient(base_url=served.address, headers={"Authorization": f"Bearer {keys[1]}"}) as client:
        counted = (await client.get("/metrics", timeout=30)).text
    if f"yiping_live_clients {crowd.limit}\n" not in counted:
        found.append(f"the measures do not count {crowd.limit} screens")
    return found
