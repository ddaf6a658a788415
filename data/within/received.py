"""How many cases came in within a drawn shape."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from data.models.case import Case
from data.storage.box import stands_in
from data.storage.prefix import lies_in
from data.visit import Visit
from data.within.shape import Shape


def received(visit: Visit, prefix: str, shape: Shape, spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Return how many cases of an area came in inside a shape in each of some times, whatever became of them.

    A time's begin lies in it, its end does not.
    """
    first, last = min(begin for begin, _ in spans), max(end for _, end in spans)
    rows = visit.session.execute(
        select(Case.lon, Case.lat, Case.received_at).where(
            Case.received_at >= first, Case.received_at < last, stands_in(Case, shape.box),
            lies_in(Case.area_code, prefix))).all()
    held = shape.holds([one.lon for one in rows], [one.lat for one in rows])
    inside = [one.received_at for one, is_in in zip(rows, held, strict=True) if is_in]
    return [sum(begin <= at < end for at in inside) for begin, end in spans]
