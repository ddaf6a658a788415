"""What a layer from outside is: a file `layers/NAME.yaml` of the data folder, the file's name the layer's.

WMS and XYZ are pictures, GeoJSON is shapes. What browsers are told of it holds neither address nor credential.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pyproj import CRS
from pyproj.exceptions import CRSError

from data.coordinates import TO_WGS84
from data.described import Kind
from data.scope import PERMISSIONS
from data.sources.address import require_plain

SECRET = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
MERCATOR = "EPSG:3857"
MOST_MOMENTS = 400

Line = Annotated[str, Field(max_length=200)]
Url = Annotated[str, AfterValidator(require_plain)]


def _system(said: str) -> str:
    if said in ("wgs84", *TO_WGS84):
        return said
    try:
        return CRS.from_user_input(said).to_string() if said.upper().startswith("EPSG:") else _no_system()
    except CRSError:
        return _no_system()


def _no_system() -> str:
    raise ValueError(f"known are wgs84, {', '.join(TO_WGS84)} and EPSG:NUMBER")


def _permission(said: str) -> str:
    if said not in PERMISSIONS:
        raise ValueError("there is no such permission")
    return said


def _secret(said: str) -> str:
    if not SECRET.fullmatch(said):
        raise ValueError("a secret's name is written in capital letters, digits and _")
    return said


class Checked(BaseModel):
    """What all of these files share: unknown fields are faults, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Credential(Checked):
    """Which secret is sent, and how; the secret itself stands in the environment or in a file, never here."""

    secret: Annotated[str, AfterValidator(_secret)]
    """YIPING_SECRET_<this> (or ..._FILE) of the environment, else the file secrets/<this> of the data folder."""
    send: Literal["query", "header", "basic"] = "query"
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] = "Authorization"
    """The parameter's or header's; "basic" needs none: the secret is user:password."""


class Time(Checked):
    """When a layer's values hold. Shapes name fields; pictures name how far back they reach and in which steps."""

    since: Annotated[str, Field(max_length=64)] = ""
    until: Annotated[str, Field(max_length=64)] = ""
    hours_back: Annotated[float, Field(gt=0, le=24 * 366)] = 24
    every_minutes: Annotated[int, Field(ge=1, le=7 * 24 * 60)] = 60


class Source(Checked):
    """One layer from outside."""

    name: str
    kind: Literal["wms", "xyz", "geojson"]
    title: Annotated[str, Field(min_length=1, max_length=40)]
    title_en: Annotated[str, Field(max_length=60)] = ""
    about: Line = ""
    about_en: Line = ""
    owner: Annotated[str, Field(min_length=1, max_length=80)]
    licence: Annotated[str, Field(min_length=1, max_length=80)]
    attribution: Annotated[str, Field(max_length=120)] = ""
    approval: Annotated[str, Field(max_length=60)] = ""
    """The number under which the map was approved for publication."""
    limits: Line = ""
    """What this layer does not show or must not be used for."""
    permission: Annotated[str, AfterValidator(_permission)] = "areas.view"
    url: Url | Literal[""] = ""
    file: Annotated[str, Field(max_length=120)] = ""
    """GeoJSON only: a file in the folder `layers` of the data folder."""
    credential: Credential | None = None
    opacity: Annotated[float, Field(ge=0.1, le=1)] = 0.8
    min_zoom: Annotated[int, Field(ge=0, le=22)] = 3
    max_zoom: Annotated[int, Field(ge=0, le=22)] = 18
    refresh_seconds: Annotated[int, Field(ge=10, le=7 * 24 * 3600)] = 300
    timeout_seconds: Annotated[float, Field(ge=1, le=60)] = 10
    max_mb: Annotated[float, Field(gt=0, le=64)] = 16
    crs: Annotated[str, AfterValidator(_system)] = "wgs84"
    time: Time | None = None
    layers: Annotated[str, Field(max_length=400)] = ""
    styles: Annotated[str, Field(max_length=200)] = ""
    version: Literal["1.3.0", "1.1.1"] = "1.3.0"
    picture: Literal["image/png", "image/jpeg", "image/webp"] = "image/png"
    label: Annotated[str, Field(max_length=64)] = ""
    """GeoJSON: the property that names a shape."""
    properties: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=20)] = []
    """GeoJSON: what else leaves the server of a shape; nothing that is not listed."""
    most_features: Annotated[int, Field(ge=1, le=20_000)] = 5_000

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Source":
        if self.min_zoom > self.max_zoom:
            raise ValueError("min_zoom is larger than max_zoom")
        _require(self._of_shapes() if self.kind == "geojson" else self._of_pictures())
        return self

    def _of_shapes(self) -> Iterator[str]:
        if bool(self.url) == bool(self.file):
            yield "geojson needs either url or file"
        if self.file and (Path(self.file).name != self.file or self.file.startswith(".")):
            yield "file: the bare name of a file that lies beside this one"
        if self.time is not None and not self.time.since:
            yield "time: since names the field that holds when a shape begins"

    def _of_pictures(self) -> Iterator[str]:
        if not self.url or self.file:
            yield f"{self.kind} needs url, and no file"
        if self.kind == "wms" and not self.layers:
            yield "layers: the server's own names of what is drawn, comma separated"
        if self.kind == "xyz" and not all(part in self.url for part in ("{z}", "{x}", "{y}")):
            yield "url: an xyz address holds {z}, {x} and {y}"
        if self.crs not in ("wgs84", MERCATOR):
            yield "crs: pictures cannot be moved; only shapes of another system can"
        if self.time is not None and self.time.hours_back * 60 / self.time.every_minutes > MOST_MOMENTS:
            yield f"time: at most {MOST_MOMENTS} steps"
        if self.kind == "xyz" and self.time is not None and "{time}" not in self.url:
            yield "url: an xyz address with time holds {time}"

    def is_picture(self) -> bool:
        """Is it drawn from tiles?"""
        return self.kind != "geojson"

    def largest_bytes(self) -> int:
        """Return how much of an answer is read at most."""
        return int(self.max_mb * 1024 * 1024)


def _require(faults: Iterator[str]) -> None:
    for fault in faults:
        raise ValueError(fault)


LAYERS = Kind(folder="layers", model=Source, missing="layer_not_found", unreadable="source_unreadable", key="name",
              pattern=re.compile(r"[a-z0-9][a-z0-9_-]{0,39}"))
