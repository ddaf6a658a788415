"""A map on a slide: native shapes in five steps, hatched where nothing is known, names where they have room."""

from collections.abc import Iterable, Sequence
from typing import Any

from pptx.enum.dml import MSO_PATTERN
from pptx.util import Inches

from dashboard.briefing.content import Map, Shape
from dashboard.briefing.rendered.charts import STEPS, UNKNOWN, WATER
from dashboard.briefing.rendered.plane import Plane
from dashboard.briefing.rendered.slide_fit import fitted, height_of, width_of
from dashboard.briefing.rendered.slide_text import (
    INK,
    QUIET,
    WHITE,
    Box,
    Look,
    colour,
    describe,
    edged,
    painted,
    plain,
    prepared,
    rectangle,
    spaced,
    write,
)
from dashboard.briefing.rendered.slide_text import add_run as add
from dashboard.speech import shared_words

POINTS, HIGH, MOST_NAME = 16, 0.29, 2.2
LEGEND, STEP = 2.9, 0.42
"""Inches: how broad the legend is, how far its steps are apart."""
OUTLINE, HATCH = "5B6B7B", "93A4B7"
TRIES = (0.0, -0.3, 0.3, -0.6, 0.6)
"""How far a name steps aside, up and down."""

Where = tuple[Plane, Box]
Label = tuple[Box, str]


def draw(slide: Any, box: Box, block: Map, language: str) -> str:
    """Draw the map with its names and its legend and return what it says in words."""
    points = [point for shape in block.shapes for ring in shape.rings for point in ring]
    room = Box(box.left, box.top, box.width - LEGEND - 0.3, box.height)
    if points:
        plane = Plane(points, room.width, room.height)
        where = plane, Box(room.left, room.top + (room.height - plane.height) / 2, room.width, plane.height)
        group = slide.shapes.add_group_shape()
        for shape in block.shapes:
            drawn = _polygon(group, where, shape.rings)
            _coloured(drawn, shape.step)
            edged(drawn, WHITE if block.frames else OUTLINE, 0.75)
            describe(drawn, f"{shape.name} {shape.number.text} {block.unit}", fitted(shape.name, 2, 12))
        for ring in block.water:
            water = _polygon(group, where, [ring])
            painted(water, WATER)
            edged(water, "", 0)
        for frame in block.frames:
            line = _polygon(group, where, frame.rings)
            painted(line, "")
            edged(line, INK, 1.5)
        describe(group, said_of(block), "map")
        _names(slide, where, block.frames or block.shapes, language)
    _legend(slide, Box(box.left + box.width - LEGEND, box.top, LEGEND, box.height), block, language)
    return said_of(block)


def _polygon(group: Any, where: Where, rings: Iterable[Sequence[tuple[float, float]]]) -> Any:
    """Return a new shape of rings, a hole where one lies in another."""
    plane, room = where
    placed = [[(int(Inches(room.left + x)), int(Inches(room.top + y))) for x, y in map(plane.at, ring)]
              for ring in rings if ring] or [[(int(Inches(room.left)), int(Inches(room.top)))]]
    builder = group.shapes.build_freeform(*placed[0][0])
    builder.add_line_segments(placed[0][1:], close=True)
    for ring in placed[1:]:
        builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    return plain(builder.convert_to_shape())


def _coloured(shape: Any, step: int | None) -> None:
    if step is not None:
        painted(shape, STEPS[step])
        return
    shape.fill.patterned()
    shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    shape.fill.fore_color.rgb, shape.fill.back_color.rgb = colour(HATCH), colour(UNKNOWN)


def _names(slide: Any, where: Where, shapes: Sequence[Shape], language: str) -> None:
    """Write names with their numbers; where not all have room, names alone; where one has none, the notes say it."""
    full = _placed(where, shapes, [
        f"{fitted(one.name, MOST_NAME, POINTS)} {fitted(one.number.text, MOST_NAME, POINTS)}" for one in shapes])
    if len(full) < len(shapes):
        full = _placed(where, shapes, [fitted(one.name, MOST_NAME, POINTS) for one in shapes])
    look = Look(points=POINTS, side="center", language=language)
    for box, said in full:
        ground = rectangle(slide.shapes, box, WHITE)
        ground.text_frame.word_wrap = False
        paragraph = prepared(ground.text_frame, look, anchor="middle")
        add(spaced(paragraph, look), said, look)


def _placed(where: Where, shapes: Sequence[Shape], texts: Sequence[str]) -> list[Label]:
    plane, room = where
    taken: list[Label] = []
    for shape, said in zip(shapes, texts, strict=True):
        broad = min(room.width, width_of(said, POINTS) + 0.1)
        x, y = plane.at(shape.at)
        left = min(max(room.left + x - broad / 2, room.left), room.left + room.width - broad)
        for aside in TRIES:
            top = min(max(room.top + y + aside - HIGH / 2, room.top), room.top + room.height - HIGH)
            own = Box(left, top, broad, HIGH)
            if not any(_meet(own, other) for other, _ in taken):
                taken.append((own, said))
                break
    return taken


def _meet(one: Box, other: Box) -> bool:
    return (one.left < other.left + other.width and other.left < one.left + one.width
            and one.top < other.top + other.height and other.top < one.top + one.height)


def _legend(slide: Any, box: Box, block: Map, language: str) -> None:
    """Draw the steps, the highest on top, each with how many areas it holds, and the map's number of approval."""
    look = Look(points=POINTS, language=language)
    write(slide, Box(box.left, box.top, box.width, 0.6), fitted(block.unit, box.width, POINTS, 2), look)
    steps: list[tuple[int | None, str]] = list(reversed(list(enumerate(block.steps[:len(STEPS)]))))
    if any(shape.step is None for shape in block.shapes):
        steps.append((None, block.unknown or shared_words(language)["brief.nothing"]))
    for place, (step, said) in enumerate(steps):
        top = box.top + 0.65 + place * STEP
        swatch = rectangle(slide.shapes, Box(box.left, top, 0.5, 0.3), "", OUTLINE)
        _coloured(swatch, step)
        counted = sum(shape.step == step for shape in block.shapes)
        room = box.width - 0.65
        write(slide, Box(box.left + 0.65, top, room, 0.3), fitted(f"{said}  ({counted})", room, POINTS), look,
              anchor="middle")
    foot = Look(points=12, colour=QUIET, language=language)
    high = height_of(3, 12)
    write(slide, Box(box.left, box.top + box.height - high, box.width, high), fitted(block.approval, box.width, 12, 3),
          foot, anchor="bottom")


def said_of(block: Map) -> str:
    """Return the map in words."""
    return f"{block.title} ({block.unit})\n" + ", ".join(
        f"{shape.name} {shape.number.text}" for shape in (*block.frames, *block.shapes))
