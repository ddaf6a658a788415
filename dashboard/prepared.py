"""Answers that are made once and kept packed, in memory and on disk, so that a restart makes none of them again.

The folder is a cache: it may be deleted at any time. What another build of the program wrote is deleted at the start.
"""

import asyncio
import contextlib
import gzip
import hashlib
import logging
import os
import secrets
import shutil
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.build import build_id
from dashboard.shelf import LEVEL, Shelf
from data.settings import Settings

log = logging.getLogger(__name__)

Key = tuple[object, ...]
WHILE_SOMEBODY_WAITS = 6
"""How hard to press then; what is made ahead is pressed harder, which takes five times as long for half a percent."""
WORTH_A_FILE = 20_000
"""Packed bytes; what is smaller is made as quickly as it is read."""


@dataclass(frozen=True)
class Packed:
    """A body as it is sent to all but the few who take no gzip."""

    packed: bytes

    @property
    def size(self) -> int:
        """Bytes it takes in memory."""
        return len(self.packed)

    def plain(self) -> bytes:
        """Return the body unpacked."""
        return gzip.decompress(self.packed)


class Prepared:
    """Bodies by key. Everything but `once` may be called from any thread."""

    def __init__(self, folder: Path, build: str) -> None:
        self._folder = folder / build
        self._shelf: Shelf[Packed] = Shelf()
        self._making: dict[Key, asyncio.Task[Packed]] = {}
        for other in folder.glob("*") if folder.is_dir() else ():
            if other.name != build:
                shutil.rmtree(other, ignore_errors=True)

    @classmethod
    def of(cls, settings: Settings) -> "Prepared":
        """Return those of this city and this build of the program."""
        return cls(settings.data_dir / "prepared", build_id())

    def has_file(self, key: Key) -> bool:
        """Return whether the body of a key is kept on the disk, sound or not."""
        return self._path(key).exists()

    def keep(self, key: Key, body: bytes) -> None:
        """Keep a body that was made elsewhere than in a server."""
        self._write(self._path(key), gzip.compress(body, LEVEL, mtime=0))

    def find(self, key: Key) -> Packed | None:
        """Return the body of a key, None where it was not made yet or its file is damaged."""
        found = self._shelf.find(key)
        if found is None:
            found = self._read(self._path(key))
            if found is not None:
                self._shelf.put(key, found)
        return found

    async def once(self, key: Key, make: Callable[[], Awaitable[bytes]]) -> Packed:
        """Return the body of a key, made by `make` or, when somebody is making it already, by them."""
        if key not in self._making:
            self._making[key] = asyncio.create_task(self._make(key, make))
        return await asyncio.shield(self._making[key])

    async def _make(self, key: Key, make: Callable[[], Awaitable[bytes]]) -> Packed:
        try:
            body = await make()
            found = Packed(await asyncio.to_thread(gzip.compress, body, WHILE_SOMEBODY_WAITS, mtime=0))
            self._shelf.put(key, found)
            if found.size >= WORTH_A_FILE:
                await asyncio.to_thread(self._write, self._path(key), found.packed)
            return found
        finally:
            del self._making[key]

    def _path(self, key: Key) -> Path:
        return self._folder / f"{hashlib.blake2b(repr(key).encode(), digest_size=16).hexdigest()}.gz"

    def _read(self, path: Path) -> Packed | None:
        try:
            found = Packed(path.read_bytes())
            if not found.plain():  # what a cut of power may leave
                raise EOFError
        except FileNotFoundError:
            return None
        except (OSError, EOFError, zlib.error) as error:
            log.warning("a prepared answer cannot be read and is made anew: %s", type(error).__name__)
            return None
        return found

    def _write(self, path: Path, packed: bytes) -> None:
        """Write the file under another name first, so that nobody finds half of it. A full disk costs only time."""
        half = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(packed)
            os.replace(half, path)
        except OSError as error:
            log.warning("a prepared answer cannot be kept: %s", type(error).__name__)
            with contextlib.suppress(OSError):
                half.unlink()
