"""From area rows to areas of the city: duplicates, parents, codes, aliases."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from data import codes as code_schemes
from data.areas.nesting import POORLY_NESTED_BELOW, in_reading_order, overlapping
from data.areas.polygons import Shapes
from data.ingest.area_parents import Placing, find_parents
from data.ingest.area_rows import AreaRows
from data.ingest.area_store import NewAreas, cover_city, sum_upward, write_areas
from data.ingest.batch import DUPLICATE, STORED, Batch
from data.ingest.city_row import find_or_make_city, open_level
from data.ingest.mapping import AreasMapping
from data.models.area import Area, AreaAlias
from data.models.city import City

OVERLAP_ALLOWED = 0.5


@dataclass(kw_only=True)
class AreasDone:
    """What the import of areas changed, for the report and the map's version."""

    city: City
    level: int
    changed: list[tuple[str, bytes]] = field(default_factory=list)
    poorly_nested: list[dict[str, Any]] = field(default_factory=list)


def store_areas(session: Session, mapping: AreasMapping, rows: AreaRows, batch: Batch) -> AreasDone:
    """Store the areas and judge every row of the batch.

    Raises Invalid: no_city_plan, another_city, unknown_level, other_ladder, level_missing,
    outside_the_city (not one row lies in it), no_code_left.
    """
    city = find_or_make_city(session, mapping.head.city)
    done = AreasDone(city=city, level=open_level(city, mapping.head.city, mapping.level))
    _judge_known(session, mapping, rows, batch, done.level)
    _judge_overlaps(session, rows, batch, done.level)
    placing = find_parents(session, mapping, rows, batch, city=city, level=done.level)
    taken = _give_codes(session, rows, batch, done, placing)
    new = _new_areas(rows, batch, done, placing, taken)
    done.changed += write_areas(session, done.level, new)
    if done.level == 2 and len(new.codes):
        done.changed += cover_city(session, city, new.shapes)
    _write_aliases(session, mapping, rows, taken)
    sum_upward(session, done.level)
    batch.verdicts[list(taken)] = STORED
    done.poorly_nested = _poorly_nested(rows, placing, taken)
    return done


def _judge_known(session: Session, mapping: AreasMapping, rows: AreaRows, batch: Batch, level: int) -> None:
    known = set(session.scalars(select(AreaAlias.alias).where(AreaAlias.source == mapping.head.source)))
    there = set(session.scalars(select(Area.area_code).where(Area.level == level)))
    batch.judge(np.array([one in known for one in rows.ids], dtype=bool), DUPLICATE)
    batch.judge(np.array([code in there for code in rows.codes], dtype=bool), DUPLICATE)


def _judge_overlaps(session: Session, rows: AreaRows, batch: Batch, level: int) -> None:
    """An area may not stand where another of its level stands already; in the file the first one stays."""
    if rows.shapes is None:
        return
    stored = list(session.scalars(select(Area.geometry).where(Area.level == level)))
    there = shapely.from_wkb(np.array(stored, dtype=object))
    fresh = batch.open_rows()
    covered = np.zeros(len(rows.ids), dtype=bool)
    covered[fresh[overlapping(rows.shapes[fresh], there, OVERLAP_ALLOWED)]] = True
    batch.judge(covered, "overlaps_another")
    for row in _covered_by_earlier(rows.shapes, batch.open_rows()):
        batch.verdicts[row] = "overlaps_another"


def _covered_by_earlier(shapes: Shapes, rows: NDArray[np.intp]) -> list[int]:
    mine = shapes[rows]
    one, other = shapely.STRtree(mine).query(mine, predicate="intersects")
    one, other = one[one > other], other[one > other]
    common = shapely.area(shapely.intersection(mine[one], mine[other]))
    gone: set[int] = set()
    for late, early in zip(one[common > OVERLAP_ALLOWED * shapely.area(mine[one])].tolist(),
                           other[common > OVERLAP_ALLOWED * shapely.area(mine[one])].tolist(), strict=True):
        if early not in gone:
            gone.add(late)
    return [int(rows[i]) for i in sorted(gone)]


def _give_codes(session: Session, rows: AreaRows, batch: Batch, done: AreasDone, placing: Placing) -> dict[int, str]:
    """Return {row: code}: real codes where the source has them, made ones west to east, north to south."""
    width = done.city.width_of(done.level)
    if done.level == 1:
        return _outline_only(session, batch, done.city.code)
    taken: dict[int, str] = {}
    used = set(session.scalars(select(Area.area_code).where(Area.level == done.level)))
    for row in batch.open_rows().tolist():
        given = rows.codes[row]
        if given and given not in used and _is_sound(given, placing.parents[row], width, done.city.code_scheme):
            taken[row] = given
            used.add(given)
        elif given:
            batch.verdicts[row] = "bad_code"
    without = np.array([row for row in batch.open_rows().tolist() if row not in taken], dtype=np.intp)
    for parent in sorted(set(placing.parents[without])):
        mine = without[placing.parents[without] == parent]
        ordered = mine if rows.shapes is None else mine[in_reading_order(rows.shapes[mine])]
        made = code_schemes.next_codes(parent, used, len(mine), width - len(parent))
        taken |= dict(zip(ordered.tolist(), made, strict=True))
    return taken


def _outline_only(session: Session, batch: Batch, code: str) -> dict[int, str]:
    """A city has one outline: the first row's, unless it has one already."""
    if session.get(Area, code) is not None:
        batch.judge(np.ones(len(batch.verdicts), dtype=bool), DUPLICATE)
    first = batch.open_rows()[:1].tolist()
    batch.verdicts[batch.open_rows()[1:]] = "overlaps_another"
    return dict.fromkeys(first, code)


def _is_sound(code: str, parent: str, width: int, scheme: str) -> bool:
    if len(code) != width or not code.startswith(parent) or not (code.isascii() and code.isalnum()):
        return False
    part = f"cn-{width}"
    return not scheme.startswith("cn-") or part not in code_schemes.SCHEMES or not code_schemes.fault_of(part, code)


def _new_areas(rows: AreaRows, batch: Batch, done: AreasDone, placing: Placing, taken: dict[int, str]) -> NewAreas:
    order = list(taken)
    level = done.city.levels[done.level - 1]
    tails = {row: code[len(placing.parents[row]):].lstrip("0") or "0" for row, code in taken.items()}
    shapes = np.full(len(order), shapely.Polygon(), dtype=object) if rows.shapes is None else rows.shapes[order]
    if rows.shapes is None:
        batch.notes["without_shape"] = len(order)
    return NewAreas(
        codes=[taken[row] for row in order], parents=[placing.parents[row] for row in order],
        names=[rows.names[row] or f"{level['zh']}{tails[row]}" for row in order],
        names_en=[rows.names_en[row] or f"{level['en']} {tails[row]}" for row in order],
        shares=placing.shares[order], shapes=shapes,
        population=[_whole(rows.population[row]) for row in order],
        households=[_whole(rows.households[row]) for row in order],
    )


def _whole(number: float) -> int | None:
    return None if np.isnan(number) else round(number)


def _write_aliases(session: Session, mapping: AreasMapping, rows: AreaRows, taken: dict[int, str]) -> None:
    source = mapping.head.source
    aliases = {(source, rows.ids[row]): code for row, code in taken.items()}
    for row, code in taken.items():
        full = rows.full_names[row]
        if full and full != rows.names[row] and len(full) <= 120:
            aliases.setdefault((source, full), code)
    if aliases:
        session.execute(insert(AreaAlias), [
            {"source": owner, "alias": alias, "code": code} for (owner, alias), code in aliases.items()
        ])


def _poorly_nested(rows: AreaRows, placing: Placing, taken: dict[int, str]) -> list[dict[str, Any]]:
    poor = [row for row in taken if placing.shares[row] < POORLY_NESTED_BELOW]
    poor.sort(key=lambda row: float(placing.shares[row]))
    return [{"id": rows.ids[row], "name": rows.names[row], "code": taken[row], "parent": placing.parents[row],
             "share": round(float(placing.shares[row]), 4)} for row in poor]
