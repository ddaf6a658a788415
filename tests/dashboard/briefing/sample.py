"""A weekly briefing of an invented city with every kind of block, in both languages; nothing is counted for it."""

import math
from dataclasses import dataclass

from dashboard.briefing.content import (
    Bar,
    Bars,
    Brief,
    Card,
    Columns,
    Curve,
    Definition,
    Gap,
    Lines,
    Map,
    Mark,
    Number,
    Page,
    Section,
    Shape,
    Table,
)

ZH, EN = "zh-CN", "en"
AREAS = (("西岭区", "Xiling"), ("石湾区", "Shiwan"), ("西苑区", "Xiyuan"), ("南汀区", "Nanting"),
         ("北川区", "Beichuan"),
         ("中兴区", "Zhongxing"), ("南屿区", "Nanyu"), ("东屏区", "Dongping"), ("临江区", "Linjiang"),
         ("云浦区", "Yunpu"), ("东港区", "Donggang"), ("海沣区", "Haifeng"))
CLASSES = (("暴露垃圾", "Exposed waste"), ("违规停车", "Illegal parking"), ("道路积水", "Flooded road"),
           ("噪声扰民", "Noise"), ("井盖问题", "Manhole covers"), ("路灯不亮", "Street lights out"),
           ("占道经营", "Street trading"))
COUNTS = (2402, 1877, 1281, 963, 618, 402, 377)
DAYS = (("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"),
        ("周日", "Sun"))


@dataclass(frozen=True)
class Told:
    """Says each thing in the one language or the other."""

    language: str

    def __call__(self, chinese: str, english: str) -> str:
        return chinese if self.language == ZH else english


def number(value: float, text: str = "") -> Number:
    """Return a number that reads with thousands apart, or as it is said here."""
    return Number(text=text or f"{value:,}", value=value)


def weekly(language: str = ZH, *, is_draft: bool = False) -> Brief:
    """Return a week of an invented city; a draft lacks a source."""
    told = Told(language)
    silent = told("网格上报已 3 小时 20 分无来件", "No case from grid officers for 3 h 20 min")
    gaps = (Gap(said=silent, is_stale=True),) if is_draft else ()
    gaps += (Gap(said=told("北川区:公众来电无数据", "Beichuan: no data of citizens' calls")),)
    return Brief(
        id="W-20261123-0830-9f3c", kind="weekly", language=language, area="3701", area_name=told("云海市", "Yunhai"),
        issue=told("第 47 期", "No. 47"),
        title=told("云海市城市运行周报", "City operations of Yunhai: weekly briefing"),
        dated=told("数据截至 2026年11月23日 08:30", "Data as of 23 November 2026 08:30"),
        office=told("云海市城市运行管理中心", "Yunhai City Operations Centre"), at="2026-11-23T08:30:00+08:00",
        made_at="2026-11-23T08:31:07+08:00", made_by=told("张伟", "Zhang Wei"), marking=told("内部", "Internal"),
        demo=told("演示数据 DEMO", "DEMO data"),
        draft=told("草稿 · 数据不完整", "Draft · data incomplete") if is_draft else "",
        link="https://city.example/brief/W-20261123-0830-9f3c", conclusion=conclusion(told),
        decisions_title=told("需要决定", "To decide"), decisions=decisions(told), cards=cards(told),
        pages=(Page(sections=(days(told), top(told), departments(told))),
               Page(sections=(districts(told), lateness(told), watched(told))),
               Page(sections=(ahead(told),))),
        gaps=gaps,
        source=told("来源:案件登记 · 12 个来源,最近一件 08:29", "Source: case register · 12 feeds, last case 08:29"),
        definitions=definitions(told), definitions_title=told("数据说明", "About the data"),
        versions={"build": "1f0c2d", "map": "7"})


def conclusion(told: Told) -> tuple[str | Number, ...]:
    """Return the sentence that says it all."""
    return (told("近 7 天受理 ", "Received in 7 days: "), number(18914), told(" 件,较前 7 天 ▲ ", " cases, ▲ "),
            number(8.2, "8.2%"), told(";暴露垃圾、违规停车、道路积水居前三;按期结案率 ",
                                      " on the week before; exposed waste, illegal parking and flooded roads lead; "),
            number(93.7, "93.7%"), told(",逾期 ", " closed on time, "), number(27),
            told(" 件,其中超 48 小时 ", " overdue, of them "), number(4),
            told(" 件,集中在东港区。", " by more than 48 hours, most of them in Donggang."))


def decisions(told: Told) -> tuple[tuple[str | Number, ...], ...]:
    """Return what somebody must decide."""
    return ((told("东港区抢修力量缺 ", "Donggang lacks "), number(2),
             told(" 组,建议自中兴区调 1 组至 22 时(覆盖 91.8% → 94.0%)",
                  " repair teams: lend 1 from Zhongxing until 22:00 (coverage 91.8% → 94.0%)")),
            (told("城市运行等级二级是否于 20 时解除", "Whether stage II ends at 20:00"),))


def cards(told: Told) -> tuple[Card, ...]:
    """Return six figures."""
    unit = told("件", "cases")
    before = told("较前 7 天", "on the week before")
    return (
        Card(label=told("7 天受理", "Received, 7 days"), number=number(18914), unit=unit,
             remarks=(f"{before} ▲ 8.2%",)),
        Card(label=told("7 天结案", "Closed, 7 days"), number=number(18406), unit=unit, remarks=(f"{before} ▲ 3.1%",)),
        Card(label=told("按期结案率", "Closed on time"), number=number(93.7), unit="%", remarks=(f"{before} ▼ 1.2",)),
        Card(label=told("逾期", "Overdue"), number=number(27), unit=unit, tone="bad",
             remarks=(told("超 48 小时 4 件", "4 by more than 48 h"), told("昨日 31 件", "31 yesterday"))),
        Card(label=told("首次响应中位", "Median first response"), number=number(6.4), unit=told("分钟", "min"),
             remarks=(told("P90 18 分钟", "P90 18 min"),)),
        Card(label=told("回访满意率", "Satisfied callers"), number=number(96.1), unit="%",
             remarks=(told("回访 1,102 件", "1,102 asked"),)))


def days(told: Told) -> Section:
    """Return the curve of a week that is not over."""
    this = (2610, 2702, 2655, 2731, 2914, 2511, None)
    last = (2480, 2533, 2502, 2544, 2690, 2381, 2201)
    return Section(notes=told("周五短时强降雨推高受理。", "Heavy rain on Friday brought more cases."), body=Curve(
        title=told("周五降雨推高受理,一日 2,914 件", "Rain on Friday brought 2,914 cases in a day"),
        labels=tuple(told(*day) for day in DAYS), unit=told("件/日", "cases/day"),
        series=((told("前 7 天", "Week before"), last), (told("近 7 天", "These 7 days"), this)),
        band=tuple((value * 0.93, value * 1.06) for value in last), band_name=told("近 8 周同日", "Same day, 8 weeks"),
        note=told("每点为至 08:30 的 24 小时", "Each point: the 24 hours up to 08:30")))


def top(told: Told) -> Section:
    """Return the ranking of classes."""
    remarks = ("▲ 12%", "▼ 3%", "▲ 240%", "—", "▲ 6%", "▼ 11%", "▲ 2%")
    return Section(body=Bars(
        title=told("道路积水一周增 2.4 倍,其余平稳", "Flooded roads up 2.4-fold in a week, all else steady"),
        rows=tuple(Bar(name=told(*names), number=number(count), remark=remark)
                   for names, count, remark in zip(CLASSES, COUNTS, remarks, strict=True)),
        unit=told("件", "cases"), note=told("件 · 与前 7 天比", "cases · against the week before")))


def departments(told: Told) -> Section:
    """Return what each department holds, by how near the deadline is."""
    names = (("住建局", "Housing"), ("城管局", "Urban management"), ("水务局", "Water"), ("交通局", "Transport"),
             ("市政养护", "Roads"))
    return Section(body=Columns(
        title=told("城管局逾期 12 件,最多", "Urban management has most overdue: 12"),
        labels=tuple(told(*name) for name in names), is_stacked=True, unit=told("件", "cases"),
        series=((told("逾期", "Overdue"), (3, 12, 5, 4, 3)),
                (told("24 小时内到期", "Due within 24 h"), (41, 66, 23, 31, 18)),
                (told("其余在办", "Other open"), (210, 402, 133, 156, 92)))))


def districts(told: Told) -> Section:
    """Return a map of twelve districts round a lake, one of them unknown."""
    shapes = []
    for place, names in enumerate(AREAS):
        column, row = divmod(place, 3)
        west, south = 118.2 + 0.31 * column, 36.2 + 0.17 * row
        count = 6.4 + (place * 37 % 31)
        step = None if names[1] == "Beichuan" else min(4, int(count // 8))
        shapes.append(Shape(code=f"3701{place:02}", name=told(*names), at=(west + 0.155, south + 0.085),
                            rings=(outline(west, south),), step=step,
                            number=number(count, "—" if step is None else f"{count:.1f}")))
    return Section(body=Map(
        title=told("东港区每万人在办最多", "Donggang has most open cases per 10,000 people"), shapes=tuple(shapes),
        water=(tuple((118.75 + 0.05 * math.cos(turn / 10), 36.42 + 0.03 * math.sin(turn / 10)) for turn in range(63)),),
        steps=("< 8", "8–16", "16–24", "24–32", "≥ 32"), unit=told("件/万人", "cases per 10,000"),
        approval=told("审图号:GS(示例)0000", "Map approval: GS(sample)0000"),
        note=told("固定分级,逐日可比", "Fixed classes, comparable from day to day")))


def outline(west: float, south: float) -> tuple[tuple[float, float], ...]:
    """Return a closed ring about 0.31 by 0.17 degrees whose sides are waved alike, so that neighbours fit."""
    def wave(at: float) -> float:
        return 0.012 * math.sin(at * 80)

    east, north, steps = west + 0.31, south + 0.17, range(12)
    ring = [(west + 0.31 * at / 12 + wave(south), south + wave(west + 0.31 * at / 12)) for at in steps]
    ring += [(east + wave(south + 0.17 * at / 12), south + 0.17 * at / 12 + wave(east)) for at in steps]
    ring += [(east - 0.31 * at / 12 + wave(north), north + wave(east - 0.31 * at / 12)) for at in steps]
    ring += [(west + wave(north - 0.17 * at / 12), north - 0.17 * at / 12 + wave(west)) for at in steps]
    return (*ring, ring[0])


def lateness(told: Told) -> Section:
    """Return how late the late ones are."""
    return Section(body=Columns(
        title=told("逾期 27 件中 4 件超过 3 天", "Of 27 overdue, 4 by more than 3 days"),
        labels=(told("1 天内", "Up to 1 d"), told("1–3 天", "1–3 d"), told("3–7 天", "3–7 d"),
                told("超 7 天", "More than 7 d")),
        series=((told("上周", "Week before"), (16, 9, 5, 1)), (told("本周", "This week"), (15, 8, 3, 1))),
        unit=told("件", "cases")))


def watched(told: Told) -> Section:
    """Return the table of what is watched, with lamps and priorities."""
    rows = (("late", "逾期", "Overdue", "p1", "一级", "P1", "东港区石桥街道燃气泄漏,3 人获救,抢险结束,复检待做",
             "Gas leak in Shiqiao, Donggang: 3 people saved, repairs done, check to come", "住建局", "Housing", 26),
            ("soon", "将到期", "Due soon", "p2", "二级", "P2", "东港区道路塌陷 2 m,已围挡",
             "Road sunk 2 m in Donggang, fenced off", "市政养护", "Roads", 7),
            ("fine", "正常", "On time", "p3", "三级", "P3", "西苑区积水 25 cm,2 车熄火",
             "25 cm of water in Xiyuan, 2 cars stuck", "水务局", "Water", 48),
            ("done", "已办结", "Done", "p4", "四级", "P4", "临江区路灯 12 盏不亮",
             "12 street lights out in Linjiang", "城管局", "Urban management", 0))
    return Section(body=Table(
        title=told("督办与专项:1 项逾期,共 4 项", "Watched matters: 1 of 4 overdue"),
        head=(told("级别", "Priority"), told("事项", "Matter"), told("责任单位", "In charge"),
              told("剩余(小时)", "Hours left"), told("亮灯", "Lamp")), wide=1,
        rows=tuple((Mark(text=told(row[4], row[5]), mark=row[3]), told(row[6], row[7]), told(row[8], row[9]),
                    number(row[10]), Mark(text=told(row[1], row[2]), mark=row[0])) for row in rows),
        note=told("剩余时间按工作日历计", "Hours left by the working calendar")))


def ahead(told: Told) -> Section:
    """Return what is to come."""
    return Section(notes=told("提醒各区值班室。", "Remind the districts' duty rooms."), body=Lines(
        title=told("未来 24 小时:66 件将到时限", "The next 24 hours: 66 cases come due"), lines=(
            (told("将到时限 ", "Coming due: "), number(66),
             told(" 件,城管局最多", " cases, most with urban management")),
            (told("08:00 前小雨;海棠路早高峰施工改道",
                  "Light rain before 08:00; Haitang Road diverted in the morning peak"),),
            (told("石桥街道燃气复检影响 ", "The gas check in Shiqiao affects "), number(60),
             told(" 户,社区已通知", " households; they have been told")))))


def definitions(told: Told) -> tuple[Definition, ...]:
    """Return what figures mean."""
    said = (
        ("受理", "Received", "按受理时间落在时段内的案件,重复件不计",
         "cases by the time they were received, duplicates left out"),
        ("按期结案率", "Closed on time", "应结案件中在时限内结案的占比;挂起时间不计",
         "share of the cases due that were closed within their limit; time on hold is left out"),
        ("逾期", "Overdue", "此刻在办且已过时限的案件", "open cases past their limit at this moment"),
        ("每万人在办", "Open per 10,000", "在办案件数除以常住人口(万人)",
         "open cases divided by residents in ten thousands"))
    return tuple(Definition(name=told(*one[:2]), said=told(*one[2:])) for one in said)
