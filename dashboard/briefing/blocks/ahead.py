"""What the next 24 hours bring: deadlines that come, and what the forecast expects and was worth yesterday."""

from datetime import timedelta

from dashboard.briefing.blocks import late
from dashboard.briefing.content import Lines, Number, Sentence
from dashboard.briefing.sentences import count, say
from dashboard.speech import Words
from data.cases.board import Item
from data.cases.lateness import Late
from data.forecasts import reading
from data.forecasts.reading import Expected
from data.visit import Visit

DAY = timedelta(days=1)


def ahead(visit: Visit, t: Words, area: str, departments: list[Late], items: list[Item]) -> Lines:
    """Return how many cases and key items come due, and with whom most; and what is foretold for tomorrow."""
    found = sorted(departments, key=lambda one: -one.due_soon)
    lines: list[Sentence] = []
    if soon := sum(one.due_soon for one in found):
        first = say(t, "brief.ahead_most", name=late.named(visit, t, found[:1])[0],
                    n=count(t, found[0].due_soon, "due_there"))
        lines.append((*say(t, "brief.ahead_due", n=count(t, soon, "due_day")), *first))
    if due := sum(visit.now <= one.due <= visit.now + DAY for one in items):
        lines.append(say(t, "brief.ahead_watched", n=count(t, due, "items_due")))
    told = foretold(visit, t, area)
    return Lines(title=t("brief.ahead_title"), lines=(*(lines or [(t("brief.ahead_none"),)]), *told),
                 note="" if told else t("brief.ahead_note"))


def foretold(visit: Visit, t: Words, area: str) -> list[Sentence]:
    """Return tomorrow's forecast and what yesterday's was worth; of the past, what was known then. [] without any."""
    today = visit.now.astimezone(visit.zone).date()
    lines = [say(t, "foretold.tomorrow", model=t(f"foretold.by_{one.model}"), made=t.when(one.made_at, visit.now),
                 **_numbers(t, one))
             for one in reading.expected_of(visit, area, today + DAY, today + DAY, ahead=2)]
    for one in reading.expected_of(visit, area, today - DAY, today - DAY):
        if one.truth is not None and not one.is_replayed:
            is_inside = one.low <= one.truth <= one.high
            lines.append(say(t, f"foretold.{'was_right' if is_inside else 'was_wrong'}",
                             truth=count(t, one.truth, "foretold_truth"), **_numbers(t, one)))
    return lines


def _numbers(t: Words, one: Expected) -> dict[str, Number]:
    return {"n": count(t, round(one.middle), "foretold"), "low": count(t, round(one.low), "foretold_low"),
            "high": count(t, round(one.high), "foretold_high")}
