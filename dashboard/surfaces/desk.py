"""The desk: map and work side by side; the drawer never covers the map, nothing primary lies below the fold."""

from dash import html
from dash.development.base_component import Component

from dashboard.page import discover
from dashboard.panel import Panel, View
from dashboard.parts import city_stage
from dashboard.parts.advise_button import advise_button
from dashboard.parts.brief_button import brief_button
from dashboard.parts.map_view import city_map
from dashboard.parts.symbols import city_marker
from dashboard.speech import Words
from data.visit import Visit

TABS = {"mine": ("home",), "live": ("feed",), "area": ("area",), "analysis": ("trend", "areas", "classes"),
        "forces": ("units",)}
"""Tab -> its panels. The first is the person's list: on a wide screen it has a column of its own, left of the map."""
PANELS = ("kpi", "breadcrumb", "home", "feed", "area", "trend", "areas", "classes", "units", "map", "alarm", "dossier",
          "case")
OWN = {"mine": "cases.instruct"}
"""Tab -> who has it: who may write instructions leads, and begins with what waits for them."""
IN_FRONT = {"area": "area"}
"""View of the desk -> the tab it opens with; others open with the person's list."""
WORDS = {
    "zh-CN": {
        "mine": "待我处理",
        "live": "动态",
        "area": "辖区",
        "analysis": "分析",
        "forces": "力量",
        "wall": "大屏",
        "to_wall": "送大屏",
        "to_wall_about": "把当前区域或案件送到大屏",
        "phone": "手机",
    },
    "en": {
        "mine": "Mine",
        "live": "Live",
        "area": "Area",
        "analysis": "Analysis",
        "forces": "Units",
        "wall": "Wall",
        "to_wall": "To wall",
        "to_wall_about": "Send this area or case to walls",
        "phone": "Phone",
    },
}


def build(visit: Visit, t: Words, view: View, panels: dict[str, Panel], *, tiles: str, who: str) -> Component:
    """Return the desk's stage: rail, top bar, figures, map, side with tabs, drawer."""
    own = t.with_own(WORDS)

    def slot(name: str) -> Component:
        panel = panels[name]
        return html.Div(
            panel.layout(t.with_own(panel.words), view), id=panel.slot("desk"), className=f"slot slot-{name}"
        )

    own_tabs, in_front = tabs_of(visit), front(visit, view)
    tabs = html.Div(
        [
            html.Button(own(tab), **{"data-tab": tab, "aria-selected": str(tab == in_front).lower(), "role": "tab"})
            for tab in own_tabs
        ],
        className="tabs",
        role="tablist",
    )
    listed, *pages = [
        html.Div(
            [slot(name) for name in names],
            className=f"tab-page{'' if tab == in_front else ' is-hidden'}",
            **{"data-page": tab},
        )
        for tab, names in own_tabs.items()
    ]
    listed.className += " list-page"
    return html.Main(
        [
            rail(visit, own, here="overview"),
            top_bar(visit, own, slot("breadcrumb"), who),
            html.Div(id="scope-bar", className="scope-bar", role="toolbar", **{"aria-label": own("filters.bar")}),
            slot("kpi"),
            listed,
            html.Div([city_map(visit.city, tiles=tiles, is_wall=False), slot("map"), *advise_button(visit, own)],
                     className="map-frame"),
            html.Div([html.Div([tabs, *pages], className="side-pages"), slot("dossier"),
                      slot("case")], className="side"),
            slot("alarm"),
        ],
        className="stage desk",
    )


def sound_switch(t: Words) -> list[Component]:
    """Return the switch of this desk's sound and the button that mutes it; assets/sound.js knows their state."""
    return [html.Button(t("sound.off"), id="sound-state", className="sound"),
            html.Button(t("sound.mute"), id="sound-mute", hidden=True)]


def share_button(t: Words) -> Component:
    """Return the button that opens assets/share.js: links, a snapshot, the cases as a table."""
    return html.Button(t("snapshots.name"), title=t("snapshots.about"), **{"data-share": "1"})


def tabs_of(visit: Visit) -> dict[str, tuple[str, ...]]:
    """Return the tabs this person has, the list first."""
    return {tab: names for tab, names in TABS.items() if tab not in OWN or OWN[tab] in visit.scope.may}


def front(visit: Visit, view: View) -> str:
    """Return the tab that a view of the desk opens with."""
    return IN_FRONT.get(view.page) or next(iter(tabs_of(visit)))


def rail(visit: Visit, t: Words, *, here: str) -> Component:
    """Return the narrow rail of places this person may go to; `here` names the page they are on, or the overview."""
    wall = html.A(t("wall"), href="/wall/hall-1") if "wall.view" in visit.scope.may else None
    send = (html.A(t("to_wall"), href="/desk/walls", title=t("to_wall_about"), **{"data-to-wall": "1"})
            if "walls.drive" in visit.scope.may else None)
    phone = html.A(t("phone"), href="/m/task") if "phone.view" in visit.scope.may else None
    offered = [page for page in discover() if page.is_listed and page.opens_to(visit.scope.may)]
    links = [
        html.A(t.with_own(page.words)("name"), href=f"/desk/{page.name}", title=t.with_own(page.words)("about"),
               className="is-here" if page.name == here else "")
        for page in offered
    ]
    return html.Nav(
        [
            html.B(t("app.name")),
            html.A(t("app.overview"), href="/desk/overview", className="is-here" if here == "overview" else ""),
            html.Div(links, className="rail-pages"),
            wall,
            send,
            phone,
            html.Button("?", title=t("keys.title"), **{"data-help": "1", "aria-label": t("keys.title")}),
            html.Button(t("keys.switch_on"), **{"data-keys-switch": "1", "aria-pressed": "true"}),
        ],
        className="rail",
    )


def search_box() -> Component:
    """Return the place of the search box, which assets/find.js makes: Dash's own loses the caret of who types fast."""
    return html.Form([html.Div(**{"data-search": "1"}), html.Kbd("/")], className="search", id="search-form")


def top_bar(visit: Visit, t: Words, breadcrumb: Component, who: str) -> Component:
    """Return the bar above: where, search, live state, language, who."""
    marker = city_marker(visit, t)
    other = "en" if t.is_chinese() else "zh-CN"
    return html.Header(
        [
            breadcrumb,
            marker,
            city_stage.place(t),
            search_box(),
            html.Span([html.I(className="dot"), html.Span(id="link-words")], className="link", id="link-state"),
            *sound_switch(t),
            share_button(t),
            *([brief_button(visit, t)] if "briefs.make" in visit.scope.may else []),
            html.Button(t("past.name"), title=t("past.about"), **{"data-past": "1", "aria-pressed": "false"}),
            html.Button(t("app.theme"), **{"data-theme-switch": "1"}),
            html.Button(t("app.other_language"), **{"data-language": other}),
            html.Span(who, className="who"),
            html.Button(t("app.sign_out"), **{"data-sign-out": "1"}),
        ],
        className="top-bar",
    )
