"""The Dash app: one page whose stage is a wall or a desk, by its path."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import plotly
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from fastapi import FastAPI

from dashboard import curtain, door, filters, page, panel
from dashboard.build import ROOT
from dashboard.center import Center
from dashboard.panel import FOCUS, NOTICE, ORDER, View
from dashboard.source_list import listed_to
from dashboard.speech import Words, shared_words
from dashboard.surface import MAY_SEE, REFRESHED, SURFACES, is_strange, of_path
from dashboard.surfaces import desk
from dashboard.walls import profile
from dashboard.wiring import Wiring, in_thread, require_caller, view_for, words_for
from data.areas import queries as areas
from data.cases import breaks
from data.cases.classes import open_book
from data.city_stage import announcing
from data.errors import Invalid, NotAllowed
from data.people import sessions
from data.settings import Settings, secret
from data.sources.declared import LAYERS
from data.startup import Finding
from data.visit import Visit
from layers import catalog

HEARD = "notice-heard"
FOREIGN = "plotly-basic.min.js"
OF_ITS_OWN = (r"(arrows|briefings|bulk|calibrate|gaps|help|pair|past_bar|proposals|queue|scenes|share|whatif)\."
              r"(js|css)|"
              r"(camera|care|curtain|legend_place|tour)\.js|(refused|signin)\.css")
"""What only walls ask for, pages of their own, and what is fetched when somebody asks: a desk need not wait for it."""
CHARTS = f"/assets/vendor/{FOREIGN}?m={plotly.__version__}"
"""Plotly's own small bundle (lines, bars, pies: a quarter of the whole), of the version that plotly for Python has."""
SCRIPT_WORDS = (
    "advice", "app", "briefs", "camera", "city_stage", "classings", "comparisons", "coverage", "desk", "drawing",
    "facility_kinds", "facility_states", "field_states", "filters", "find", "gaps", "health", "keys", "kinds", "link",
    "norms", "overlays", "past", "priorities", "reach", "risk_bands", "risk_factors", "risk_map", "screen", "snapshots",
    "sound", "source_faults", "sources", "spans", "states", "statuses", "stock_states", "tour", "warning_grades",
    "warning_kinds", "warning_levels", "warnings", "worklist",
)
"""Tables of shared words that the page's own scripts speak."""


def build(server: FastAPI, center: Center) -> Dash:
    """Return the Dash app on the server, with every panel found, laid out and wired."""
    app = Dash(
        __name__,
        server=server,
        assets_folder=str(ROOT / "assets"),
        assets_ignore=f"{re.escape(FOREIGN)}|{OF_ITS_OWN}",
        title="Yiping",
        index_string=curtain.index(),
        update_title=None,
        suppress_callback_exceptions=True,
        serve_locally=True,
    )
    # Without this the renderer opens a websocket of its own even though no callback uses one.
    app.backend.websocket_capability = False
    app.layout = frame
    found = {one.name: one for one in panel.discover()}
    for one in found.values():
        if one.connect is not None:
            one.connect(Wiring(app, center, one))

    def set_stage(values: dict[str, Any]) -> list[Component]:
        caller = require_caller()
        with center.reading(caller) as visit:
            return stage(
                visit, found, center, title=caller.title, path=values["path"] or "", search=values["search"] or ""
            )

    app.callback(
        output=Output("stage", "children"),
        inputs={"path": Input("url", "pathname"), "search": State("url", "search")},
    )(in_thread(center, set_stage))
    app.clientside_callback(
        ClientsideFunction("yiping", "notice"),
        Output(HEARD, "children"),
        Input(NOTICE, "data"),
        prevent_initial_call=True,
    )
    # Dash 4.4 finds its assets at the first request to "/" or "/_dash-*"; a first page elsewhere would lack them.
    app._setup_server()
    return app


def frame() -> Component:
    """Return what every page begins with: the stores, and an empty stage."""
    return html.Div(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            *(dcc.Store(id=name) for name in (FOCUS, ORDER, NOTICE)),
            html.Div(id="stage"),
            html.Div(id=HEARD, hidden=True),
        ],
        id="root",
    )


def stage(
    visit: Visit, panels: dict[str, panel.Panel], center: Center, *, title: str, path: str, search: str
) -> list[Component]:
    """Return the stage for a path. Raises NotAllowed for a surface this person may not see."""
    surface, name = of_path(path)
    if MAY_SEE[surface] not in visit.scope.may:
        raise NotAllowed(permission=MAY_SEE[surface])
    view = replace(view_for(visit, asked_in(search), surface), page=name)
    t = words_for(visit)
    built = SURFACES[surface].build(visit, t, view, panels, tiles=center.settings.tiles, who=who_is_it(visit, t, title))
    facts = {**config(visit, view, center), "strange": is_strange(path)}
    return [
        built,
        html.Div(id=f"{surface}-{REFRESHED}", hidden=True),
        html.Div(id="config", hidden=True, **{"data-config": json.dumps(facts, ensure_ascii=False)}),
    ]


def who_is_it(visit: Visit, t: Words, title: str) -> str:
    """Return a person's post and name, in the language they read."""
    person = sessions.find(visit.session, visit.scope.person)
    name = t.pick(person.name, person.name_en) if person else visit.scope.name
    return f"{t(f'titles.{title}')} {name}"


def asked_in(search: str) -> dict[str, str]:
    """Return area, norm and filter of a query string; whatever cannot be read is left out."""
    try:
        found = parse_qs(search.lstrip("?"), max_num_fields=40)
    except ValueError:
        return {}
    return {key: found[key][0] for key in ("area", "norm", *filters.KEYS) if key in found}


def config(visit: Visit, view: View, center: Center) -> dict[str, Any]:
    """Return what the page's own scripts need to know; nothing that is not on the screen anyway."""
    book = open_book(visit.session, visit.city.class_scheme)
    words = shared_words(visit.language)
    t = words_for(visit)
    home = visit.scope.home(visit.city.code)
    at_home = areas.along(visit, {home}).get(home)
    return {
        "surface": view.surface,
        "page": view.page,
        "front": desk.front(visit, view),
        "area": view.area,
        "home": home,
        "homeName": areas.name_of(at_home, visit.language) if at_home else "",
        "city": visit.city.code,
        "charts": CHARTS,
        "cityName": t.pick(visit.city.name, visit.city.name_en),
        "norm": view.norm,
        "language": visit.language,
        "zone": str(visit.zone),
        "mapVersion": visit.city.map_version,
        "marker": visit.city.marker,
        "cityStage": announcing.body_in_force(visit),
        "mayAnnounce": announcing.may_announce(visit),
        "may": sorted(visit.scope.may),
        "build": center.edition(),
        "test": center.settings.test,
        "levels": [
            {"name": visit.city.level_name(number, t.language), "width": visit.city.width_of(number)}
            for number in range(1, visit.city.leaf_level() + 1)
        ],
        "breaks": visit.city.breaks or breaks.choose(visit),
        "bounds": [visit.city.west, visit.city.south, visit.city.east, visit.city.north],
        "classes": {code: t.pick(one.name, one.name_en) for code, one in book.by_code.items()},
        "sources": listed_to(visit, center.sources.listed()),
        "majors": {code: one.major for code, one in book.by_code.items()},
        "words": {key: text for key, text in words.items() if key.split(".")[0] in SCRIPT_WORDS},
    }


def findings() -> list[Finding]:
    """Return the catalogues as checks: layers, panels and doors are found and sound."""
    names = {
        "layers": [one.name for one in catalog.discover().layers],
        "panels": [one.name for one in panel.discover()],
        "pages": [one.name for one in page.discover()],
        "doors": [one.name for one in door.discover()],
    }
    return [Finding(kind, True, ", ".join(listed)) for kind, listed in names.items()]


def source_finding(settings: Settings) -> Finding:
    """Return the layers from outside as a check: every file can be read, and the secrets they name are there."""
    faults = [*LAYERS.faults(settings.data_dir), *_missing_secrets(settings)]
    return Finding("sources", not faults, "; ".join(faults) or ", ".join(LAYERS.names(settings.data_dir)))


def _missing_secrets(settings: Settings) -> Iterator[str]:
    for one in LAYERS.readable(settings.data_dir):
        if one.credential is not None:
            try:
                secret(one.credential.secret, settings.data_dir)
            except Invalid as fault:
                yield f"{one.name}.yaml: no secret {fault.values['secret']}"


def wall_finding(settings: Settings) -> Finding:
    """Return the deployment's walls as a check: every file can be read."""
    faults = list(profile.faults(settings.data_dir))
    return Finding("walls", not faults, "; ".join(faults) or ", ".join(profile.names(settings.data_dir)))
