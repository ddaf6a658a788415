"""From rows to places: hospitals, schools, fire stations, playgrounds, hydrants."""

import hashlib
from typing import Any

import numpy as np
from sqlalchemy import select

from data.ingest.batch import DUPLICATE, STORED, Batch
from data.ingest.columns import Reader
from data.ingest.into_units import grids_of, judged_points
from data.ingest.mapping import PlacesMapping
from data.models.unit import Place
from data.storage.bulk import insert_rows
from data.visit import Visit

ID_LENGTH, NAME_LENGTH, ADDRESS_LENGTH = 128, 160, 240


def store_places(visit: Visit, mapping: PlacesMapping, batch: Batch) -> None:
    """Store the places and judge every row. Raises Invalid("wrong_column")."""
    reader = batch.reader(mapping.head)
    names = reader.column(mapping.names, "name")
    english = reader.column(mapping.names_en, "name_en") if mapping.names_en else names
    address = reader.optional(mapping.address, "address").tolist()
    batch.judge((names == "").to_numpy(), "no_name")
    lon, lat = judged_points(mapping, reader, batch)
    codes = grids_of(visit, lon, lat)
    batch.judge(np.array([not code for code in codes], dtype=bool), "outside_every_area")
    ids, kinds = _ids(mapping, reader, names.tolist(), address), _kinds(mapping, reader)
    batch.judge(np.array([len(one) > ID_LENGTH for one in ids], dtype=bool), "id_too_long")
    source = mapping.head.source
    known = set(visit.session.scalars(select(Place.source_id).where(Place.source == source)))
    rows: list[dict[str, Any]] = []
    for row in batch.open_rows().tolist():
        batch.verdicts[row] = DUPLICATE if ids[row] in known else STORED
        if ids[row] not in known:
            known.add(ids[row])
            rows.append({
                "source": source, "source_id": ids[row], "kind": kinds[row], "name": names[row][:NAME_LENGTH],
                "name_en": english[row][:NAME_LENGTH], "address": address[row][:ADDRESS_LENGTH], "lon": float(lon[row]),
                "lat": float(lat[row]), "attributes": {}, "area_code": codes[row],
            })
    insert_rows(visit.session, Place, rows)


def _ids(mapping: PlacesMapping, reader: Reader, names: list[str], address: list[str]) -> list[str]:
    """Return the source's ids; where it has none, a hash of name and address, so that they stay the same."""
    own = reader.optional(mapping.id, "id").tolist()
    return [one or "h-" + hashlib.sha256(f"{name}\n{where}".encode()).hexdigest()[:20]
            for one, name, where in zip(own, names, address, strict=True)]


def _kinds(mapping: PlacesMapping, reader: Reader) -> list[str]:
    words = {word.casefold(): kind for word, kind in mapping.kind_of.items()}
    named = reader.optional(mapping.kind_columns, "kinds.column").tolist()
    return [words.get(word.casefold(), mapping.kind) for word in named]
