"""Whether a text has room on a slide: estimated a little too broad, so that no machine's font makes it run over."""

import re
import unicodedata
from collections.abc import Sequence

from dashboard.briefing.content import Number, Run
from dashboard.briefing.rendered.markup import clean

PIECE = re.compile(r"\s+|[\u2e80-\U0003ffff]|[^\s\u2e80-\U0003ffff]+")
NARROW, BROAD = frozenset(" iljtfI|!.,:;'()[]"), frozenset("mwMW%@&—…")
WIDE, USUAL, CAPITAL, SLIM = 1.0, 0.57, 0.68, 0.36
SEAM = 0.2
"""What office programs put between ideographs and other signs; all of these in ems."""
POINTS_AN_INCH, SPARE = 72, 0.95
LEADING = 1.25
"""Height of a line in its points, set by hand: fonts differ in their own."""


def width_of(said: str, points: float) -> float:
    """Return about how many inches a line of text is broad."""
    return _ems(said) * points / POINTS_AN_INCH


def height_of(lines: int, points: float) -> float:
    """Return how many inches lines of text are high."""
    return lines * points * LEADING / POINTS_AN_INCH


def lines_of(said: str, width: float, points: float) -> int:
    """Return how many lines a text takes in a width in inches."""
    room = max(1.0, width * POINTS_AN_INCH / points * SPARE)
    lines, used = 1, 0.0
    for piece in PIECE.findall(said):
        broad = _ems(piece)
        if used + broad <= room:
            used += broad
        elif piece.isspace():
            used = room
        elif broad <= room:
            lines, used = lines + 1, broad
        else:  # a word longer than a line is broken anywhere
            lines, used = lines + int((used + broad) // room), (used + broad) % room
    return lines


def fitted(said: str, width: float, points: float, lines: int = 1) -> str:
    """Return a text that fits so many lines of a width in inches, cut with an ellipsis where it is longer."""
    said = " ".join(clean(said).split())
    kept = _count(said, (width, points), lines)
    return said if kept == len(said) else _ended(said[:kept])


def shrunk(said: str, width: float, steps: Sequence[tuple[float, int]]) -> tuple[str, float]:
    """Return a text and its points: the first of (points, lines) in which it has room; cut at the last."""
    said = " ".join(clean(said).split())
    for points, lines in steps:
        if lines_of(said, width, points) <= lines:
            return said, points
    points, lines = steps[-1]
    return fitted(said, width, points, lines), points


def sentence(runs: Sequence[Run], width: float, steps: Sequence[tuple[float, int]]) -> tuple[tuple[Run, ...], float]:
    """Return the same for a sentence; a number stands in it whole or not at all."""
    tidy = tuple(Number(text=flat(one.text), value=one.value) if isinstance(one, Number) else flat(one) for one in runs)
    whole = "".join(one.text if isinstance(one, Number) else one for one in tidy)
    for points, lines in steps:
        if lines_of(whole, width, points) <= lines:
            return tidy, points
    points, lines = steps[-1]
    return _cut(tidy, _count(whole, (width, points), lines)), points


def flat(said: object) -> str:
    """Return a text as one line without what no document may hold."""
    return re.sub(r"\s", " ", clean(said))


def _cut(runs: Sequence[Run], left: int) -> tuple[Run, ...]:
    kept: list[Run] = []
    for one in runs:
        said = one.text if isinstance(one, Number) else one
        if len(said) > left:
            return (*kept, "…" if isinstance(one, Number) else _ended(said[:left]))
        kept.append(one)
        left -= len(said)
    return tuple(kept)


def _count(said: str, where: tuple[float, float], lines: int) -> int:
    """Return how many signs have room, with the ellipsis after them where that is not all."""
    if lines_of(said, *where) <= lines:
        return len(said)
    low, high = 0, len(said)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if lines_of(said[:middle] + "…", *where) <= lines else (low, middle - 1)
    return low


def _ended(kept: str) -> str:
    """Return what is kept with an ellipsis; half a number would be another number."""
    return (re.sub(r"[\d.,]+$", "", kept) or kept).rstrip("\u200d ,;·\u3001\uff0c\uff1b") + "…"


def _ems(said: str) -> float:
    total, was = 0.0, None
    for one in said:
        is_wide = unicodedata.east_asian_width(one) in "WFA"
        total += SEAM if was is not None and was != is_wide and one != " " else 0
        was = is_wide if one != " " else was
        total += (WIDE if is_wide or one in BROAD else SLIM if one in NARROW else CAPITAL if one.isupper() else USUAL)
    return total
