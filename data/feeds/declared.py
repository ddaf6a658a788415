"""Which areas a source of cases covers and how often it brings some: a file `feeds/NAME.yaml` of the data folder.

Whoever runs the deployment says it; nothing is guessed from what happens to come. Without such files nothing is
expected, so nothing is ever missing.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from data import yaml_files
from data.errors import Invalid

FOLDER = "feeds"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
UNREADABLE = "feed_unreadable"
MOST_AREAS, MOST_FEEDS = 500, 40

Line = Annotated[str, Field(min_length=1, max_length=64)]
Code = Annotated[str, BeforeValidator(lambda said: str(said) if type(said) is int else said),
                 Field(pattern=r"^[0-9A-Za-z._-]{1,32}$")]
"""An area's code; YAML reads one of digits alone as a number."""


class Feed(BaseModel):
    """One source of cases: what it is called, under which names its cases come, for which areas, how often."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: Annotated[str, Field(min_length=1, max_length=40)]
    title_en: Annotated[str, Field(max_length=60)] = ""
    sources: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    """`source` of its cases; the file's name where none is given."""
    areas: Annotated[tuple[Code, ...], Field(min_length=1, max_length=MOST_AREAS)]
    every_minutes: Annotated[int, Field(ge=1, le=24 * 60)]
    """Within so long each of its areas brings a case while all is well."""

    @model_validator(mode="after")
    def _names_each_once(self) -> "Feed":
        twice = next((code for at, code in enumerate(self.areas) if code in self.areas[:at]), "")
        if twice:
            raise ValueError(f"areas: {twice} stands there twice")
        return self

    def names(self) -> tuple[str, ...]:
        """Return under which names its cases come."""
        return self.sources or (self.id,)

    def period(self) -> timedelta:
        """Return within how long each area is heard of while all is well."""
        return timedelta(minutes=self.every_minutes)


def listed(folder: Path) -> list[Feed | Invalid]:
    """Return the feeds of a data folder by name, or what is wrong with a file: Invalid("feed_unreadable")."""
    found: list[Feed | Invalid] = []
    for path in sorted((folder / FOLDER).glob("*.yaml"))[:MOST_FEEDS]:
        try:
            found.append(read(path))
        except Invalid as fault:
            found.append(fault)
    return found


def edition(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes with any of a data folder's files: name, nanosecond of the last change, bytes."""
    found = []
    for path in sorted((folder / FOLDER).glob("*.yaml"))[:MOST_FEEDS]:
        with contextlib.suppress(OSError):  # gone since
            now = path.stat()
            found.append((path.name, now.st_mtime_ns, now.st_size))
    return tuple(found)


def read(path: Path) -> Feed:
    """Return the feed a file describes, read once per change. Raises Invalid("feed_unreadable") with file and why."""
    if not NAME.fullmatch(path.stem):
        raise Invalid(UNREADABLE, file=path.name,
                      why="a feed's name has small letters, digits, - and _, at most 40")
    try:
        now = path.stat()
    except OSError:
        return _read(path, (0, 0))
    return _read(path, (now.st_mtime_ns, now.st_size))


@lru_cache(maxsize=4 * MOST_FEEDS)
def _read(path: Path, _edition: tuple[int, int]) -> Feed:
    found = yaml_files.read(path, Feed, UNREADABLE, id=path.stem)
    if found.id != path.stem:
        raise Invalid(UNREADABLE, file=path.name, why="id: it is the file's own name")
    return found


def faults(folder: Path) -> Iterator[str]:
    """Yield a sentence for each file that cannot be read."""
    for one in listed(folder):
        if isinstance(one, Invalid):
            yield f"{one.values['file']}: {one.values['why']}"
