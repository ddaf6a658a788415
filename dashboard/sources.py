"""Layers from outside in one server process: fetched on the event loop, kept, and given up on for a while when dead.

No thread waits for a source, and of each only a few requests are under way at once; who asks for more is told so.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from data import clock
from data.cameras.register import Camera
from data.errors import Invalid
from data.settings import Settings, secret
from data.sources import kept, tiles
from data.sources.address import Allowed
from data.sources.breaker import PATIENCE, Breaker
from data.sources.declared import LAYERS, Credential, Source
from data.sources.fetching import NOT_MODIFIED, OK, Ask, Fetched, Fetcher, SourceFault, with_secret
from data.sources.kept import Kept
from layers import sourced

log = logging.getLogger(__name__)

AT_ONCE, MOST_WAITING = 6, 60
"""Requests to one source under way, and those that wait for their turn."""
MOST_TILES, MOST_TILE_BYTES, LARGEST_TILE = 3_000, 64 * 1024 * 1024, 1024 * 1024
PATIENT_SECONDS = 1.5
"""How long a new answer is waited for where an older one is at hand."""
NOTED_EVERY_SECONDS = 20.0
LOOKS_AT_FILES_SECONDS = 10
CAMERA_SECONDS = 8.0
SHAPES = ("application/json", "application/geo+json", "application/vnd.geo+json", "text/json", "text/plain",
          "application/octet-stream", "binary/octet-stream")
"""Many servers hand out .geojson files as text or as nothing in particular; HTML and pictures are refused unread."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One picture; without a body where the source has none there. `is_old`: the source did not answer anew."""

    body: bytes
    kind: str
    etag: str
    fetched: float
    is_old: bool = False


class Line:
    """What one process knows of one source: its breaker, its turn, what is under way."""

    def __init__(self, patience: int) -> None:
        self.breaker = Breaker(patience=patience)
        self.turn = asyncio.Semaphore(AT_ONCE)
        self.waiting = 0
        self.noted = -NOTED_EVERY_SECONDS
        self.fault = ""
        self.under_way: dict[Any, asyncio.Task[Any]] = {}


class Sources:
    """The layers from outside. Its coroutines are for the event loop; `listed` and `find` for any thread."""

    def __init__(self, settings: Settings) -> None:
        self._dir = settings.data_dir
        self.allowed = Allowed.of(settings.sources_allow)
        self._fetcher: Fetcher | None = None
        self._lines: dict[str, Line] = {}
        self._tiles: OrderedDict[Any, Tile] = OrderedDict()
        self._tile_bytes = 0

    def find(self, name: str) -> Source:
        """Return a declared layer. Raises NotFound, Invalid."""
        return LAYERS.find(name, self._dir)

    def listed(self) -> list[Source | Invalid]:
        """Return every declared layer, or what is wrong with its file, by name."""
        return LAYERS.each(self._dir)

    async def tile(self, source: Source, spot: tuple[int, int, int], at: datetime | None) -> Tile:
        """Return a tile (z, x, y), an old one where the source fails. Raises SourceFault, Invalid("no_such_tile")."""
        line, key = self._line(source), (source.name, kept.stamp(source), spot, at)
        held = self._tiles.get(key)
        if held is not None and time.monotonic() - held.fetched < source.refresh_seconds:
            return held
        try:
            return await self._shared(line, key, lambda: self._fetch_tile(source, key, held))
        except SourceFault:
            if held is None:
                raise
            return replace(held, is_old=True)

    async def shapes(self, source: Source, zone: ZoneInfo) -> tuple[bytes, Kept]:
        """Return the collection of a GeoJSON source, how it stands with it. Raises SourceFault where none was had."""
        line = self._line(source)
        known = await asyncio.to_thread(kept.read, self._dir, source)
        if _is_due(known, source, clock.now()) and line.breaker.lets(time.monotonic()):
            refreshing = asyncio.ensure_future(self._shared(line, "shapes", lambda: self._refresh(source, zone, known)))
            await asyncio.wait({refreshing}, timeout=PATIENT_SECONDS if known.good_at else None)
            refreshing.add_done_callback(lambda done: done.cancelled() or done.exception())
            known = await asyncio.to_thread(kept.read, self._dir, source)
        body = await asyncio.to_thread(kept.body, self._dir, source.name) if known.good_at else None
        if body is None:
            raise SourceFault(known.fault or "unreachable", known.detail)
        return body, known

    async def fetch(self, ask: Ask) -> Fetched:
        """Return an answer from outside. Raises SourceFault."""
        if self._fetcher is None:
            self._fetcher = Fetcher(self.allowed)
        return await self._fetcher.fetch(ask)

    async def look(self, camera: Camera, url: str, kinds: tuple[str, ...], most: int) -> Fetched:
        """Return what a camera answers at one of its addresses. Raises SourceFault; its host must be on the list."""
        if not self.allowed.names(urlsplit(url).hostname or ""):
            raise SourceFault("host_not_listed")
        line = self._lines.setdefault(f"camera {camera.id} {camera.url}", Line(patience=PATIENCE))
        ask = self._asking(camera.credential, Ask(url=url, seconds=CAMERA_SECONDS, most_bytes=most, kinds=kinds))
        try:
            found: Fetched = await self._in_turn(line, lambda: self.fetch(ask))
            if found.status != OK:
                raise SourceFault("status", str(found.status))
        except SourceFault as fault:
            if fault.code not in ("resting", "busy"):
                line.breaker.failed(time.monotonic())
            raise
        line.breaker.worked()
        return found

    async def close(self) -> None:
        """Give back every connection."""
        if self._fetcher is not None:
            await self._fetcher.close()

    def _line(self, source: Source) -> Line:
        """Return the source's line; declared anew it begins anew."""
        return self._lines.setdefault(kept.stamp(source), Line(patience=PATIENCE if source.is_picture() else 1))

    async def _shared(self, line: Line, key: Any, work: Callable[[], Awaitable[Any]]) -> Any:
        """Return what `work` returns; who asks for the same meanwhile is given the same."""
        task = line.under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(self._in_turn(line, work))
            line.under_way[key] = task
            task.add_done_callback(lambda done: (line.under_way.pop(key, None), done.cancelled() or done.exception()))
        return await asyncio.shield(task)

    async def _in_turn(self, line: Line, work: Callable[[], Awaitable[Any]]) -> Any:
        if not line.breaker.lets(time.monotonic()):
            raise SourceFault("resting")
        if line.waiting >= MOST_WAITING:
            raise SourceFault("busy")
        line.waiting += 1
        try:
            async with line.turn:
                if not line.breaker.lets(time.monotonic()):  # it was found dead while this one waited
                    raise SourceFault("resting")
                return await work()
        finally:
            line.waiting -= 1

    async def _fetch_tile(self, source: Source, key: Any, held: Tile | None) -> Tile:
        line = self._line(source)
        try:
            made = await self._ask_for_tile(source, key, held)
        except SourceFault as fault:
            line.breaker.failed(time.monotonic())
            await self._note(source, line, fault)
            raise
        line.breaker.worked()
        await self._note(source, line, None)
        self._keep(key, made)
        return made

    async def _ask_for_tile(self, source: Source, key: Any, held: Tile | None) -> Tile:
        _, _, (z, x, y), at = key
        url = tiles.url_of(source, z, x, y, at)
        most = min(LARGEST_TILE, source.largest_bytes())
        again = {"If-None-Match": held.etag} if held is not None and held.etag else {}
        answer = await self.fetch(self._asking(source.credential, Ask(
            url=url, seconds=source.timeout_seconds, most_bytes=most, kinds=("image/",), headers=again)))
        if answer.status == NOT_MODIFIED and held is not None:
            return replace(held, fetched=time.monotonic())
        if answer.status != OK:
            return Tile(body=b"", kind="", etag="", fetched=time.monotonic())
        kind = tiles.picture_kind(answer.body)
        if not kind:
            raise SourceFault("wrong_kind", answer.kind)
        return Tile(body=answer.body, kind=kind, etag=answer.etag, fetched=time.monotonic())

    def _asking(self, credential: Credential | None, ask: Ask) -> Ask:
        """Return what is asked with its credential. Raises SourceFault("secret_missing")."""
        try:
            held = secret(credential.secret, self._dir) if credential else ""
        except Invalid as fault:
            raise SourceFault("secret_missing", str(fault.values["secret"])) from None
        url, own = with_secret(ask.url, credential, held)
        return replace(ask, url=url, headers={**ask.headers, **own})

    async def _refresh(self, source: Source, zone: ZoneInfo, known: Kept) -> None:
        """Ask a GeoJSON source anew, and keep what it says."""
        line = self._line(source)
        try:
            answer = await self._answer(source, known)
            if answer.status == NOT_MODIFIED:
                made, body = replace(known, fault="", detail=""), None
            elif answer.status != OK:
                raise SourceFault("status", str(answer.status))
            else:
                ready = await asyncio.to_thread(sourced.prepare, answer.body, source, zone)
                made, body = Kept(etag=answer.etag, modified=answer.modified, shapes=ready.shapes,
                                  left_out=ready.left_out), ready.body
        except SourceFault as fault:
            line.breaker.failed(time.monotonic())
            _log(source, line, fault)
            await asyncio.to_thread(kept.note, self._dir, source, replace(
                known, tried_at=clock.now(), fault=fault.code, detail=fault.detail))
            return
        line.breaker.worked()
        _log(source, line, None)
        now = clock.now()
        await asyncio.to_thread(kept.note, self._dir, source, replace(made, good_at=now, tried_at=now), body)

    async def _answer(self, source: Source, known: Kept) -> Fetched:
        if source.file:
            return await asyncio.to_thread(_read_file, self._dir / LAYERS.folder / source.file, source, known)
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified} if known.good_at else {}
        return await self.fetch(self._asking(source.credential, Ask(
            url=source.url, seconds=source.timeout_seconds, most_bytes=source.largest_bytes(), kinds=SHAPES,
            headers={name: value for name, value in asked.items() if value})))

    def _keep(self, key: Any, made: Tile) -> None:
        before = self._tiles.pop(key, None)
        self._tile_bytes += len(made.body) - (len(before.body) if before else 0)
        self._tiles[key] = made
        while len(self._tiles) > MOST_TILES or self._tile_bytes > MOST_TILE_BYTES:
            self._tile_bytes -= len(self._tiles.popitem(last=False)[1].body)

    async def _note(self, source: Source, line: Line, fault: SourceFault | None) -> None:
        """Keep how a tile's try went, where that is news or some time has passed."""
        code, now = fault.code if fault else "", time.monotonic()
        if code == line.fault and now - line.noted < min(NOTED_EVERY_SECONDS, source.refresh_seconds):
            return
        line.noted = now
        _log(source, line, fault)
        known = await asyncio.to_thread(kept.read, self._dir, source)
        at = clock.now()
        made = replace(known, tried_at=at, fault=code, detail=fault.detail if fault else "",
                       good_at=known.good_at if fault else at)
        await asyncio.to_thread(kept.note, self._dir, source, made)


def _log(source: Source, line: Line, fault: SourceFault | None) -> None:
    """Say once when a source begins to fail and when it works again: its name and a code, never an address."""
    code = fault.code if fault else ""
    if code != line.fault:
        log.warning("layer %s: %s", source.name, f"{code} {fault.detail}".strip() if fault else "works again")
    line.fault = code


def _is_due(known: Kept, source: Source, now: datetime) -> bool:
    if known.good_at is None or known.fault:
        return True
    period = min(source.refresh_seconds, LOOKS_AT_FILES_SECONDS) if source.file else source.refresh_seconds
    return (now - known.good_at).total_seconds() >= period


def _mark(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _read_file(path: Path, source: Source, known: Kept) -> Fetched:
    """Return a file of the data folder as an answer. Raises SourceFault."""
    mark = "-".join(str(part) for part in _mark(path))
    try:
        if known.good_at and known.etag == mark:
            return Fetched(status=NOT_MODIFIED)
        if not path.is_file():
            raise SourceFault("no_file")
        with path.open("rb") as file:
            body = file.read(source.largest_bytes() + 1)
    except OSError:
        raise SourceFault("no_file") from None
    if len(body) > source.largest_bytes():
        raise SourceFault("too_large")
    return Fetched(status=OK, body=body, etag=mark)
