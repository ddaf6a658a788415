"""From case rows to reports: moments, places and classes, then through the one intake."""

from dataclasses import dataclass
from datetime import datetime
from math import isnan
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import func, select

from data.areas.locate import GridIndex, build_index
from data.cases import intake
from data.cases.intake import Report
from data.cases.states import ENDED, State
from data.ingest.area_lookup import areas_known, areas_named
from data.ingest.batch import DUPLICATE, STORED, Batch
from data.ingest.columns import Reader, moments, points
from data.ingest.into_classes import Categories, read_categories
from data.ingest.mapping import CasesMapping
from data.models.case import Case
from data.visit import Visit

CHANNEL = "import"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where cases are placed: the areas of one version of the map."""

    map_version: str
    grids: GridIndex
    known: list[dict[str, str]]
    """For each of the mapping's rules, what it finds areas by."""


def ground_of(visit: Visit, mapping: CasesMapping, before: Ground | None = None) -> Ground:
    """Return the ground as it is now; `before` as long as the map is the same."""
    if before is not None and before.map_version == visit.city.map_version:
        return before
    return Ground(map_version=visit.city.map_version, known=areas_known(visit, mapping.areas),
                  grids=build_index(visit.session, visit.city.leaf_level()))


def store_cases(visit: Visit, mapping: CasesMapping, batch: Batch, ground: Ground) -> None:
    """Store the cases as history and judge every row of the batch. Raises Invalid("wrong_column").

    Their classes must have been made already (into_classes).
    """
    reader = batch.reader(mapping.head)
    lon, lat, unreadable = points(reader, mapping.position, mapping.head.options.crs)
    codes, unknown = areas_named(mapping.areas, ground.known, reader)
    times = _times(mapping, reader, batch, visit.zone.key)
    batch.judge(unreadable, "unreadable_coordinate")
    batch.judge(np.array(unknown, dtype=bool) & np.isnan(lon), "unknown_area")
    categories = read_categories(visit.session, mapping.classes, reader)
    rows, newest = batch.open_rows(), _newest(visit)
    reports = _reports(mapping, reader, rows, where=(lon, lat, codes), times=times, categories=categories)
    outcome = intake.receive(visit, reports, ground.grids, live=False, scheme=mapping.classes.scheme)
    batch.verdicts[rows[[i for i, _case_no in outcome.stored]]] = STORED
    batch.verdicts[rows[[i for i, _case_no in outcome.duplicate]]] = DUPLICATE
    for i, reason in outcome.rejected:
        batch.verdicts[rows[i]] = reason
    batch.notes["placed_by_area"] = _placed_by_area(visit, newest)


def _newest(visit: Visit) -> int:
    return visit.session.execute(select(func.max(Case.id))).scalar_one() or 0


def _placed_by_area(visit: Visit, newest: int) -> int:
    """Count the cases after the one that was the newest; ids ascend."""
    return int(visit.session.execute(
        select(func.count()).select_from(Case).where(Case.id > newest, Case.placed == "area")).scalar_one())


def _times(mapping: CasesMapping, reader: Reader, batch: Batch, city_zone: str) -> dict[str, list[datetime | None]]:
    """Return the three moments of each row; a text that is no moment judges its row."""
    found: dict[str, list[datetime | None]] = {}
    for key in ("occurred", "closed", "due"):
        text = reader.optional(getattr(mapping, key), key)
        utc, bad = moments(text, mapping.date_formats, mapping.zone or city_zone)
        batch.judge(bad, "unreadable_date")
        found[key] = _as_moments(utc)
    return found


def _as_moments(utc: "pd.Series[pd.Timestamp]") -> list[datetime | None]:
    plain: NDArray[np.object_] = np.array(utc.dt.to_pydatetime(), dtype=object)
    plain[np.asarray(utc.isna())] = None
    return list(plain)


def _reports(mapping: CasesMapping, reader: Reader, rows: NDArray[np.intp], *,
             where: tuple[NDArray[np.float64], NDArray[np.float64], list[str]],
             times: dict[str, list[datetime | None]], categories: Categories) -> list[Report]:
    ids, text = reader.column(mapping.id, "id").tolist(), reader.column(mapping.text, "text").tolist()
    address = reader.optional(mapping.address, "address").tolist()
    priorities, states = _priorities(mapping, reader), _states(mapping, reader)
    kept = [mapping.kept_time_of.get(word.casefold())
            for word in reader.optional(mapping.kept_time, "kept_time.column").tolist()]
    lon, lat = _or_none(where[0]), _or_none(where[1])
    area, source = where[2], mapping.head.source
    occurred, closed, due = times["occurred"], times["closed"], times["due"]
    reports = []
    for i in rows.tolist():
        state, priority = states[i], priorities[i]
        reports.append(Report(
            source=source, event_id=ids[i], occurred_at=occurred[i], category=categories.codes[i], text=text[i],
            lon=lon[i], lat=lat[i], area_code=area[i], address=address[i], priority=priority, channel=CHANNEL,
            closed_at=closed[i] if state is None or state in ENDED else None, due_at=due[i], state=state,
            department=categories.departments[i] or None, kept_time=kept[i],
        ))
    return reports


def _or_none(numbers: NDArray[np.float64]) -> list[float | None]:
    return [None if isnan(number) else number for number in numbers.tolist()]


def _states(mapping: CasesMapping, reader: Reader) -> list[State | None]:
    """Return the state each row names; None where it names none: then the closing time decides."""
    named = reader.optional(mapping.state, "state.column").tolist()
    return [mapping.state_of.get(word.casefold()) if word else None for word in named]


def _priorities(mapping: CasesMapping, reader: Reader) -> list[Any]:
    named = reader.optional(mapping.priority, "priority.column").tolist()
    words = {word.casefold(): number for word, number in mapping.priority_of.items()}
    return [_priority(words.get(word.casefold(), word)) for word in named]


def _priority(text: str) -> int | None:
    """Return 1 to 4; 0 for a text that is none of them, which the intake refuses; None without a text."""
    return None if not text else int(text) if text in ("1", "2", "3", "4") else 0
