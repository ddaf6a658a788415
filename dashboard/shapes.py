"""Shapes of the map as bytes, what a lasting answer is kept under, and the one that takes long: every grid of a city.

A key holds the asker's areas as far as they cut the answer: nobody is handed what was cut for others, and all who
see the whole of an area are handed the same bytes.
"""

import contextlib
import os
import subprocess
import sys

from dashboard.build import ROOT
from dashboard.prepared import Key, Prepared
from data.areas import queries
from data.errors import NotFound
from data.scope import Scope
from data.settings import Settings
from data.storage.database import Database
from data.visit import Visit, reading
from layers import geojson, mesh
from layers.layer import Layer, Window
from layers.shown import areas

GEOJSON, MESH = "application/geo+json", "application/json"
JOB = Scope.of_job("shapes")
MANY = 5_000
"""Grids whose mesh takes long enough to be made ahead: half a second of a core, in a process that serves screens."""
GENTLE = 10
"""Whoever looks at the city meanwhile goes first."""
PROGRAM = ROOT / "app.py"


def encode(visit: Visit, layer: Layer, window: Window, kind: str) -> bytes:
    """Return the layer's features inside the window as GEOJSON or MESH."""
    frame = layer.features(visit, window)
    if window.bbox is not None:
        west, south, east, north = window.bbox
        frame = frame.cx[west:east, south:north]
    if kind == MESH:
        return mesh.encode(frame, layer.mesh_properties, quantum_degrees=mesh.quantum_for(frame))
    return geojson.encode(frame, layer.properties)


def key_of(visit: Visit, layer: Layer, window: Window, kind: str) -> Key:
    """Return what the answer to this visitor is kept under while the map has its present version."""
    cut = () if visit.scope.covers(window.area) else tuple(sorted(
        area for area in visit.scope.areas if area.startswith(window.area)))
    return (kind, layer.name, window.area, window.level, window.finest, visit.city.map_version, cut)


def make_ahead(database: Database, settings: Settings) -> int:
    """Keep the mesh of every grid of a city of many, for the first who looks; return of how many, 0 where it is kept
    already or takes no time.
    """
    prepared = Prepared.of(settings)
    with reading(database, JOB, settings) as visit:
        count = _lacking(visit, prepared)
        if count:
            prepared.keep(_key(visit), encode(visit, areas.LAYER, _whole(visit), MESH))
    return count


def begin_ahead(database: Database, settings: Settings) -> subprocess.Popen[bytes] | None:
    """Begin a process that does the same, None where there is nothing to do or no city yet."""
    try:
        with reading(database, JOB, settings) as visit:
            if not _lacking(visit, Prepared.of(settings)):
                return None
    except NotFound:
        return None
    begun = subprocess.Popen([sys.executable, str(PROGRAM), "shapes"])  # noqa: S603 - nothing in it comes from outside
    with contextlib.suppress(OSError):  # over already, or not ours to say
        os.setpriority(os.PRIO_PROCESS, begun.pid, GENTLE)
    return begun


def _whole(visit: Visit) -> Window:
    return Window(area=visit.city.code, level=None, finest=True, bbox=None)


def _key(visit: Visit) -> Key:
    return key_of(visit, areas.LAYER, _whole(visit), MESH)


def _lacking(visit: Visit, prepared: Prepared) -> int:
    """Return the grids of a city of many whose mesh is not kept, else 0."""
    counts = queries.count_by_level(visit, visit.city.code)
    count = counts.get(visit.city.leaf_level(), 0)
    return count if count >= MANY and not prepared.has_file(_key(visit)) else 0
