"""Leaders' instructions, word by word, with the writer's post and name; only to those who may read them."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.speech import shared_words
from data.cases import instructions as rules
from data.models.together import Instruction

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"title": "领导批示", "n": "{n} 条", "to_all": "公开", "to_desk": "限指挥席", "to_leaders": "限领导"},
    "en": {"title": "Instructions", "n": "{n}", "to_all": "for everybody", "to_desk": "for the desk",
           "to_leaders": "for leaders"},
}


def instructions(one: Opened) -> Component | None:
    """Return the instructions this person may read, the newest first; nothing where there are none."""
    found = [each for each in rules.readable(one.visit, one.case) if each.withdrawn_at is None][::-1]
    if not found:
        return None
    t = one.t.with_own(WORDS)
    return html.Section([html.H3([t("title"), html.Small(t("n", n=len(found)))]),
                         *(_written(one, each) for each in found)])


def _written(one: Opened, each: Instruction) -> Component:
    t = one.t.with_own(WORDS)
    post = f"titles.{each.title}"
    by = " ".join(part for part in (t(post) if post in shared_words(t.language) else each.title, each.by_name) if part)
    signed = html.Figcaption([html.Span(t(f"to_{each.audience}"), className="badge"), html.B(by),
                              html.Time(t.when(each.at, one.visit.now), title=t.moment(each.at))])
    return html.Figure([html.Blockquote(each.text), signed], className="instruction",
                       **{"data-instruction": str(each.id), "data-audience": each.audience})
