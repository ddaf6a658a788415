"""Cameras of the toy city's test deployments: a register as text, with one that looks east from the middle."""

from pathlib import Path

from tests import cast

EAST, ROUND = "cam-east", "cam-round"


def camera(camera_id: str, lon: float, lat: float, **more: object) -> str:
    """Return one camera's lines."""
    facts = {"id": camera_id, "name": f"{camera_id} 点位", "lon": lon, "lat": lat, "bearing": 90, "angle": 60,
             "range_m": 400, "kind": "picture", "url": "http://127.0.0.1:9/a", "owner": "公安分局",
             "purpose": "路口秩序", "retention": "主管部门保存 30 天", **more}
    return "  - {" + ", ".join(f"{name}: {value}" for name, value in facts.items()) + "}\n"


def register(folder: Path, *cameras: str) -> None:
    """Write the register; without cameras given: one looks east from the western district, one round in the east."""
    usual = (camera(EAST, *cast.at(0.5, 0.5)), camera(ROUND, *cast.at(3.5, 3.5), angle=360, bearing=0))
    (folder / "cameras.yaml").write_text("cameras:\n" + "".join(cameras or usual), encoding="utf-8")
