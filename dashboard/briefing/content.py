"""What a briefing holds: frozen parts that every format is made from, so that all formats say the same to the digit.

Nothing here is counted or formatted again: a number carries its text as it is read and its value as it was counted.
Geometry is in degrees (WGS 84); moments are ISO 8601 with their offset.
"""

import hashlib
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A piece that never changes once it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Number(Part):
    """A number in a sentence or a cell: how it reads, its value, and the figure of the dictionary it is."""

    text: str
    value: float | None = None
    figure: str = ""


class Mark(Part):
    """A word with a shape of its own: a priority ("p1" to "p4") or a lamp ("late", "soon", "fine", "done")."""

    text: str
    mark: str


def _is_unsaid(value: object) -> bool:
    return not value


def _is_nothing(value: object) -> bool:
    return value is None


class Column(Part):
    """What a column of a table, a series of a chart, or the rows and areas of a ranking and a map hold."""

    holds: Literal["names", "counts", "rates", "other"]
    total: str = ""
    """Of counts: the figure that all of them add up to, "" for one that stands nowhere."""
    within: tuple[int, ...] = ()
    """Places of the columns of counts that a rate follows from, or that counts are a part of."""
    ends: tuple[str, ...] = ()
    """Of counts: the figures that the last of them are."""


class Outward(Part):
    """What the wider circle may see of a block: its name, which states no finding, and what its columns hold."""

    name: str
    columns: tuple[Column, ...]
    note: str = ""
    is_in_order: bool = False
    """Do its rows follow a clock or a scale? Others are by size, which what is kept back must not tell."""


class Outlined(Part):
    """A block that has a name for the wider circle; one without is kept from it."""

    outward: Outward | None = Field(default=None, exclude_if=_is_unsaid)


Run = str | Number
Sentence = tuple[Run, ...]
Cell = str | Number | Mark


class Card(Part):
    """One figure with its unit and what it is compared with."""

    label: str
    number: Number
    unit: str = ""
    remarks: tuple[str, ...] = ()
    tone: str = ""  # "bad" where somebody is needed
    definition: str = ""
    sample: tuple[int, int] | None = Field(default=None, exclude_if=_is_unsaid)
    """Of a rate or a median: how many cases make it, and of how many."""


class Curve(Outlined):
    """Counts along a time; `band` is the usual range: (lowest, highest) by point."""

    block: Literal["curve"] = "curve"
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]  # the one that matters last
    band: tuple[tuple[float, float], ...] = ()
    band_name: str = ""
    unit: str = ""
    note: str = ""
    reads: tuple[tuple[str, ...], ...] = Field(default=(), exclude_if=_is_unsaid)
    """How the values that are kept from a reader read, by series; "" for all others."""


class Bar(Part):
    """One row of a ranking."""

    name: str
    number: Number
    remark: str = ""


class Bars(Outlined):
    """Rows by size."""

    block: Literal["bars"] = "bars"
    title: str
    rows: tuple[Bar, ...]
    unit: str = ""
    note: str = ""


class Columns(Outlined):
    """Groups side by side, each of one or more series; stacked where the parts make a whole."""

    block: Literal["columns"] = "columns"
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    is_stacked: bool = False
    unit: str = ""
    note: str = ""


class Shape(Part):
    """One area: its rings (exterior and holes of every part) of (longitude, latitude), its step and its value."""

    code: str
    name: str
    at: tuple[float, float]
    rings: tuple[tuple[tuple[float, float], ...], ...]
    number: Number
    step: int | None = None  # index of its class; None where nothing is known
    cases: int | None = Field(default=None, exclude_if=_is_nothing)  # how many its rate is of


class Map(Outlined):
    """Areas in five steps. `steps` are how the legend reads, the lowest first; `frames` are coarser areas over them,
    outlined and named in their place.
    """

    block: Literal["map"] = "map"
    title: str
    shapes: tuple[Shape, ...]
    frames: tuple[Shape, ...] = ()
    water: tuple[tuple[tuple[float, float], ...], ...] = ()
    steps: tuple[str, ...] = ()
    unit: str = ""
    approval: str = ""  # the map's number of approval
    note: str = ""
    unknown: str = Field(default="", exclude_if=_is_unsaid)
    """What an area without a step is; "" where nothing is known of it."""


class Table(Outlined):
    """Rows under a heading. `wide` is the column that takes the room that is left."""

    block: Literal["table"] = "table"
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: int = 0
    empty: str = ""  # what is said where there are no rows
    note: str = ""


class Lines(Part):
    """Sentences one below the other."""

    block: Literal["lines"] = "lines"
    title: str
    lines: tuple[Sentence, ...]
    note: str = ""


Block = Annotated[Curve | Bars | Columns | Map | Table | Lines, Field(discriminator="block")]


class Section(Part):
    """A block and how wide it stands on paper: "half" or "full"; `notes` is what a speaker would say."""

    body: Block
    width: Literal["half", "full"] = "full"
    notes: str = ""


class Page(Part):
    """Sections that stand on one page of paper, or make one chapter of an official text."""

    sections: tuple[Section, ...]
    title: str = ""


class Definition(Part):
    """What a figure means, as of when, from where. What was kept before it had a key and a list is as it was kept."""

    name: str
    said: str
    key: str = Field(default="", exclude_if=_is_unsaid)
    """The `figure` of the numbers it explains."""
    cases: str = Field(default="", exclude_if=_is_unsaid)
    """Where a running screen lists the cases that are counted, of now or of the briefing's moment."""


class Gap(Part):
    """Something that is missing or too old; `is_stale` makes the briefing a draft."""

    said: str
    is_stale: bool = False


class Brief(Part):
    """One briefing: one instant, one area, everything it says."""

    id: str
    kind: str
    style: Literal["sheet", "official"] = "sheet"
    """How it lies on paper: pages full of figures, or a text with the measures of GB/T 9704."""
    language: str
    area: str
    area_name: str
    title: str
    issue: str  # its number
    dated: str  # day and as-of as they are read
    office: str
    at: str
    made_at: str
    made_by: str
    marking: str  # who may read it
    demo: str  # what says that nothing of it is real, or nothing
    draft: str  # what is stamped on an incomplete one, or nothing
    link: str
    addressed: str = ""  # to whom an official one goes
    conclusion: Sentence
    decisions_title: str = ""
    decisions: tuple[Sentence, ...] = ()
    cards: tuple[Card, ...]
    pages: tuple[Page, ...]
    gaps: tuple[Gap, ...] = ()
    source: str  # where the data come from, and how old
    definitions: tuple[Definition, ...] = ()
    definitions_title: str = ""
    versions: dict[str, str] = {}
    circle: Literal["", "wide"] = Field(default="", exclude_if=_is_unsaid)
    """"wide": small counts are kept from its readers, and all that they could be computed from."""
    edited: str = Field(default="", exclude_if=_is_unsaid)
    """That sentences were edited: how many, by whom, when; "" where they are as they were made."""
    reader: str = Field(default="", exclude=True)
    """Whose copy it is, as it is said on it; of the copy alone, and no part of what is frozen."""

    def marked(self) -> str:
        """Return who may read it, and whose copy it is."""
        return " · ".join(part for part in (self.marking, self.reader) if part)

    def edit_note(self) -> str:
        """Return who edited its sentences and when, with the beginning of its digest; "" where nobody did."""
        return f"{self.edited} · SHA-256 {self.digest()[:12]}" if self.edited else ""

    def is_draft(self) -> bool:
        """Is something that it needs missing or too old?"""
        return any(gap.is_stale for gap in self.gaps)

    def sections(self) -> Iterator[Section]:
        """Yield every section in the order of pages."""
        for page in self.pages:
            yield from page.sections

    def pack(self) -> bytes:
        """Return it as JSON with its keys in order: equal briefings are equal bytes; half a sign is left out."""
        said = self.model_dump(mode="json")
        try:
            return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
        except TypeError:
            return orjson.dumps(_paired(said), option=orjson.OPT_SORT_KEYS)

    def digest(self) -> str:
        """Return the hash of everything it says, 64 hexadecimal digits (SHA-256)."""
        return hashlib.sha256(self.pack()).hexdigest()


def unpack(body: bytes) -> Brief:
    """Return a briefing from what `pack` returned. Raises ValueError (pydantic) where it is none."""
    return Brief.model_validate_json(body)


def _paired(value: Any) -> Any:
    """Return a JSON value without surrogates that have lost their other half: no file holds them."""
    if isinstance(value, dict):
        return {_paired(key): _paired(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_paired(one) for one in value]
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value


def read(sentence: Sentence) -> str:
    """Return a sentence as plain text."""
    return "".join(one if isinstance(one, str) else one.text for one in sentence)
