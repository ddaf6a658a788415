"""Facilities of the toy city as a source would send them."""

from typing import Any

from tests import cast


def row(facility_id: str = "b-1", spot: tuple[float, float] = (0.5, 0.5), /, **changes: Any) -> dict[str, Any]:
    """Return one sound row; a change to ... leaves a field out."""
    lon, lat = cast.at(*spot)
    sound = {"source": "health", "facility_id": facility_id, "kind": "beds", "name": f"医院 {facility_id}", "lon": lon,
             "lat": lat, "total": 100, "free": 40, "as_of": "2026-03-18T09:50:00+08:00"}
    return {name: value for name, value in {**sound, **changes}.items() if value is not ...}
