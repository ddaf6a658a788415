"""The six figures on top: those of the screens' strip, compared as there."""

from dashboard.briefing.content import Card
from dashboard.briefing.sentences import count, figure_number
from dashboard.panel import View
from dashboard.panels import kpi_strip
from dashboard.parts.definition import name_of
from dashboard.speech import Words
from data.cases import figures
from data.figures.definition import Figure
from data.visit import Visit

SHOWN = ("received_today", "closed_today", "on_time_rate", "overdue_now", "first_response", "open_now")


def strip(visit: Visit, area: str) -> dict[str, Figure]:
    """Return {figure: value} of the screens' strip."""
    return {one.name: one for one in figures.kpis(visit, area)}


def cards(t: Words, area: str, found: dict[str, Figure]) -> tuple[Card, ...]:
    """Return one card for each figure that is shown, as the strip of a screen has it."""
    as_strip, view = t.with_own(kpi_strip.WORDS), View(area=area, norm="abs", surface="desk")
    return tuple(Card(
        label=name_of(t, name), number=figure_number(t, found[name]), unit=as_strip(found[name].unit),
        remarks=(kpi_strip.remark(found[name], as_strip, view)[0],), definition=found[name].definition,
        tone="bad" if name == "overdue_now" and found[name].value else "", sample=_sample(found[name]))
        for name in SHOWN)


def _sample(figure: Figure) -> tuple[int, int] | None:
    """Return of how many cases a rate or a median is; None for a count."""
    if figure.sample is None:
        return None
    return figure.sample if figure.numerator is None else figure.numerator, figure.sample


def of_week(t: Words, area: str, found: dict[str, Figure], counted: dict[str, tuple[int, int]],
            year: dict[str, int]) -> tuple[Card, ...]:
    """Return the cards of a week: what came in and was closed against the week before and, where it is known, that of a
    year before; then what stands now.
    """
    moved = tuple(Card(
        label=t(f"brief.week_{name}"), number=count(t, now, name),
        unit=t.with_own(kpi_strip.WORDS)("cases"), definition=f"figure.{name}",
        remarks=(t("brief.week_change", change=t.change(now, before)),
                 *([t("brief.year_change", change=t.change(now, year[name]))] if year else [])))
        for name, (now, before) in counted.items())
    return (*moved, *cards(t, area, found)[len(moved):])
