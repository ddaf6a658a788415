"""A briefing as plain tables, one for each block, every number with its value: for spreadsheets and CSV."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dashboard.briefing.content import Bars, Block, Brief, Columns, Curve, Lines, Map, Mark, Number, Shape, Table, read
from dashboard.briefing.rendered.markup import clean
from dashboard.speech import shared_words

Value = str | Number | Mark | float | None
"""What stands in a cell; None where nothing is known."""
LONGEST = 32_000
"""Signs of a text; a spreadsheet's cell holds 32,767."""


@dataclass(frozen=True, kw_only=True)
class Flat:
    """One table. `kind` says in ASCII what it is; `note` how it is to be read."""

    kind: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Heads:
    """The headings in a language."""

    language: str

    def __call__(self, key: str, **values: str) -> str:
        """Return the words of a key."""
        return str(shared_words(self.language)[f"sheets.{key}"]).format(**values)


def tables_of(brief: Brief) -> list[Flat]:
    """Return the summary, the figures with their definitions, a table for each block, and what the figures mean."""
    heads = Heads(brief.language)
    return [summary(brief, heads), figures(brief, heads), *(flat(one.body, heads) for one in brief.sections()),
            about(brief, heads)]


def summary(brief: Brief, heads: Heads) -> Flat:
    """Return what the briefing is of, what it says first, what it lacks, and where it can be opened."""
    words = shared_words(brief.language)
    said = [
        (heads("title"), brief.title), (heads("issue"), brief.issue),
        (str(words["brief.area"]), f"{brief.area_name} {brief.area}"), (heads("at"), brief.dated),
        (str(words["brief.slide_conclusion"]), read(brief.conclusion)),
        *((f"{brief.decisions_title} {place}", read(one)) for place, one in enumerate(brief.decisions, start=1)),
        *((f"{words['brief.gaps']} {place}", one.said) for place, one in enumerate(brief.gaps, start=1)),
        (heads("draft"), brief.draft), (heads("demo"), brief.demo), (heads("marking"), brief.marked()),
        (heads("source"), brief.source), (heads("office"), brief.office), (heads("made_by"), brief.made_by),
        (heads("made_at"), brief.made_at), (heads("id"), brief.id), (heads("link"), brief.link),
        (str(words["brief_edit.edited"]), brief.edited), (heads("digest"), brief.digest()),
        (heads("versions"), " · ".join(f"{key} {value}" for key, value in brief.versions.items()))]
    return Flat(kind="summary", title=heads("summary"), head=(heads("name"), heads("sentence")),
                rows=tuple(one for one in said if one[1]))


def figures(brief: Brief, heads: Heads) -> Flat:
    """Return the figures on top."""
    rows = tuple((card.label, card.number, card.unit, " · ".join(card.remarks)) for card in brief.cards)
    return Flat(kind="figures", title=heads("figures"), rows=rows,
                head=tuple(heads(key) for key in ("figure", "value", "unit", "compared")))


def about(brief: Brief, heads: Heads) -> Flat:
    """Return what the figures mean, as of when and from where."""
    rows = tuple((one.name, one.said) for one in brief.definitions)
    return Flat(kind="about", title=brief.definitions_title, head=(heads("figure"), heads("meaning")),
                rows=(*rows, (heads("at"), brief.dated), (heads("source"), brief.source)))


def flat(block: Block, heads: Heads) -> Flat:
    """Return a block as a table."""
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    match block:
        case Curve() | Columns():
            return _series(block, heads)
        case Bars():
            rows = tuple(
                (place, row.name, row.number, row.remark) for place, row in enumerate(block.rows, start=1))
            head = (heads("rank"), heads("name"), _with_unit(heads("value"), block.unit), heads("change"))
        case Map():
            rows = (*(_area(block, one, heads("area")) for one in block.shapes),
                    *(_area(block, one, heads("frame")) for one in block.frames))
            head = (heads("code"), heads("name"), _with_unit(heads("value"), block.unit), heads("class"),
                    heads("outline"))
        case Lines():
            rows, head = tuple((read(one),) for one in block.lines), (heads("sentence"),)
        case Table():
            rows, head = block.rows, block.head
    return Flat(kind=block.block, title=block.title, head=head, rows=rows, note=_note(block))


def _note(block: Block) -> str:
    empty = block.empty if isinstance(block, Table) and not block.rows else ""
    approval = block.approval if isinstance(block, Map) else ""
    return " · ".join(part for part in (empty, block.note, approval) if part)


def _series(block: Curve | Columns, heads: Heads) -> Flat:
    names = [_with_unit(name, block.unit) for name, _ in block.series]
    columns: list[Sequence[Value]] = [values for _, values in block.series]
    if isinstance(block, Curve) and block.reads:
        columns = [[said or value for said, value in zip(reads, values, strict=True)]
                   for reads, values in zip(block.reads, columns, strict=True)]
    if isinstance(block, Curve) and block.band:
        names += [heads("low", name=block.band_name), heads("high", name=block.band_name)]
        columns += [[low for low, _ in block.band], [high for _, high in block.band]]
    return Flat(kind=block.block, title=block.title, head=(heads("place"), *names), note=block.note,
                rows=tuple((label, *(column[place] for column in columns)) for place, label in enumerate(block.labels)))


def _area(block: Map, one: Shape, drawn: str) -> tuple[Value, ...]:
    known = one.step is not None and one.step < len(block.steps)
    return one.code, one.name, one.number, block.steps[one.step or 0] if known else "", drawn


def _with_unit(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


def with_readings(table: Flat, language: str, is_told: Callable[[Number], bool]) -> Flat:
    """Return a table in which a column of how numbers read follows each whose values alone do not tell it."""
    told = [any(isinstance(cell, Number) and not is_told(cell) for cell in cells)
            for cells in (zip(*table.rows, strict=True) if table.rows else ((),) * len(table.head))]
    heads, head = Heads(language), list[str]()
    for place, name in enumerate(table.head):
        head += [name, heads("as_read", name=name)] if told[place] else [name]
    rows = []
    for row in table.rows:
        cells: list[Value] = []
        for place, cell in enumerate(row):
            cells += [cell, text_of(cell)] if told[place] else [cell]
        rows.append(tuple(cells))
    return replace(table, head=tuple(head), rows=tuple(rows))


def value_of(cell: Value) -> int | float | str | None:
    """Return a number by its value, whole ones as such; how it reads where it has none; a text without what no file
    may hold, on one line.
    """
    value = cell.value if isinstance(cell, Number) else cell
    if isinstance(value, int | float) and math.isfinite(value):
        return int(value) if float(value).is_integer() else value
    return None if cell is None else text_of(cell)


def text_of(cell: Value) -> str:
    """Return how a cell reads, nothing for None."""
    said = cell.text if isinstance(cell, Number | Mark) else "" if cell is None else str(cell)
    return line_of(said)


def line_of(said: str) -> str:
    """Return a text as one line that a cell can hold."""
    whole = re.sub(r"[\t\n\v\f\r\u0085\u2028\u2029]", " ", clean(said))
    return whole if len(whole) <= LONGEST else whole[:LONGEST - 1] + "…"
