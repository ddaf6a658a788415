"""Who is out for the case, and who could go: the nearest fit units with reasons, ready to be picked."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.parts.symbols import status_mark
from dashboard.proposals import sentences
from dashboard.speech import Words
from data.allocation import one_case
from data.allocation.one_case import Why
from data.cases import queries
from data.cases.states import TO_SEND, State, Verb
from data.models.case import Dispatch
from data.models.unit import Unit
from data.units import queries as units

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "suggested": "建议派单", "suggested_note": "按对口、到达时间排序", "no_fit": "没有空闲且位置可信的力量",
        "minutes": "约 {n} 分钟", "load": "今日 {n} 件", "not_fit": "不宜：{why}",
        "engaged": "已派力量", "lead": "牵头", "helps": "协助",
        "more": "增派力量",
    },
    "en": {
        "suggested": "Who could go", "suggested_note": "right kind first, then time to arrive",
        "no_fit": "No free unit with a position to be trusted", "minutes": "about {n} min", "load": "{n} today",
        "not_fit": "does not fit: {why}",
        "engaged": "Units sent", "lead": "leads", "helps": "helps", "more": "Send more units",
    },
}


def out_for(one: Opened) -> list[tuple[Dispatch, Unit]]:
    """Return the units that are out for the case."""
    return [(d, unit) for d, unit in queries.dispatches_of(one.visit, one.case) if d.ended_at is None]


def engaged(one: Opened) -> Component | None:
    """Return the units now on this case; of several, which one leads."""
    t, out = one.t.with_own(WORDS), out_for(one)
    if not out:
        return None
    rows = [
        html.Div(
            [
                status_mark(unit.status),
                html.B(t.pick(unit.name, unit.name_en)),
                html.Span(t("lead" if dispatch.is_lead else "helps"), className="badge") if len(out) > 1 else None,
                html.Span(t(f"statuses.{unit.status}")),
                html.Small(t.when(dispatch.arrived_at or dispatch.under_way_at or dispatch.sent_at, one.visit.now)),
            ],
            className="unit-row",
            **{"data-unit": unit.id, "data-status": unit.status},
        )
        for dispatch, unit in sorted(out, key=lambda pair: not pair[0].is_lead)
    ]
    return html.Section([html.H3(t("engaged")), *rows])


def is_waiting(one: Opened) -> bool:
    """Is this a case that nobody is on yet, and may this person send somebody?"""
    return Verb.DISPATCH in one.verbs and one.case.state in (State.REPORTED, *TO_SEND)


def suggestions(one: Opened) -> Component | None:
    """Return the nearest fit units with reasons, the first picked; folded away once the case is in somebody's hands."""
    if Verb.DISPATCH not in one.verbs:
        return None
    t, fits = one.t.with_own(WORDS), units.nearest_fit(one.visit, one.case)
    fits += units.fits_of(one.visit, one.case, set(one.wanted) - {fit.unit.id for fit in fits})
    picked = set(one.wanted) & {fit.unit.id for fit in fits}
    if not picked and fits and is_waiting(one):
        picked = {fits[0].unit.id}
    why = one_case.why(one.visit, one.case, {fit.unit.id for fit in fits})
    rows = [fit_row(fit, t, why, is_picked=fit.unit.id in picked) for fit in fits]
    shown = [nobody(t, why), *rows] if rows or why.shortfall else [html.P(t("no_fit"), className="panel-empty")]
    if is_waiting(one):
        return html.Section([html.H3([t("suggested"), html.Small(t("suggested_note"))]), *shown])
    return html.Details([html.Summary([html.B(t("more")), html.Small(t("suggested_note"))]), *shown], className="fits")


def nobody(t: Words, why: Why) -> Component | None:
    """Return why nobody who fits can go; nothing where somebody can."""
    if why.shortfall is None:
        return None
    return html.P(sentences.shortfall(t, why.shortfall.reason, why.shortfall.values, why.units),
                  className="shortfall", **{"data-shortfall": why.shortfall.reason})


def said_of(fit: units.Fit, t: Words, why: Why) -> str:
    """Return what speaks for a unit, or why it does not fit; of one that nothing is known of, what the list says."""
    hurdle, reasons = why.hurdles.get(fit.unit.id), why.reasons.get(fit.unit.id)
    if hurdle == "no_unit":  # it is a unit, of another kind
        return t("fit.other_kind")
    if hurdle:
        return t("not_fit", why=t(f"shortfall_names.{hurdle}"))
    if reasons:
        return " · ".join(sentences.reason(t, one.key, one.values, why.units)["text"] for one in reasons)
    return " · ".join(t(f"fit.{reason}") for reason in fit.reasons)


def fit_row(fit: units.Fit, t: Words, why: Why, *, is_picked: bool) -> Component:
    """Return one unit that could go, pressable, with distance, load and reasons."""
    unit = fit.unit
    return html.Div(
        [
            html.I(className="tick"),
            html.B(t.pick(unit.name, unit.name_en)),
            html.Span(f"{t.distance(fit.distance_m)} · {t('minutes', n=max(1, round(fit.minutes)))}"),
            html.Small(
                " · ".join((t(f"kinds.{unit.kind}"), t(f"statuses.{unit.status}"), t("load", n=unit.done_today)))
            ),
            html.Em(said_of(fit, t, why), className="is-warning" if fit.unit.id in why.hurdles else ""),
        ],
        className="fit",
        role="checkbox",
        tabIndex=0,
        **{
            "aria-checked": str(is_picked).lower(),
            "data-pick": unit.id,
            "data-unit": unit.id,
            "data-status": unit.status,
        },
    )
