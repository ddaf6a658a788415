"""What is on the screen as a table: `POST /export/cases` {area, and the keys of dashboard.worklist.ask} answers CSV.

The open cases of that list in its order, as far as MOST_ROWS; the headers `X-Rows` and `X-Total` say how many are in
it and how many there are. Within the person's scope; each export stands in the audit trail.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import read_object
from dashboard.wiring import is_seen, words_for
from dashboard.worklist import ask, listing
from data.cases import worklist
from data.cases.worklist import Wanted
from data.models.case import Case
from data.people import trail
from data.people.sessions import Caller
from data.visit import Visit

MOST_ROWS, AT_ONCE = 5_000, 500


async def export_cases(center: Center, request: Request) -> Response:
    """Answer the cases as a file."""
    asked = read_object(await request.body())
    return await center.run(_export, center, request.state.caller, asked)


def _export(center: Center, caller: Caller, asked: Mapping[str, Any]) -> Response:
    wanted = {name: value if isinstance(value := asked.get(name, ""), str) else "" for name in ("area", *ask.FIELDS)}
    with center.reading(caller) as visit:
        visit.scope.require("cases.view")
        area = wanted["area"] if is_seen(visit, wanted["area"]) else visit.scope.home(visit.city.code)
        these = ask.wanted_of(visit, {**wanted, "area": area})
        total = worklist.count(visit, these)
        text = listing.write(visit, words_for(visit), pieces(visit, these))
        marker, at = visit.city.marker, visit.now.astimezone(visit.zone)
    rows = min(total, MOST_ROWS)
    with center.writing(caller) as visit:
        trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what="export",
                   outcome="done", area=area, subject=area, rows=rows, total=total,
                   only={name: value for name, value in wanted.items() if value and name != "area"})
    name = "-".join(filter(None, ("cases", area, f"{at:%Y%m%d-%H%M}", marker)))
    return Response(text, media_type="text/csv; charset=utf-8", headers={
        "Cache-Control": "no-store", "X-Rows": str(rows), "X-Total": str(total),
        "Content-Disposition": f'attachment; filename="{name}.csv"'})


def pieces(visit: Visit, wanted: Wanted) -> Iterator[list[Case]]:
    """Yield the first MOST_ROWS cases of a list in its order, AT_ONCE at a time."""
    after = ""
    for _ in range(MOST_ROWS // AT_ONCE):
        found, after = worklist.page(visit, wanted, after=after, limit=AT_ONCE)
        yield found
        if not after:
            return


DOOR = Door(name="export", paths=(Path(template="/export/cases", method="POST", answer=export_cases),))
