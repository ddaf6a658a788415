"""The register of cameras: `cameras.yaml` of the data folder, checked field by field. Nothing is recorded or moved.

A camera without a purpose, an owner and a word on keeping cannot stand in it.
"""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from data import yaml_files
from data.areas.locate import build_index
from data.errors import NotFound
from data.sources.address import require_plain
from data.sources.declared import Checked, Credential
from data.storage.database import everywhere
from data.visit import Visit

PERMISSION = "cameras.view"
FILE = "cameras.yaml"
UNREADABLE = "cameras_unreadable"
LARGEST_FILE = 4 * 1024 * 1024
MOST_CAMERAS = 5_000


class Camera(Checked):
    """One camera: where it stands, what it sees, whose it is, what for, and where its picture comes from."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    name_en: Annotated[str, Field(max_length=80)] = ""
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    bearing: Annotated[float, Field(ge=0, lt=360)] = 0
    """Where it looks, degrees clockwise from north."""
    angle: Annotated[float, Field(gt=0, le=360)] = 360
    """How wide it sees, degrees."""
    range_m: Annotated[float, Field(gt=0, le=5_000)] = 100
    kind: Literal["picture", "hls"]
    url: Annotated[str, AfterValidator(require_plain)]
    credential: Credential | None = None
    refresh_seconds: Annotated[int, Field(ge=1, le=3600)] = 10
    """Of a picture: how often a new one is taken; one three times as old is told as old."""
    owner: Annotated[str, Field(min_length=1, max_length=80)]
    purpose: Annotated[str, Field(min_length=2, max_length=120)]
    retention: Annotated[str, Field(min_length=2, max_length=120)]
    """What the owner keeps of it and for how long; this program keeps nothing."""


class Register(Checked):
    """All cameras of a deployment."""

    cameras: Annotated[list[Camera], Field(max_length=MOST_CAMERAS, default_factory=list)]

    @model_validator(mode="after")
    def _each_once(self) -> "Register":
        ids = [one.id for one in self.cameras]
        doubled = sorted({one for one in ids if ids.count(one) > 1}) if len(set(ids)) < len(ids) else []
        if doubled:
            raise ValueError(f"two cameras are called {doubled[0]}")
        return self


@dataclass(frozen=True)
class Placed:
    """A camera and the finest area it stands in, "" outside every area."""

    camera: Camera
    area: str


def read(data_dir: Path) -> Register:
    """Return the register, an empty one where there is no file. Raises Invalid("cameras_unreadable") with why."""
    path = data_dir / FILE
    try:
        found = path.stat()
    except FileNotFoundError:
        return Register.model_validate({})
    return _read(path, (found.st_mtime_ns, found.st_size))


@functools.lru_cache(maxsize=8)
def _read(path: Path, _mark: tuple[int, int]) -> Register:
    return yaml_files.read(path, Register, UNREADABLE, largest=LARGEST_FILE)


def seen_by(visit: Visit) -> list[Placed]:
    """Return the cameras that the visitor may look through where they stand, by id.

    Raises Invalid("cameras_unreadable").
    """
    register = read(visit.folder)
    areas = _areas(visit, register)
    placed = [Placed(one, areas[one.id]) for one in register.cameras]
    return sorted((one for one in placed if visit.scope.allows(PERMISSION, one.area)), key=lambda one: one.camera.id)


def find(visit: Visit, camera_id: str) -> Camera:
    """Return one of those. Raises NotFound("camera_not_found"), Invalid("cameras_unreadable")."""
    for one in seen_by(visit):
        if one.camera.id == camera_id:
            return one.camera
    raise NotFound("camera_not_found", camera=camera_id[:40])


_PLACED: dict[str, tuple[Register, dict[str, str]]] = {}
"""Data folder and map version -> (a register, the area of each of its cameras): the last one, worked out once."""


def _areas(visit: Visit, register: Register) -> dict[str, str]:
    if not register.cameras:
        return {}
    key = f"{visit.folder}|{visit.city.map_version}"
    held = _PLACED.get(key)
    if held is None or held[0] is not register:
        with everywhere(visit.session):
            index = build_index(visit.session, visit.city.leaf_level())
        codes = index.locate_many(np.array([one.lon for one in register.cameras]),
                                  np.array([one.lat for one in register.cameras]))
        placed = {one.id: code or "" for one, code in zip(register.cameras, codes, strict=True)}
        _PLACED[key] = held = (register, placed)
    return held[1]
