"""What docs/scale.md says of tables and of questions, read off its lists."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parents[1] / "docs" / "scale.md"
LINE = re.compile(r"^\| `(\w+)` \| (distributed|reference|local) \| (.+) \|$", re.MULTILINE)
REFUSED = re.compile(r"^\| `([\w/.]+: [\w.]+|a flush)` \| (.+?) \| (.+) \|$", re.MULTILINE)
COMMANDS = re.compile(r"^\| `([\w/]+(?:/|\.py))` \| (.+) \|$", re.MULTILINE)


class Told(NamedTuple):
    """What the page tells of several machines."""

    where: dict[str, str]
    refused: dict[tuple[str, str], str]
    """(place, what is wrong) -> why it is so today."""
    commands: dict[str, str]
    """Folder or file -> why its questions are not read."""


def placed(text: str) -> list[tuple[str, str, str]]:
    """Return (table, where, why) of every line of the list of tables."""
    return LINE.findall(text)


def told_by(text: str) -> Told:
    """Return what a page tells."""
    return Told(where={name: where for name, where, _ in placed(text)},
                refused={(place, fault): why for place, fault, why in REFUSED.findall(text)},
                commands=dict(COMMANDS.findall(text)))


@cache
def told() -> Told:
    """Return what docs/scale.md tells."""
    return told_by(PAGE.read_text(encoding="utf-8"))
