"""健康: is the system well (link, database, sources, walls, clock), and are alarms as many as people can follow."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.table import Cell, Column, Row, plain_table, table
from dashboard.parts.tree import Element
from dashboard.source_list import SEES_FAULTS
from dashboard.speech import Words
from data.alarms import feeds, health, muting, outages
from data.alarms.feeds import Feed
from data.alarms.health import Health
from data.areas import naming
from data.cases import classes
from data.feeds import coverage
from data.feeds.coverage import TIMES, Coverage
from data.people import pairing
from data.storage import changes
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "健康", "about": "系统健康与告警健康", "system": "系统健康", "fact": "项目", "state": "状态",
        "from": "来源", "link": "与服务器连接", "by_browser": "本浏览器", "skew": "本机与服务器时钟",
        "fonts": "中文字体", "sound": "声音自检", "try": "试听", "p1": "一级", "p2": "二级", "database": "数据库",
        "database_said": "● 可读写，第 {n} 次变更",
        "by_database": "数据库", "walls": "在用大屏", "walls_said": "{n} 面已配对，{on} 面登录过",
        "mute": "大屏声音", "muted": "⊘ 静音至 {time}",
        "sounding": "● 正常", "away": "近 7 天中断", "away_none": "● 没有中断", "away_n": "▲ {n} 次，共 {time}",
        "by_heartbeat": "程序心跳", "as_of": "截至 {time}", "feeds": "来源", "source": "来源", "cases": "近 24 小时",
        "last": "最近一件", "silent": "▲ 静默 {time}", "flows": "● 正常", "few": "○ 件数少，不判断",
        "no_feeds": "近 24 小时没有任何来源的案件", "covering": "声明的来源与区域", "heard": "有数据区域",
        "period": "周期",
        "covering_about": "在数据目录 feeds/ 中声明；超过 {n} 个周期没有案件即计为缺失", "silent_areas": "缺失区域",
        "none_declared": "尚未声明来源，故不判断缺失", "feed_faults": "▲ {n} 个声明有误，请管理员查看",
        "alarms": "告警健康",
        "alarms_about": "近 24 小时；告警 = 一、二级案件；依据 EEMUA 191、ISA-18.2", "figure": "指标", "value": "现值",
        "target": "目标", "meaning": "口径", "none": "近 24 小时没有告警", "top": "告警最多的十处", "place": "地点",
        "class": "类别", "share": "占比", "count": "件数", "begin": "起", "end": "止", "lasted": "时长",
        "outages": "中断记录（近 7 天）", "outages_about": "程序没有心跳的时段；趋势图以阴影标出",
        "no_outages": "近 7 天程序一直在运行",
        "a_seat": "每席每 10 分钟告警", "a_seat_value": "{n}（{seats} 席，{alarms} 件/24 小时）",
        "a_seat_target": "≤ 1，超过 2 预警",
        "a_seat_meaning": "近 1 小时告警数 ÷ 6 ÷ 席位；席位 = 近 8 小时确认、派遣或搁置过的人数，至少 1",
        "peak": "最密 10 分钟", "peak_value": "{n} 件", "peak_target": "< 10",
        "peak_meaning": "任意连续 10 分钟内最多的告警数",
        "flooded": "洪峰时间占比", "flooded_value": "{n}%", "flooded_target": "< 1%",
        "flooded_meaning": "10 分钟内满 10 件起，到不足 5 件止，占 24 小时的比例",
        "mix": "级别构成 一/二/三四", "mix_value": "{p1} / {p2} / {rest}%", "mix_target": "5 / 15 / 80%",
        "mix_meaning": "近 24 小时受理的全部案件按级别",
        "standing": "滞留超 24 小时", "standing_value": "{n} 件", "standing_target": "0",
        "standing_meaning": "在办的一、二级，受理超 24 小时，无人确认也无首次响应",
        "chattering": "抖动来源", "chattering_value": "{n} 处", "chattering_target": "0",
        "chattering_meaning": "同来源、同地点、同类别 1 分钟内告警 3 次及以上",
        "top_share": "前十来源占比", "top_share_value": "{n}%", "top_share_target": "< 5%（每天前十）",
        "top_share_meaning": "告警最多的十个（来源+地点+类别）占全部告警", "shelved": "搁置中",
        "shelved_value": "{n} 件",
        "shelved_target": "越少越好", "shelved_meaning": "此刻被搁置的告警", "acknowledge": "确认用时中位数",
        "acknowledge_value": "{n} 分（{k} 件）", "acknowledge_target": "一级 1 分，二级 5 分",
        "acknowledge_meaning": "近 24 小时确认的告警，从受理到首次确认", "by_cases": "案件与处置记录", "nothing": "—",
    },
    "en": {
        "name": "Health", "about": "Health of the system and of the alarms", "system": "The system", "fact": "What",
        "state": "State", "from": "Source", "link": "Link to the server", "by_browser": "this browser",
        "skew": "Clock here and at the server", "fonts": "A font for Chinese", "sound": "Sound check",
        "try": "Listen", "p1": "P1", "p2": "P2",
        "database": "Database", "database_said": "● reads and writes, change {n}", "by_database": "the database",
        "walls": "Walls", "walls_said": "{n} let in, {on} have signed in", "mute": "Sound of walls",
        "muted": "⊘ muted until {time}", "sounding": "● they sound", "away": "Away within 7 days",
        "away_none": "● never away", "away_n": {"one": "▲ once, {time}", "other": "▲ {n} times, {time} in all"},
        "by_heartbeat": "signs of life", "as_of": "as of {time}", "feeds": "Sources", "source": "Source",
        "cases": "Within 24 h", "last": "Newest", "silent": "▲ silent for {time}", "flows": "● flows",
        "few": "○ too few to tell", "covering": "Declared sources and their areas", "heard": "Areas heard of",
        "period": "Period",
        "covering_about": "declared in feeds/ of the data folder; silent for {n} periods is missing",
        "silent_areas": "Missing", "none_declared": "No source is declared, so nothing is missing",
        "feed_faults": {"one": "▲ A declaration is wrong; an administrator sees which",
                        "other": "▲ {n} declarations are wrong; an administrator sees which"},
        "no_feeds": "No source sent anything within 24 h", "alarms": "The alarms",
        "alarms_about": "24 hours; an alarm is a P1 or P2 case; after EEMUA 191 and ISA-18.2", "figure": "Figure",
        "value": "Now", "target": "Target", "meaning": "Meaning", "none": "No alarm within 24 h",
        "top": "The ten that alarm most", "place": "Where", "class": "Class", "share": "Share", "count": "Alarms",
        "begin": "From", "end": "Until", "lasted": "Lasted", "outages": "Away (7 days)",
        "outages_about": "times without a sign of life; trends shade them",
        "no_outages": "The program was never away within 7 days",
        "a_seat": "Alarms in 10 min for each seat", "a_seat_value": "{n} (seats: {seats}, alarms in 24 h: {alarms})",
        "a_seat_target": "1 at most, warning above 2",
        "a_seat_meaning": "alarms of the last hour ÷ 6 ÷ seats; seats: people who acknowledged, dispatched or shelved "
                          "within 8 h, one at least",
        "peak": "Busiest 10 min", "peak_value": "{n}", "peak_target": "below 10",
        "peak_meaning": "most alarms within any 10 minutes",
        "flooded": "Time in flood", "flooded_value": "{n}%", "flooded_target": "below 1%",
        "flooded_meaning": "from ten alarms within 10 min until fewer than five, of 24 hours",
        "mix": "Mix P1 / P2 / lower", "mix_value": "{p1} / {p2} / {rest}%", "mix_target": "5 / 15 / 80%",
        "mix_meaning": "all cases received within 24 h by priority",
        "standing": "Standing over 24 h", "standing_value": "{n}", "standing_target": "0",
        "standing_meaning": "open P1 and P2 received more than 24 h ago that nobody acknowledged or answered",
        "chattering": "Chattering", "chattering_value": "{n}", "chattering_target": "0",
        "chattering_meaning": "same source, place and class, three alarms or more within a minute",
        "top_share": "Share of the top ten", "top_share_value": "{n}%", "top_share_target": "below 5% (a day's ten)",
        "top_share_meaning": "alarms of the ten (source, place, class) that alarm most, of all alarms",
        "shelved": "Shelved", "shelved_value": "{n}", "shelved_target": "few",
        "shelved_meaning": "alarms kept off the walls just now", "acknowledge": "Time to acknowledge, median",
        "acknowledge_value": "{n} min ({k} {k:alarm|alarms})", "acknowledge_target": "P1 1 min, P2 5 min",
        "acknowledge_meaning": "alarms acknowledged within 24 h, from coming in to the first acknowledgement",
        "by_cases": "cases and their events", "nothing": "—",
    },
}
DAYS = timedelta(days=7)
FIGURES = ("a_seat", "peak", "flooded", "mix", "standing", "chattering", "top_share", "shelved", "acknowledge")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the page: the system's facts, sources, the alarms' figures, absences."""
    found = health.health(visit, asked["area"])
    away = outages.between(visit, visit.now - DAYS, visit.now)
    return html.Div([
        alarms(visit, t, found),
        html.Div([system(visit, t, away), sources(visit, t, feeds.feeds(visit, asked["area"]))], className="columns"),
        covering(visit, t, coverage.coverage(visit, asked["area"], visit.now)),
        html.Div([loudest(visit, t, found), absences(t, away)], className="columns"),
    ], className="columns is-single")


def heading(visit: Visit, t: Words, key: str, about: str = "") -> Component:
    """Return a section's heading with the moment it is of."""
    stamp = t("as_of", time=t.time_of_day(visit.now, seconds=True))
    return html.H2([t(key), html.Small(f"{about} · {stamp}" if about else stamp)])


def system(visit: Visit, t: Words, away: list[Any]) -> Component:
    """Return what is known of the system: what only the browser knows is filled in by assets/health.js."""
    facts: list[tuple[str, Any, str]] = [
        ("link", html.Span("…", **{"data-health": "link"}), "by_browser"),
        ("skew", html.Span("…", **{"data-health": "skew"}), "by_browser"),
        ("fonts", html.Span("…", **{"data-health": "fonts"}), "by_browser"),
        ("sound", html.Span([html.Button(f"{t('try')} {t(tone)}", **{"data-sound-test": tone})
                             for tone in ("p1", "p2")]), "by_browser"),
        ("database", t("database_said", n=t.count(changes.last_seq(visit.session))), "by_database"),
        ("away", away_words(t, away), "by_heartbeat"),
        ("mute", mute_words(visit, t), "by_database"),
    ]
    if "walls.pair" in visit.scope.may:
        walls = pairing.walls(visit)
        facts.append(("walls", t("walls_said", n=len(walls), on=sum(one.began_at is not None for one in walls)),
                      "by_database"))
    rows = [Element("tr", {"data-fact": key}, [Element("td", {}, [part]) for part in (t(key), said, t(source))])
            for key, said, source in facts]
    return html.Section([heading(visit, t, "system"), plain_table([t("fact"), t("state"), t("from")], rows)])


def away_words(t: Words, away: list[Any]) -> str:
    """Return how often and how long the program was away."""
    whole = sum((one.ended_at - one.began_at for one in away), timedelta())
    return t("away_n", n=len(away), time=t.duration(whole)) if away else t("away_none")


def mute_words(visit: Visit, t: Words) -> str:
    """Return whether walls sound."""
    until = muting.in_force(visit)["until"]
    if not until:
        return t("sounding")
    return t("muted", time=t.time_of_day(datetime.fromtimestamp(until, visit.zone)))


def sources(visit: Visit, t: Words, found: list[Feed]) -> Component:
    """Return the sources of the last day, whoever is silent for longest first."""
    columns = [Column(key=key, heading=t(key), is_number=key == "cases")
               for key in ("source", "cases", "last", "state")]
    rows = [Row(cells={
        "source": Cell(text=one.source), "cases": Cell(text=t.count(one.cases)),
        "last": Cell(text=t.when(one.last_at, visit.now)),
        "state": Cell(text=t("silent", time=t.duration(visit.now - one.last_at)), tone="is-worse") if one.is_silent
        else Cell(text=t("flows" if one.cases >= feeds.STEADY else "few")),
    }) for one in found]
    return html.Section([heading(visit, t, "feeds", t("by_cases")), table(columns, rows, empty=t("no_feeds"))],
                        **{"data-register": "feeds"})


def covering(visit: Visit, t: Words, found: Coverage) -> Component:
    """Return the declared sources: of how many of their areas something was heard, and what is wrong with the files."""
    columns = [Column(key=key, heading=t(key), is_number=key == "heard")
               for key in ("source", "heard", "period", "silent_areas")]
    rows = []
    for feed, declared in found.feeds:
        silent = [one.name for one in found.missing if one.feed == feed]
        rows.append(Row(cells={
            "source": Cell(text=t.pick(feed.title, feed.title_en), title=", ".join(feed.names())),
            "heard": Cell(text=f"{declared - len(silent)}/{declared}"), "period": Cell(text=t.duration(feed.period())),
            "silent_areas": Cell(text=f"◐ {t('filters.joint').join(silent)}", tone="is-worse") if silent
            else Cell(text=t("flows"))}))
    faults = coverage.faults(visit)
    shown = faults if SEES_FAULTS in visit.scope.may else [t("feed_faults", n=len(faults))] if faults else []
    return html.Section([heading(visit, t, "covering", t("covering_about", n=TIMES)),
                         table(columns, rows, empty=t("none_declared")),
                         *(html.P(one, className="is-worse", **{"data-fault": "1"}) for one in shown)],
                        **{"data-register": "covering"})


def alarms(visit: Visit, t: Words, found: Health) -> Component:
    """Return the figures of the alarms, each with its target, meaning, moment and source."""
    columns = [Column(key=key, heading=t(key)) for key in ("figure", "value", "target", "meaning", "from")]
    worse = is_worse(found)
    rows = [Row(cells={
        "figure": Cell(text=t(name), marks={"data-figure": name}),
        "value": Cell(text=f"▲ {said}" if worse[name] else said, tone="is-worse" if worse[name] else ""),
        "target": Cell(text=t(f"{name}_target")), "meaning": Cell(text=t(f"{name}_meaning")),
        "from": Cell(text=t("by_cases")),
    }) for name, said in values(t, found).items()]
    return html.Section([heading(visit, t, "alarms", t("alarms_about")), table(columns, rows, empty=t("none"))],
                        **{"data-register": "alarms"})


def values(t: Words, found: Health) -> Mapping[str, str]:
    """Return each figure in words; — where there is nothing to reckon with."""
    parts: dict[str, dict[str, Any] | None] = {
        "a_seat": {"n": f"{found.a_seat:.1f}", "seats": found.seats, "alarms": t.count(found.alarms)},
        "peak": {"n": t.count(found.peak)}, "flooded": {"n": f"{found.flooded:.1f}"},
        "mix": None if found.mix is None
        else dict(zip(("p1", "p2", "rest"), (f"{part:.0f}" for part in found.mix), strict=True)),
        "standing": {"n": t.count(found.standing)}, "chattering": {"n": t.count(found.chattering)},
        "top_share": None if found.top_share is None else {"n": f"{found.top_share:.0f}"},
        "shelved": {"n": t.count(found.shelved)},
        "acknowledge": None if found.minutes_to_acknowledge is None
        else {"n": f"{found.minutes_to_acknowledge:.1f}", "k": t.count(found.acknowledged)},
    }
    return {name: t("nothing") if (part := parts[name]) is None else t(f"{name}_value", **part) for name in FIGURES}


def is_worse(found: Health) -> Mapping[str, bool]:
    """Return which figures are beyond what calls for somebody; the others are only told."""
    return dict.fromkeys(FIGURES, False) | {
        "a_seat": found.a_seat > 2, "peak": found.peak >= health.FLOOD_FROM, "flooded": found.flooded >= 1,
        "standing": found.standing > 0, "chattering": found.chattering > 0,
        "acknowledge": (found.minutes_to_acknowledge or 0) > 5}


def loudest(visit: Visit, t: Words, found: Health) -> Component:
    """Return where most alarms came from."""
    places = naming.places(visit, {area for (_, area, _), _ in found.top})
    book = classes.open_book(visit.session, visit.city.class_scheme)
    columns = [Column(key=key, heading=t(key), is_number=key in ("count", "share"))
               for key in ("place", "class", "source", "count", "share")]
    named = {code: t.pick(one.name, one.name_en) for code, one in book.by_code.items()}
    rows = [Row(cells={
        "place": Cell(text=t.pick(*places.get(area, (area, area))), title=area), "source": Cell(text=source),
        "class": Cell(text=named.get(code, code)),
        "count": Cell(text=t.count(count)), "share": Cell(text=f"{100 * count / found.alarms:.0f}%"),
    }) for (source, area, code), count in found.top]
    return html.Section([heading(visit, t, "top", t("by_cases")), table(columns, rows, empty=t("none"))],
                        **{"data-register": "loudest"})


def absences(t: Words, away: list[Any]) -> Component:
    """Return the times in which the program was away, the newest first."""
    columns = [Column(key=key, heading=t(key)) for key in ("begin", "end", "lasted")]
    rows = [Row(cells={"begin": Cell(text=t.moment(one.began_at)), "end": Cell(text=t.moment(one.ended_at)),
                       "lasted": Cell(text=t.duration(one.ended_at - one.began_at))}) for one in reversed(away)]
    return html.Section([html.H2([t("outages"), html.Small(t("outages_about"))]),
                         table(columns, rows, empty=t("no_outages"))], **{"data-register": "outages"})


PAGE = Page(name="health", order=75, permission="cases.view", words=WORDS, answer=answer)
