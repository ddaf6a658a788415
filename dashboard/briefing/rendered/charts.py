"""Charts and maps of a briefing as SVG: no script, hover by title, strokes and hatches that a copier keeps.

Sizes are in units of the drawing, which the page stretches to its column.
"""

import math
from collections.abc import Iterable, Sequence

from dashboard.briefing.content import Bars, Columns, Curve, Map, Shape
from dashboard.briefing.rendered.markup import Markup, el, join
from dashboard.briefing.rendered.plane import Plane

WIDTH, HEIGHT, MAP_HEIGHT = 340.0, 138.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 30.0, 14.0, 10.0, 22.0
INK, QUIET, GRID, BAND, SECOND = "#1A2530", "#5B6B7B", "#E1E7ED", "#E9EEF3", "#1D93CD"
STEPS = ("#FFFFCC", "#A1DAB4", "#41B6C4", "#2C7FB8", "#253494")
UNKNOWN, WATER, OUTLINE = "#DDE3E9", "#BBD6EC", "#5B6B7B"
NICE = (1, 2, 2.5, 5, 10)
TEXT = 10.0
MAP_NAME = 12.0
"""How broad a name on a map may be, in its type's size."""
HOURS, FEW = 24, 8
"""Places of a day, of which every sixth is named; and how many may all be."""


def nice_top(highest: float) -> tuple[float, int]:
    """Return a round end of an axis not below the highest value, and into how many parts it is divided."""
    if highest <= 0:
        return 4.0, 4
    power = 10 ** math.floor(math.log10(highest / 3))
    step = next(nice * power for nice in NICE if nice * power * 4 >= highest)
    step = max(1.0, step)
    parts = max(1, math.ceil(highest / step))
    return step * parts, parts


def number(value: float) -> str:
    """Return a coordinate."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, said: str, *, anchor: str = "middle", size: float = TEXT, fill: str = QUIET,
         **more: str) -> Markup:
    """Return a line of text."""
    return el("text", said, x=number(x), y=number(y), text_anchor=anchor, font_size=f"{size:g}", fill=fill, **more)


def drawing(parts: Iterable[Markup], label: str, width: float = WIDTH, height: float = HEIGHT) -> Markup:
    """Return an SVG with a title for those who do not see it."""
    return el("svg", join([el("title", label), *parts]), viewBox=f"0 0 {number(width)} {number(height)}", role="img",
              class_="chart", aria_label=label)


class Frame:
    """The axes of a chart: where a value and a place along it lie."""

    def __init__(self, highest: float, places: int, *, is_between: bool) -> None:
        self.top, self.parts = nice_top(highest)
        self.places, self.is_between = places, is_between
        self.breadth = (WIDTH - LEFT - RIGHT) / max(1, places if is_between else places - 1)

    def x(self, place: float) -> float:
        """Return how far right a place lies."""
        return LEFT + self.breadth * (place + (0.5 if self.is_between else 0))

    def y(self, value: float) -> float:
        """Return how far down a value lies."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top

    def lines(self) -> list[Markup]:
        """Return the horizontal lines with their numbers."""
        found = []
        for part in range(self.parts + 1):
            value = self.top * part / self.parts
            y = self.y(value)
            found += [el("line", x1=number(LEFT), x2=number(WIDTH - RIGHT), y1=number(y), y2=number(y), stroke=GRID),
                      text(LEFT - 5, y + 3, f"{value:,.0f}", anchor="end")]
        return found

    def names(self, labels: Sequence[str], every: int = 1) -> list[Markup]:
        """Return what stands under the places."""
        return [text(self.x(place), HEIGHT - 6, said) for place, said in enumerate(labels) if place % every == 0]


def curve(block: Curve) -> Markup:
    """Return lines over a time: the last is what matters, the others are dashed; behind them the usual range."""
    values = [value for _, series in block.series for value in series if value is not None]
    frame = Frame(max([*values, *(high for _, high in block.band)], default=0), len(block.labels), is_between=False)
    many = len(block.labels)
    every = 6 if many == HOURS else math.ceil(many / 5) if many > FEW else 1
    parts = [*frame.lines(), *frame.names(block.labels, every)]
    if block.band:
        there = [f"{number(frame.x(i))},{number(frame.y(high))}" for i, (_, high) in enumerate(block.band)]
        back = [f"{number(frame.x(i))},{number(frame.y(low))}" for i, (low, _) in reversed([*enumerate(block.band)])]
        parts.insert(0, el("polygon", points=" ".join([*there, *back]), fill=BAND))
    for place, (name, series) in enumerate(block.series):
        is_last = place == len(block.series) - 1
        parts += _line(frame, block, name, series, is_last=is_last)
    return drawing(parts, block.title)


def _line(frame: Frame, block: Curve, name: str, series: Sequence[int | None], *, is_last: bool) -> list[Markup]:
    known = [(place, value) for place, value in enumerate(series) if value is not None]
    if not known:
        return []
    runs = _unbroken(known)
    lines = [" ".join(f"{number(frame.x(place))},{number(frame.y(value))}" for place, value in run) for run in runs]
    alone = [el("circle", cx=number(frame.x(run[0][0])), cy=number(frame.y(run[0][1])), r="1.8",
                fill=INK if is_last else SECOND) for run in runs if len(run) == 1]
    look = {"stroke": INK, "stroke_width": "2"} if is_last else {
        "stroke": SECOND, "stroke_width": "1.3", "stroke_dasharray": "3 3"}
    dots = [el("circle", el("title", f"{name} {block.labels[place]}: {value} {block.unit}"), cx=number(frame.x(place)),
               cy=number(frame.y(value)), r="4", class_="spot") for place, value in known] if is_last else []
    end = known[-1]
    mark = [el("circle", cx=number(frame.x(end[0])), cy=number(frame.y(end[1])), r="2.6", fill=INK)] if is_last else []
    return [*(el("polyline", points=points, fill="none", **look) for points in lines), *alone, *mark, *dots]


def _unbroken(known: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the points in runs between gaps."""
    runs: list[list[tuple[int, int]]] = []
    for point in known:
        if runs and runs[-1][-1][0] == point[0] - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def columns(block: Columns) -> Markup:
    """Return columns side by side; where the parts make a whole, a row for each, its parts one after the other."""
    if block.is_stacked:
        return stacked(block)
    values = [value or 0.0 for _, series in block.series for value in series]
    frame = Frame(max(values, default=0), len(block.labels), is_between=True)
    many = max(1, len(block.series))
    breadth = min(34.0, frame.breadth * 0.7 / many)
    parts = [*frame.lines(), *frame.names(block.labels)]
    for place, label in enumerate(block.labels):
        for number_of, (name, series) in enumerate(block.series):
            value, left = series[place] or 0.0, frame.x(place) + breadth * (number_of - many / 2)
            parts.append(el("rect", el("title", f"{label} · {name}: {value:,.0f} {block.unit}"), x=number(left),
                            y=number(frame.y(value)), width=number(breadth - 1),
                            height=number(frame.y(0) - frame.y(value)), fill=_fill(many, number_of)))
            if many == 1:
                parts.append(text(frame.x(place), frame.y(value) - 3, f"{value:,.0f}", fill=INK))
    return drawing(parts, block.title)


def _fill(many: int, place: int) -> str:
    return SECOND if many == 1 else INK if place == many - 1 else "#8FB8DE"


def stacked(block: Columns) -> Markup:
    """Return a row for each place: its name, its parts one after the other, and the whole."""
    sums = [sum(series[place] or 0.0 for _, series in block.series) for place in range(len(block.labels))]
    most = max(sums, default=0) or 1
    rows = []
    for place, label in enumerate(block.labels):
        bits = [el("i", title=f"{name}: {series[place] or 0:,.0f}", class_=f"is-part-{number_of}",
                   style=f"width:{100 * (series[place] or 0) / most:.1f}%")
                for number_of, (name, series) in enumerate(block.series) if series[place]]
        counts = " / ".join(f"{series[place] or 0:,.0f}" for _, series in block.series)
        rows.append(el("tr", el("th", label, scope="row"), el("td", *bits, class_="bar"), el("td", counts, class_="n")))
    return el("table", el("tbody", *rows), class_="bars is-stacked")


def _shortened(name: str) -> str:
    """Return a name that is not broader than a map lets it be; the table has the whole."""
    if _wide(name) <= MAP_NAME:
        return name
    while _wide(name) > MAP_NAME - 1:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _wide(said: str) -> float:
    """Return about how many times its type's size a text is broad."""
    return sum(1.0 if ord(one) > 0x2E7F else 0.55 for one in said)


def bars(block: Bars) -> Markup:
    """Return rows of a name, a bar, a number and what it is compared with."""
    most = max((row.number.value or 0 for row in block.rows), default=0) or 1
    return el("table", el("tbody", join(
        el("tr", join([
            el("th", row.name, scope="row", title=row.name),
            el("td", None if row.number.value is None else el(
                "i", "", style=f"width:{max(1.0, 100 * row.number.value / most):.0f}%"), class_="bar"),
            el("td", row.number.text, class_="n", data_figure=row.number.figure), el("td", row.remark, class_="n")]))
        for row in block.rows)), class_="bars")


def choropleth(block: Map) -> Markup:
    """Return the areas in five steps with their names, the water over them."""
    points = [point for shape in block.shapes for ring in shape.rings for point in ring]
    if not points:
        return el("p", "—")
    plane = Plane(points, WIDTH - 4, MAP_HEIGHT)
    hatch = el("pattern", el("path", d="M0 6L6 0", stroke="#B9C4CF"), id="unknown", width="6", height="6",
               patternUnits="userSpaceOnUse")
    # One path for all: each that is filled with a pattern is a picture of its own in a PDF.
    unknown = [ring for shape in block.shapes if shape.step is None for ring in shape.rings]
    hatched = [el("path", d=plane.path(unknown), fill="url(#unknown)", fill_rule="evenodd")] if unknown else []
    water = el("path", d=plane.path(block.water), fill=WATER, fill_rule="evenodd", class_="water")
    frames = [el("path", d=plane.path(one.rings), fill="none", stroke=INK, stroke_width="1.1") for one in block.frames]
    return drawing([el("defs", hatch), *hatched, *(area(plane, block, one) for one in block.shapes), water, *frames,
                    *labels(plane, block.frames or block.shapes)], block.title, WIDTH - 4, plane.height + 2)


def area(plane: Plane, block: Map, shape: Shape) -> Markup:
    """Return one area in the colour of its step; where nothing is known, what is hatched below it is seen."""
    return el("path", el("title", f"{shape.name}: {shape.number.text} {block.unit}"), d=plane.path(shape.rings),
              fill="none" if shape.step is None else STEPS[shape.step], fill_rule="evenodd", pointer_events="all",
              stroke="#FFFFFF" if block.frames else OUTLINE, stroke_width="0.6", data_area=shape.code)


def labels(plane: Plane, shapes: Sequence[Shape]) -> list[Markup]:
    """Return the names that have room; one that would lie over another is left to the table."""
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for shape in shapes:
        name = _shortened(shape.name)
        half = _wide(name) * TEXT / 2 + 1
        x, y = plane.at(shape.at)
        x = min(max(x, half), WIDTH - 4 - half)
        box = (x - half, y - TEXT, x + half, y + 3)
        if any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken):
            continue
        taken.append(box)
        found.append(text(x, y, name, fill=INK, paint_order="stroke", stroke="#FFFFFF", stroke_width="2.4",
                          stroke_linejoin="round"))
    return found
