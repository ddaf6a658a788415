"""What stands around a briefing's contents: its title, of when and of where it is, what it lacks, what figures mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from dashboard.briefing.blocks import gaps
from dashboard.briefing.content import Block, Brief, Card, Definition, Lines, Number, Page, Section, Sentence
from dashboard.briefing.kind import Asked
from dashboard.briefing.versions import versions_of
from dashboard.parts.definition import counts, formula, left_out, name_of
from dashboard.speech import Words
from data.alarms import feeds
from data.areas import queries
from data.figures import dictionary
from data.figures.definition import Figure
from data.visit import Visit

LISTED = {"open_now": {"st": "open"}, "overdue_now": {"st": "overdue"}, "received_today": {"range": "today"},
          "received": {"range": "7d"}, "due_day": {"st": "due_soon"}, "shift_supervised": {"st": "supervised"}}
"""Number -> the filter of the screens that lists what it counts; where none does exactly, there is no list."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a kind puts in."""

    kind: str
    figures: dict[str, Figure]
    cards: tuple[Card, ...]
    pages: tuple[Page, ...]
    conclusion: Sentence
    decisions: tuple[Sentence, ...]
    style: Literal["sheet", "official"] = "sheet"
    addressed: str = ""
    about: str = ""
    """The code of the class that all of it is narrowed to."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What its title is filled with besides the area's name."""


def half(block: Block) -> Section:
    """Return a block that shares its line of paper with another."""
    return Section(body=block, width="half")


def whole(block: Block) -> Section:
    """Return a block over the whole width of paper."""
    return Section(body=block, width="full")


def framed(visit: Visit, t: Words, asked: Asked, said: Said) -> Brief:
    """Return the briefing; one that lacks something is stamped."""
    place = queries.find(visit, asked.area)
    name = queries.name_of(place, visit.language)
    heard = feeds.feeds(visit, asked.area)
    missing = gaps.gaps(visit, t, asked.area, heard, is_past=asked.is_past)
    local = visit.now.astimezone(visit.zone)
    return Brief(
        id=asked.id, kind=said.kind, style=said.style, addressed=said.addressed,
        language=visit.language, area=asked.area, area_name=name,
        title=t("title", area=name, **said.words), issue=t("brief.issue", n=local.timetuple().tm_yday),
        dated=t("brief.at", day=t.day(visit.now), time=t.time_of_day(visit.now)),
        office=t("brief.office", city=t.pick(visit.city.name, visit.city.name_en)),
        at=visit.now.isoformat(), made_at=asked.made_at.astimezone(visit.zone).isoformat(),
        made_by=asked.made_by, marking=t("brief.marking"),
        demo=t(f"app.{visit.city.marker}") if visit.city.marker else "",
        draft=t("brief.draft") if any(one.is_stale for one in missing) else "", link=asked.link,
        conclusion=said.conclusion, decisions_title=t("brief.decisions"), decisions=said.decisions, cards=said.cards,
        pages=said.pages, gaps=missing, source=gaps.source(visit, t, heard),
        definitions=tuple(_definitions(t, asked, said)), definitions_title=t("brief.definitions"),
        versions=versions_of(visit))


def _definitions(t: Words, asked: Asked, said: Said) -> Iterator[Definition]:
    """Yield what each figure that is shown means, once."""
    for name in dict.fromkeys(one.figure for one in _numbers(said) if one.figure):
        called, meaning = meaning_of(t, name, said.figures.get(name))
        yield Definition(name=called, said=meaning, key=name, cases=_cases(asked, said, name))


def _cases(asked: Asked, said: Said, name: str) -> str:
    """Return the address of a screen that shows what a number counts, "" where no filter says that."""
    if name not in LISTED:
        return ""
    query = {"area": asked.area, **LISTED[name], "cat": said.about, "t": asked.at.isoformat() if asked.is_past else ""}
    narrowed = urlencode({key: one for key, one in query.items() if one})
    return f"{asked.link.partition('/brief/')[0]}/desk/overview?{narrowed}"


def _numbers(said: Said) -> Iterator[Number]:
    """Yield the numbers of figures and sentences in the order they are read."""
    lines = [line for page in said.pages for one in page.sections if isinstance(one.body, Lines)
             for line in one.body.lines]
    yield from (run for line in (said.conclusion, *said.decisions) for run in line if isinstance(run, Number))
    yield from (card.number for card in said.cards)
    yield from (run for line in lines for run in line if isinstance(run, Number))


def meaning_of(t: Words, name: str, figure: Figure | None = None) -> tuple[str, str]:
    """Return what a figure is called and what it means; of one that was counted also of how many cases."""
    if name not in dictionary.definitions():
        return t(f"meaning_names.{name}"), t(f"meanings.{name}")
    known = dictionary.find(name)
    of_it = () if figure is None else (counts(t, figure), left_out(t, known, figure.left_out))
    return name_of(t, name), " · ".join(
        part for part in (formula(t, known), t(f"figure_windows.{known.window}"), *of_it) if part)
