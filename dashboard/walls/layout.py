"""What lies where on a wall, to the pixel: no text crosses a seam that a gutter can reach, and nothing scrolls.

Pure arithmetic over a profile, a design and the size of the browser's window. All lengths in its CSS pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.walls import design, reading
from dashboard.walls.arranging import Wanted, arranged
from dashboard.walls.design import Design, Rows
from dashboard.walls.profile import Profile

SNAP = 0.3
"""A gutter moves to a seam by at most this share of a column or row."""
LEAST_CARDS, MOST_CARDS_FAR = 4, 6
FAR_ROWS, FAR_SHARE, FAR_RATIO = 2, 1 / 3, 4.5
"""Figures seen from afar stand in so many rows beside the map, on this share of the wall, where what they would leave
of it below their strip is wider than that ratio: hardly any city is."""
SEAM_PX = 4
MAY_BE_CROSSED = ("map", "kpi", "alarm")
TITLE_SHARE = 0.36
BASE = {"--t-head": 44, "--t-title": 30, "--t-row": 30, "--t-small": 24, "--t-kpi": 72, "--t-kpi-label": 30,
        "--t-map": 30, "--row": 38, "--feed-row": 44}
"""Sizes in design A for a reader at 10 m before points of 1.25 mm: T1, T2 and T3 of the specification, even pixels."""
FIXED = {"--gap": 12, "--gap-wide": 16, "--pad": 20, "--radius": 10, "--feed-gap": 3, "--mark": 34}
MOST_MARKS_GROW = 2.0
"""Larger ones would hide each other on what is left of the map."""


@dataclass(frozen=True)
class Box:
    """A rectangle, its left upper corner first."""

    x: float
    y: float
    width: float
    height: float

    def is_crossed(self, seam: float, *, upright: bool) -> bool:
        """Does a seam cut through it, four pixels to either side counted?"""
        begin, size = (self.x, self.width) if upright else (self.y, self.height)
        return begin - SEAM_PX < seam < begin + size + SEAM_PX


@dataclass(frozen=True, kw_only=True)
class Window:
    """A browser's window in CSS pixels, and how many real pixels there are to each."""

    width: float
    height: float
    ratio: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A wall laid out: boxes by name (title-left, title-main, title-right, kpi, map, alarm and each panel shown)."""

    layout: str
    density: reading.Density
    grown: float
    boxes: dict[str, Box]
    cards: tuple[float, ...]
    """Width of each card, `gap_x` between any two of a row."""
    card_rows: int
    """One strip above all else, or several rows beside the map."""
    gap_x: float
    spans: tuple[float, ...]
    """Widths of the parts of a line that runs across the wall: between its seams, `gap_x` between any two."""
    sizes: dict[str, float]
    seams_x: tuple[float, ...]
    seams_y: tuple[float, ...]

    def crossed(self) -> list[str]:
        """Return the boxes with text that a seam cuts. The map may be; lines of several parts have a gutter there."""
        return sorted(
            name for name, box in self.boxes.items()
            if (name not in MAY_BE_CROSSED or (name == "kpi" and self.card_rows > 1))
            and (any(box.is_crossed(seam, upright=True) for seam in self.seams_x)
                 or any(box.is_crossed(seam, upright=False) for seam in self.seams_y))
        )


def lay_out(profile: Profile, window: Window, wanted: Wanted | None = None) -> Stage:
    """Return the wall of a profile in a window, with the panels a scene wants."""
    width, height = window.width, window.height
    drawn = design.choose(width, height, height * window.ratio)
    scale = min(width / drawn.width, height / drawn.height)
    grown = reading.factor(profile.distance_far_m, profile.pitch_mm)
    density = profile.density if profile.density != "auto" else reading.density_of(grown)
    seams_x, seams_y, margin = _seen_in(profile, window)
    frame = _Frame(drawn, _Type(scale, grown, density), window, max(drawn.margin * scale, margin))
    frame.wanted = wanted or Wanted()
    boxes, cards = frame.boxes(seams_x, seams_y)
    card_rows = FAR_ROWS if boxes["kpi"].width < boxes["alarm"].width else 1
    sizes = {name: _even(base * drawn.grown * grown * scale) for name, base in BASE.items()}
    sizes |= {name: round(base * drawn.grown * scale, 2) for name, base in FIXED.items()}
    sizes["--mark"] *= min(grown, MOST_MARKS_GROW)
    return Stage(layout=drawn.name, density=density, grown=grown, boxes=boxes, cards=cards, card_rows=card_rows,
                 sizes=sizes,
                 gap_x=frame.gap_x, spans=tuple(end - begin for begin, end in frame.spans(seams_x)),
                 seams_x=seams_x, seams_y=seams_y)


def _seen_in(profile: Profile, window: Window) -> tuple[tuple[float, ...], tuple[float, ...], float]:
    """Return the seams and the safe margin in the window's pixels. Any other window than the wall's own is a preview,
    which has none.
    """
    wide, high = profile.stage
    if abs(window.width * window.ratio - wide) >= 2 or abs(window.height * window.ratio - high) >= 2:
        return (), (), 0
    return (tuple(seam * window.width / wide for seam in profile.seams_x),
            tuple(seam * window.height / high for seam in profile.seams_y), profile.safe_margin_px / window.ratio)


def _even(size: float) -> float:
    return max(2 * round(size / 2), 2)


@dataclass(frozen=True)
class _Type:
    """The scale of a design, by how much type is grown on it, and how much room that leaves."""

    scale: float
    grown: float
    density: reading.Density


class _Frame:
    """One laying out: a design at a scale."""

    wanted = Wanted()

    def __init__(self, drawn: Design, kind: _Type, window: Window, margin: float) -> None:
        scale, density = kind.scale, kind.density
        self.drawn, self.scale, self.density = drawn, scale, density
        self.width, self.height, self.margin = window.width, window.height, margin
        self.gap_x, self.gap_y = drawn.gap_x * scale, drawn.gap_y * scale
        # Rows of one line grow with their type; where all fits as drawn, they stay as drawn.
        taller = scale * (1 if density == "full" else max(1, kind.grown))
        self.title, self.strip, self.alarm = drawn.title * taller, drawn.cards_height * taller, drawn.alarm * taller
        if density == "far":
            self.title *= 0.75

    def boxes(self, seams_x: Sequence[float], seams_y: Sequence[float]) -> tuple[dict[str, Box], tuple[float, ...]]:
        """Return the boxes by name, and the widths of the cards."""
        gap, margin = self.gap_y, self.margin
        cards_y = self.title + gap
        main_y = cards_y + self.strip + gap
        alarm_y = self.height - max(margin / 2, gap) - self.alarm
        main = Box(margin, main_y, self.width - 2 * margin, alarm_y - gap - main_y)
        spans = self.spans(seams_x)
        found = self._title(spans) | {"alarm": Box(margin, alarm_y, main.width, self.alarm)}
        if self.density == "far" and main.width > FAR_RATIO * main.height:
            beside, cards = self._beside(Box(margin, cards_y, main.width, alarm_y - gap - cards_y), spans, seams_x)
            return found | beside, cards
        found |= self._sides(main, seams_x, seams_y)
        found["kpi"] = Box(margin, cards_y, main.width, self.strip)
        return found, self._cards(spans)

    def _beside(self, whole: Box, spans: list[tuple[float, float]],
                seams_x: Sequence[float]) -> tuple[dict[str, Box], tuple[float, ...]]:
        """Return figures and map side by side, and the widths of the cards."""
        share, half = whole.width * FAR_SHARE, self.gap_x / 2
        gutter = _snapped([whole.x + share], seams_x, SNAP * share)[0]
        kpi = Box(whole.x, whole.y, gutter - half - whole.x, whole.height)
        count = len(self._cards(spans)) // FAR_ROWS
        cards = ((kpi.width - (count - 1) * self.gap_x) / count,) * (count * FAR_ROWS)
        rest = Box(gutter + half, whole.y, whole.x + whole.width - gutter - half, whole.height)
        return {"kpi": kpi, "map": rest}, cards

    def spans(self, seams_x: Sequence[float]) -> list[tuple[float, float]]:
        """Return from where to where text may run: between seams, half a gutter away from each."""
        half = self.gap_x / 2
        inner = [(begin + half, end - half) for begin, end in pairwise([0.0, *seams_x, self.width])]
        inner[0] = (self.margin, inner[0][1])
        inner[-1] = (inner[-1][0], self.width - self.margin)
        return inner

    def _title(self, spans: list[tuple[float, float]]) -> dict[str, Box]:
        def box(begin: float, end: float) -> Box:
            return Box(begin, 0, end - begin, self.title)

        first, last = spans[0], spans[-1]
        if len(spans) > 2:
            return {"title-left": box(*first), "title-main": box(*spans[(len(spans) - 1) // 2]),
                    "title-right": box(*last)}
        if len(spans) == 2:
            middle = first[0] + (first[1] - first[0]) * (1 - TITLE_SHARE)
            return {"title-left": box(first[0], middle), "title-main": box(middle, first[1]), "title-right": box(*last)}
        side = (first[1] - first[0]) * (1 - TITLE_SHARE) / 2
        return {"title-left": box(first[0], first[0] + side), "title-main": box(first[0] + side, first[1] - side),
                "title-right": box(first[1] - side, first[1])}

    def _cards(self, spans: list[tuple[float, float]]) -> tuple[float, ...]:
        count = self.drawn.cards
        if self.density == "reduced":
            count = max(LEAST_CARDS, count // 2)
        elif self.density == "far":
            count = min(MOST_CARDS_FAR, max(LEAST_CARDS, count // 2))
        widths = [end - begin for begin, end in spans]
        shares = _share_out(count, widths)
        return tuple(
            (width - (share - 1) * self.gap_x) / share
            for width, share in zip(widths, shares, strict=True) for _ in range(share)
        )

    def _sides(self, main: Box, seams_x: Sequence[float], seams_y: Sequence[float]) -> dict[str, Box]:
        """Return the panels' boxes and the map's between them."""
        if self.density == "far":
            return {"map": main}
        drawn = self.drawn
        left, right = (drawn.left, drawn.right) if self.density == "full" else (drawn.left_reduced, drawn.right_reduced)
        left, right = arranged(left, right, self.wanted)
        column, half = drawn.column * self.scale, self.gap_x / 2
        count = len(left[0])
        lefts = [main.x + (n + 1) * column + n * self.gap_x + half for n in range(count)]
        rights = [main.x + main.width - (n + 1) * column - n * self.gap_x - half for n in reversed(range(count))]
        moved = _snapped([*lefts, *rights], seams_x, SNAP * column)
        lefts, rights = moved[:count], moved[count:]
        found = {"map": Box(lefts[-1] + half, main.y, rights[0] - half - lefts[-1] - half, main.height)}
        found |= self._block(left, drawn.left_weights, [main.x - half, *lefts], main, seams_y)
        return found | self._block(right, drawn.right_weights, [*rights, main.x + main.width + half], main, seams_y)

    def _block(self, rows: Rows, weights: tuple[float, ...], edges: list[float], main: Box,
               seams_y: Sequence[float]) -> dict[str, Box]:
        """Return a side block's panels. `edges` are the middles of the gutters around its columns."""
        half_x, half_y = self.gap_x / 2, self.gap_y / 2
        weights = weights[:len(rows)]
        room = main.height - (len(rows) - 1) * self.gap_y
        heights = [room * weight / sum(weights) for weight in weights]
        gutters = [main.y + sum(heights[:n]) + (n - 0.5) * self.gap_y for n in range(1, len(rows))]
        gutters = _snapped(gutters, seams_y, SNAP * min(heights))
        levels = [main.y - half_y, *gutters, main.y + main.height + half_y]
        found = {}
        for row, (top, bottom) in zip(rows, pairwise(levels), strict=True):
            cuts = edges if len(edges) == len(row) + 1 else _even_cuts(edges[0], edges[-1], len(row))
            for name, (begin, end) in zip(row, pairwise(cuts), strict=True):
                found[name] = Box(begin + half_x, top + half_y, end - begin - self.gap_x, bottom - top - self.gap_y)
        return found


def _even_cuts(begin: float, end: float, count: int) -> list[float]:
    return [begin + (end - begin) * n / count for n in range(count + 1)]


def _snapped(gutters: list[float], seams: Sequence[float], most: float) -> list[float]:
    """Return the gutters, each moved to the seam nearest to it where that is near enough."""
    found = []
    for gutter in gutters:
        nearest = min(seams, key=lambda seam: abs(seam - gutter), default=gutter)
        found.append(nearest if abs(nearest - gutter) <= most else gutter)
    return found


def _share_out(count: int, widths: list[float]) -> list[int]:
    """Return how many cards stand in each span, by its width, one at least."""
    whole = sum(widths)
    shares = [max(1, int(count * width / whole)) for width in widths]
    while sum(shares) < count:
        roomiest = max(range(len(widths)), key=lambda n: widths[n] / (shares[n] + 1))
        shares[roomiest] += 1
    return shares
