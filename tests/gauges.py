"""Sensors of the toy city as a source would send them, and rules and plans that a deployment would write."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests import cast


def reading(sensor_id: str = "g-1", value: float = 10.0, /, **changes: Any) -> dict[str, Any]:
    """Return one sound row of a gauge in the south-western square; a change to ... leaves a field out."""
    lon, lat = cast.at(0.5, 0.5)
    sound = {"source": "water", "sensor_id": sensor_id, "kind": "water_level", "name": f"水位 {sensor_id}",
             "name_en": f"Gauge {sensor_id}", "lon": lon, "lat": lat, "value": value,
             "at": (cast.NOW - timedelta(minutes=1)).isoformat()}
    return {name: value for name, value in {**sound, **changes}.items() if value is not ...}


def at(minutes: float) -> datetime:
    """Return the moment so many minutes after the tests'."""
    return cast.NOW + timedelta(minutes=minutes)


def write(folder: Path, kind: str, name: str, text: str) -> None:
    """Put a file of a deployment into its data folder."""
    (folder / kind).mkdir(parents=True, exist_ok=True)
    (folder / kind / f"{name}.yaml").write_text(text, encoding="utf-8")
