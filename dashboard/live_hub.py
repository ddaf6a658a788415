"""The hub of the live feed: one task per process that reads each change once and hands it to every screen.

Screens with the same view share the bytes. Each screen has a bounded slot; one that does not
empty it is cut and the others never wait for it. The task lives while there are screens.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from dashboard import live_frames
from dashboard.center import Center, in_thread
from dashboard.live_client import (
    CUT_AREA_GONE,
    CUT_FAILED,
    CUT_GRANTS_CHANGED,
    CUT_RESTART,
    CUT_SIGNED_OUT,
    CUT_SLOW,
    Client,
)
from dashboard.live_frames import Frame
from dashboard.live_round import Ask, Found, Held, View, Wish, read_round
from data import clock
from data.errors import CityError
from data.people import sessions
from data.people.sessions import Caller
from data.scope import Scope
from data.storage.database import UNAVAILABLE, Database

log = logging.getLogger(__name__)

MOST_CLIENTS = 500
MOST_WISHES = 32
MOST_STARTS = 4
"""Views that are counted in full in one round; more wait for the next, so that nobody's news wait long."""

LONGEST_HOLD = 0.3
"""Seconds a joining screen waits at most so that the news goes first."""

Mark = tuple[str, bool]
"""A session's or key's hash, and whether it is a session's."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How often the hub does what, in seconds."""

    tick: float = 0.05
    """Shortest time between two rounds."""
    poll: float = 0.15
    """Longest time until commits of other processes are noticed by looking, where no hint of them is heard."""
    poll_beside_hints: float = 1.0
    """The same while hints come: so late is what was not heard of, once; then `poll` holds until a hint comes again."""
    ping: float = 5.0
    recount: float = 15.0
    """Overdue grows with time alone, so figures are counted anew this often."""
    recheck: float = 5.0
    """How soon a person who may no longer look is cut."""
    send: float = 7.0
    """How long one frame may take to leave."""
    after_failure: float = 1.0


@dataclass
class Stream:
    """The screens of one view and the figures they hold."""

    held: Held
    counted_at: float
    clients: set[Client] = field(default_factory=set)


@dataclass
class Counters:
    """What the hub did since it was made."""

    joined: int = 0
    refused_full: int = 0
    rounds: int = 0
    failures: int = 0
    encoded: int = 0
    sent: int = 0
    sent_bytes: int = 0
    cut: dict[int, int] = field(default_factory=dict)


class Hub:
    """Reads changes, makes frames per view, hands them out. Everything but the reading runs on one event loop."""

    def __init__(self, center: Center, *, pace: Pace | None = None, now: Callable[[], datetime] = clock.now,
                 most_clients: int = MOST_CLIENTS) -> None:
        self.center = center
        self.pace = pace or Pace()
        self.counters = Counters()
        self.streams: dict[View, Stream] = {}
        self.clients: set[Client] = set()
        # A thread of its own: the feed must not queue behind slow panels.
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._now = now
        self._most_clients = most_clients
        self._epoch, self._seq = "", 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._pinged_at = self._starts_from = 0.0
        center.database.on_commit(self._hear)
        center.hearing.on_hint(self._hear)

    def admit(self, caller: Caller, wish: Wish) -> Client | None:
        """Return a new client that will be sent its first frames; None when the house is full."""
        if len(self.clients) >= self._most_clients:
            self.counters.refused_full += 1
            return None
        client = Client(caller, wish)
        self.clients.add(client)
        self.counters.joined += 1
        self._start()
        return client

    def follow(self, client: Client, view: View) -> None:
        """Let a client follow another view; it gets a snapshot, or a refusal when the area does not exist."""
        client.wish = Wish(view, greet=False)
        self._wake.set()

    def leave(self, client: Client) -> None:
        """Forget a client, and its stream when it was the last one there."""
        self.clients.discard(client)
        self._move(client, None)
        if client.ended.is_set():
            self.counters.cut[client.close_code] = self.counters.cut.get(client.close_code, 0) + 1
        self._wake.set()

    def figures(self) -> dict[str, int]:
        """Return the hub's own measures, by name, for the metrics route."""
        counted = self.counters
        return {
            "clients": len(self.clients), "streams": len(self.streams), "seq": self._seq, "joined": counted.joined,
            "refused_full": counted.refused_full, "rounds": counted.rounds, "failures": counted.failures,
            "frames_encoded": counted.encoded, "frames_sent": counted.sent, "bytes_sent": counted.sent_bytes,
            "cut": sum(counted.cut.values()), "cut_slow": counted.cut.get(CUT_SLOW, 0),
        }

    def count_sent(self, frame: Frame) -> None:
        """Note that a frame left for one client."""
        self.counters.sent += 1
        self.counters.sent_bytes += frame.size

    async def close(self) -> None:
        """Send everybody away, to come back to the next process, and let the reading thread go."""
        for client in list(self.clients):
            client.cut(CUT_RESTART)
        if self._task is not None:
            self._task.cancel()
        self.end()

    def end(self) -> None:
        """Let the reading thread go; for a hub whose event loop is over."""
        self._reader.shutdown(wait=False, cancel_futures=True)

    def _hear(self) -> None:
        """Called after each commit here, and at each hint of one elsewhere, from whatever thread that is."""
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop closed meanwhile: nobody listens any more
                loop.call_soon_threadsafe(self._wake.set)

    def _start(self) -> None:
        if self._task is None or self._task.done():
            self._loop = asyncio.get_running_loop()
            self._wake = asyncio.Event()
            self._pinged_at = monotonic()
            self._task = self._loop.create_task(self._run(), name="live hub")
            self._task.add_done_callback(_report)
        self._wake.set()

    async def _run(self) -> None:
        rechecking = asyncio.create_task(self._recheck_for_ever(), name="live recheck")
        try:
            was_woken = True
            while self.clients:
                began_at = monotonic()
                self._wake.clear()
                if await self._one_round():
                    self._ping()
                    if not was_woken:
                        self.center.hearing.doubt(self._seq)
                was_woken = await self._rest(began_at)
        finally:
            # A hub that fails must not leave screens that look alive: they are cut and come back by themselves.
            rechecking.cancel()
            self._epoch, self._loop = "", None
            for client in list(self.clients):
                client.cut(CUT_FAILED)

    async def _rest(self, began_at: float) -> bool:
        """Wait until it is time for the next round; return whether something called for it."""
        await asyncio.sleep(max(0.0, self.pace.tick - (monotonic() - began_at)))
        waiting = any(client.wish for client in self.clients)
        poll = self.pace.poll_beside_hints if self.center.hearing.is_sure() else self.pace.poll
        longest = max(0.0, self._starts_from - monotonic()) if waiting else poll
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(longest, poll)):
                await self._wake.wait()
        return self._wake.is_set()

    async def _one_round(self) -> bool:
        ask = self._ask()
        began_at = monotonic()
        try:
            found = await in_thread(
                self._reader, read_round, self.center.database, self.center.settings, ask, self._now())
        except (*UNAVAILABLE, CityError) as error:
            log.warning("the live feed cannot read: %s", type(error).__name__)
            self.counters.failures += 1
            await asyncio.sleep(self.pace.after_failure)
            return False
        self.counters.rounds += 1
        self.counters.encoded += found.encoded
        if ask.wishes:
            # Full counts may take a third of the hub's time, so a crowd that joins does not hold up the news;
            # but one slow count (a cold database) must not keep the next screen waiting for long.
            self._starts_from = monotonic() + min(LONGEST_HOLD, 2 * (monotonic() - began_at))
        self._hand_out(ask, found)
        return True

    def _ask(self) -> Ask:
        now = monotonic()
        wishes: list[Wish] = []
        if now >= self._starts_from:
            wishes = list(dict.fromkeys(client.wish for client in self.clients if client.wish))
        due = sorted(((stream.counted_at, view.area, view) for view, stream in self.streams.items()
                      if stream.counted_at + self.pace.recount <= now), key=lambda one: one[:2])
        return Ask(
            epoch=self._epoch, seq=self._seq, held={view: stream.held for view, stream in self.streams.items()},
            wishes=_of_few_views(wishes), recount=frozenset(view for _, _, view in due[:MOST_STARTS]),
        )

    def _hand_out(self, ask: Ask, found: Found) -> None:
        now = monotonic()
        self._epoch, self._seq = found.epoch, found.seq
        for view, held in found.held.items():
            if view in self.streams:
                stream = self.streams[view]
                if view in ask.recount or held.level != stream.held.level:
                    stream.counted_at = now
                stream.held = held
        for view, frames in found.news.items():
            if view in self.streams:
                _offer(self.streams[view].clients, frames)
        self._end_gone(found)
        for client in [client for client in self.clients if client.wish in found.starts]:
            assert client.wish is not None
            wish, client.wish = client.wish, None
            self.streams.setdefault(wish.view, Stream(found.held[wish.view], now))
            self._move(client, wish.view)
            _offer([client], found.starts[wish])

    def _end_gone(self, found: Found) -> None:
        for client in list(self.clients):
            if client.view in found.gone:
                client.cut(CUT_AREA_GONE)
            elif client.wish is not None and client.wish.view in found.gone:
                if client.view is None:
                    client.cut(CUT_AREA_GONE)
                client.offer(live_frames.refused(client.wish.view.area, "area_not_found"))
                client.wish = None

    def _move(self, client: Client, view: View | None) -> None:
        if client.view is not None and client.view != view:
            stream = self.streams[client.view]
            stream.clients.discard(client)
            if not stream.clients:
                del self.streams[client.view]
        client.view = view
        if view is not None:
            self.streams[view].clients.add(client)

    def _ping(self) -> None:
        """Send the sign of life, only after a round that could read: it says that the city was reached."""
        if monotonic() < self._pinged_at + self.pace.ping:
            return
        self._pinged_at = monotonic()
        self.counters.encoded += 1
        _offer([client for client in self.clients if client.view is not None],
               [live_frames.ping(self._now(), self._seq)])

    async def _recheck_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self.pace.recheck)
            known = {(client.caller.token_hash, client.caller.by_cookie) for client in self.clients}
            try:
                callers = await self.center.ask(_who_they_are, self.center.database, known, self._now())
            except UNAVAILABLE:
                continue
            for client in list(self.clients):
                mark = client.caller.token_hash, client.caller.by_cookie
                if mark in callers:
                    _cut_if_changed(client, callers[mark])


def _of_few_views(wishes: list[Wish]) -> tuple[Wish, ...]:
    views = list(dict.fromkeys(wish.view for wish in wishes))[:MOST_STARTS]
    return tuple(wish for wish in wishes if wish.view in views)[:MOST_WISHES]


def _offer(clients: Iterable[Client], frames: list[Frame]) -> None:
    for client in list(clients):
        for frame in frames:
            client.offer(frame)


def _who_they_are(database: Database, known: set[Mark], now: datetime) -> dict[Mark, Caller | None]:
    """Return who is behind each session or key now, None where nobody is any more."""
    with database.read(Scope.of_job("live")) as session:
        return {
            (token_hash, by_cookie): sessions.who_has_session_hash(session, token_hash, now) if by_cookie
            else sessions.who_has_key_hash(session, token_hash)
            for token_hash, by_cookie in known
        }


def _cut_if_changed(client: Client, caller: Caller | None) -> None:
    if caller is None:
        client.cut(CUT_SIGNED_OUT)
    elif caller.scope != client.caller.scope:
        client.cut(CUT_GRANTS_CHANGED)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("the live hub failed; screens were cut and will come back", exc_info=task.exception())
