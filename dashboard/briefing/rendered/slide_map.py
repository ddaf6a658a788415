"""A map on a slide: native shapes in five steps, names where they have room, the legend beside it."""

from collections.abc import Iterable, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

from dashboard.briefing.content import Map, Shape
from dashboard.briefing.rendered.charts import STEPS, UNKNOWN, WATER
from dashboard.briefing.rendered.plane import Plane
from dashboard.briefing.rendered.slide_text import INK, QUIET, Box, Look, describe, fitted, plain, width_of, write

NAME_POINTS = 16
LEGEND = 3.0
"""Inches of the width that the legend takes."""


def draw(slide: Any, box: Box, block: Map, language: str) -> None:
    """Draw the map with its names and its legend."""
    points = [point for shape in block.shapes for ring in shape.rings for point in ring]
    room = Box(box.left, box.top, box.width - LEGEND - 0.3, box.height)
    if points:
        plane = Plane(points, room.width, room.height)
        group = slide.shapes.add_group_shape()
        group.name = "map"
        for shape in block.shapes:
            fill = UNKNOWN if shape.step is None else STEPS[shape.step]
            _polygon(group, (plane, room), shape.rings, fill, ("#FFFFFF" if block.frames else "#5B6B7B", 0.75))
        _polygon(group, (plane, room), block.water, WATER, (WATER, 0))
        for frame in block.frames:
            _polygon(group, (plane, room), frame.rings, "", (f"#{INK}", 1.5))
        describe(group, said_of_map(block))
        _names(slide, (plane, room), block.frames or block.shapes, language)
    _legend(slide, Box(box.left + box.width - LEGEND, box.top, LEGEND, box.height), block, language)


def _polygon(group: Any, where: tuple[Plane, Box], rings: Iterable[Sequence[tuple[float, float]]], fill: str,
             line: tuple[str, float]) -> None:
    plane, room = where
    placed = [[(int(Inches(room.left + x)), int(Inches(room.top + y))) for x, y in map(plane.at, ring)]
              for ring in rings]
    if not placed:
        return
    builder = group.shapes.build_freeform(*placed[0][0])
    builder.add_line_segments(placed[0][1:], close=True)
    for ring in placed[1:]:
        builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    shape = plain(builder.convert_to_shape())
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill.removeprefix("#"))
    else:
        shape.fill.background()
    if line[1]:
        shape.line.color.rgb = RGBColor.from_string(line[0].removeprefix("#"))
        shape.line.width = Pt(line[1])
    else:
        shape.line.fill.background()


def _names(slide: Any, where: tuple[Plane, Box], shapes: Sequence[Shape], language: str) -> None:
    plane, room = where
    taken: list[tuple[float, float, float, float]] = []
    for shape in shapes:
        name = fitted(shape.name, 2.2, NAME_POINTS)
        broad, high = width_of(name, NAME_POINTS) + 0.08, 0.3
        x, y = (room.left + plane.at(shape.at)[0], room.top + plane.at(shape.at)[1])
        x = min(max(x, room.left + broad / 2), room.left + room.width - broad / 2)
        own = (x - broad / 2, y - high / 2, x + broad / 2, y + high / 2)
        if any(own[0] < one[2] and one[0] < own[2] and own[1] < one[3] and one[1] < own[3] for one in taken):
            continue
        taken.append(own)
        box = plain(slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *Box(own[0], own[1], broad, high).emu()))
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor(255, 255, 255)
        box.line.fill.background()
        write(slide, Box(own[0] - 0.1, own[1], broad + 0.2, high), name,
              Look(points=NAME_POINTS, side="center", language=language), anchor="middle")


def _legend(slide: Any, box: Box, block: Map, language: str) -> None:
    look = Look(points=16, language=language)
    write(slide, Box(box.left, box.top, box.width, 0.35), block.unit, look)
    for place, step in enumerate(block.steps):
        top = box.top + 0.45 + place * 0.42
        swatch = plain(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(box.left, top, 0.5, 0.3).emu()))
        swatch.fill.solid()
        swatch.fill.fore_color.rgb = RGBColor.from_string(STEPS[place].removeprefix("#"))
        swatch.line.color.rgb = RGBColor.from_string("5B6B7B")
        counted = sum(shape.step == place for shape in block.shapes)
        write(slide, Box(box.left + 0.65, top, box.width - 0.65, 0.3), f"{step}  ({counted})", look, anchor="middle")
    foot = Look(points=12, colour=QUIET, language=language)
    write(slide, Box(box.left, box.top + box.height - 0.9, box.width, 0.9), f"{block.note} · {block.approval}", foot,
          anchor="bottom")


def said_of_map(block: Map) -> str:
    """Return the map in words."""
    return f"{block.title} ({block.unit})\n" + ", ".join(
        f"{shape.name} {shape.number.text}" for shape in block.frames or block.shapes)
