"""How one class of cases was handled: by which department, how many in time, how soon somebody responded."""

from dashboard.briefing.blocks.late import named
from dashboard.briefing.content import Column, Outward, Table
from dashboard.briefing.sentences import count, decimal
from dashboard.briefing.spans import week
from dashboard.briefing.topic import Topic
from dashboard.speech import Words
from data.cases import handled_by
from data.cases.handled_by import HandledBy
from data.visit import Visit


def handled(visit: Visit, t: Words, area: str, topic: Topic) -> tuple[list[HandledBy], Table]:
    """Return the departments that answered for it within seven days, and the table of them."""
    now, _ = week(visit)
    found = handled_by.by_department(visit, area, (now.begin, now.end), topic.where)
    rows = tuple((name, count(t, one.received), count(t, one.closed), decimal(t, one.on_time_rate, "%"),
                  decimal(t, one.response_minutes)) for one, name in zip(found, named(visit, t, found), strict=True))
    closed, received = sum(one.closed for one in found), sum(one.received for one in found)
    title = t("special.handled", closed=t.number(closed), received=t.number(received)) if found else t(
        "special.handled_none")
    head = ("brief.department", "brief.received", "brief.closed", "special.on_time", "special.response")
    return found, Table(title=title, head=tuple(t(key) for key in head), rows=rows, wide=0,
                        empty=t("special.handled_none"), note=t("special.handled_note"),
                        outward=Outward(name=t("outward.handled"), columns=(
                            Column(holds="names"), Column(holds="counts", total="received"),
                            Column(holds="counts", total="closed"), Column(holds="other"),
                            Column(holds="rates", within=(1,)))))
