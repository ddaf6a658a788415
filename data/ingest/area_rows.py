"""Reading areas: what each row of a file says about one area, judged by itself. No database."""

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.areas.polygons import Shapes, repair
from data.errors import Invalid
from data.ingest.batch import DUPLICATE, Batch
from data.ingest.columns import Reader, numbers
from data.ingest.mapping import AreasMapping

ID_LENGTH = 120


@dataclass(frozen=True, kw_only=True)
class AreaRows:
    """Columns of the file, one value per row of the batch."""

    ids: NDArray[np.object_]
    names: list[str]
    full_names: list[str]
    names_en: list[str]
    codes: list[str]
    parent_keys: list[str]
    population: NDArray[np.float64]
    households: NDArray[np.float64]
    shapes: Shapes | None


def read_areas(mapping: AreasMapping, batch: Batch) -> AreaRows:
    """Return the areas the batch holds, shapes repaired; faulty rows are judged in the batch.

    Raises Invalid: wrong_column, no_shapes.
    """
    reader = batch.reader(mapping.head)
    shapes = _sound_shapes(mapping, batch)
    ids = _ids(mapping, reader, shapes)
    batch.judge(ids == "", "no_id")
    batch.judge(np.array([len(one) > ID_LENGTH for one in ids], dtype=bool), "id_too_long")
    full = reader.optional(mapping.names, "name")
    _judge_shared_ids(batch, ids, full.to_numpy(dtype=object))
    shapes = _join_parts(batch, ids, shapes)
    names = _cut(full, mapping.cut)
    english = reader.column(mapping.names_en, "name_en") if mapping.names_en else names
    codes = reader.optional(mapping.code, "code").tolist()
    return AreaRows(
        ids=ids, full_names=full.tolist(), names_en=english.tolist(),
        names=[mapping.rename.get(one, name) for one, name in zip(ids, names, strict=True)],
        codes=[mapping.codes.get(one, code) for one, code in zip(ids, codes, strict=True)],
        parent_keys=reader.optional(mapping.parent.columns, "parent.column").tolist(),
        population=numbers(reader.optional(mapping.population, "population"))[0],
        households=numbers(reader.optional(mapping.households, "households"))[0], shapes=shapes,
    )


def _sound_shapes(mapping: AreasMapping, batch: Batch) -> Shapes | None:
    if not mapping.has_shapes:
        return None
    if batch.shapes is None:
        raise Invalid("no_shapes", file=batch.files[0].name)
    missing = np.asarray(shapely.is_missing(batch.shapes) | shapely.is_empty(batch.shapes))
    shapes, repaired = repair(batch.shapes)
    batch.judge(missing, "no_shape")
    batch.judge(shapely.is_missing(shapes), "broken_polygon")
    mended = np.flatnonzero(repaired & ~shapely.is_missing(shapes))
    if len(mended):
        batch.notes["repaired_polygons"] = len(mended)
        batch.notes["repaired_rows"] = [batch.place_of(int(i)) for i in mended[:20]]
    return shapes


def _ids(mapping: AreasMapping, reader: Reader, shapes: Shapes | None) -> NDArray[np.object_]:
    """Return the source's ids; a file without any gets them from its shapes, so that they stay the same."""
    if mapping.id:
        return reader.column(mapping.id, "id").to_numpy(dtype=object)
    if shapes is None:
        raise Invalid("mapping_missing_key", mapping=mapping.head.name, key="id")
    return np.array([_shape_id(shape) for shape in shapes], dtype=object)


def _shape_id(shape: shapely.Geometry | None) -> str:
    if shape is None:
        return ""
    return "shape-" + hashlib.sha256(shapely.to_wkb(shapely.normalize(shape))).hexdigest()[:20]


def _judge_shared_ids(batch: Batch, ids: NDArray[np.object_], names: NDArray[np.object_]) -> None:
    """Parts of one area share its name; one id under two names is somebody's placeholder ("0")."""
    first: dict[str, str] = {}
    for row in batch.open_rows().tolist():
        if first.setdefault(ids[row], names[row]) != names[row]:
            batch.verdicts[row] = "id_used_twice"


def _join_parts(batch: Batch, ids: NDArray[np.object_], shapes: Shapes | None) -> Shapes | None:
    """Rows with one id are one area: the first takes the shapes of the others, which are duplicates."""
    open_rows = batch.open_rows()
    again = open_rows[pd.Series(ids[open_rows]).duplicated().to_numpy()]
    if not len(again):
        return shapes
    joined = 0
    if shapes is not None:
        shapes = shapes.copy()
        for one in pd.unique(pd.Series(ids[again])):
            rows = open_rows[ids[open_rows] == one]
            union, _repaired = repair(np.array([shapely.union_all(shapes[rows])], dtype=object))
            shapes[rows[0]] = union[0]
            joined += len(rows) - 1
    batch.verdicts[again] = DUPLICATE
    batch.notes["parts_joined"] = joined
    return shapes


def _cut(names: "pd.Series[str]", endings: tuple[str, ...]) -> "pd.Series[str]":
    for ending in endings:
        shorter = names.str.removesuffix(ending)
        names = names.where(shorter == "", shorter)
    return names
