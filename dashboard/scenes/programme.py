"""What is on: sent from a desk, else by the city's stage, else the tour, else what the wall shows by itself.

Asked by every wall every two seconds. Scenes are resolved when they come up (dashboard.scenes.showing).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.scenes import showing
from dashboard.scenes.scene import SCENES
from dashboard.scenes.tour import TOURS, halts
from dashboard.speech import Words
from dashboard.walls.profile import WALLS, Profile
from dashboard.wiring import sentence
from data.cases import workflow
from data.city_stage import announcing
from data.errors import CityError
from data.models.wall import WallOrder
from data.people import driving
from data.visit import Visit

NO_TOUR = "none"
USUAL = "overview"
"""Where a tour goes when it can show none of its scenes."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which wall asks, and what its address says."""

    wall: str
    tour: str = ""
    scene: str = ""


def programme(visit: Visit, t: Words, asked: Asked, data_dir: Path) -> dict[str, Any]:
    """Return what is on, by which right, which alarms break in, and what is wrong with the files behind it."""
    faults: list[CityError] = []
    order, staged = driving.told_to(visit, asked.wall), scene_of_stage(visit)
    profile = _profile(asked.wall, data_dir)
    tour = _tour(t, asked, profile, data_dir, faults)
    scene = order.what if order is not None and order.kind == "scene" else "" if order is not None else staged
    source = "sent" if order is not None else "stage" if scene else "tour" if tour else "scene"
    if not scene and source == "scene":
        scene = asked.scene
    if scene and not _is_there(scene, data_dir, faults):
        scene, source = "", "tour" if tour else "scene"
    return {
        "now": round(visit.now.timestamp(), 3), "source": source, "scene": scene, "tour": tour, "usual": USUAL,
        "order": _order(visit, t, order, profile) if order is not None and source == "sent" else None,
        "alarms": showing.urgent(visit, t, visit.scope.home(visit.city.code)),
        "faults": [sentence(t, fault) for fault in faults],
    }


def scene_of_stage(visit: Visit) -> str:
    """Return the scene that every wall shows by the city's stage; "" where the stage names none."""
    return str(announcing.body_in_force(visit)["scene"])


def _profile(name: str, data_dir: Path) -> Profile:
    """Return the wall's profile; the usual one where it cannot be read, which the stage's door says."""
    try:
        return WALLS.find(name, data_dir)
    except CityError:
        return Profile(id="")


def _tour(t: Words, asked: Asked, profile: Profile, data_dir: Path, faults: list[CityError]) -> dict[str, Any] | None:
    """Return the tour that the address names, else the wall's own; an address with a scene alone asks for none."""
    name = asked.tour or ("" if asked.scene else profile.tour)
    if name in ("", NO_TOUR):
        return None
    try:
        found = TOURS.find(name, data_dir)
    except CityError as error:
        faults.append(error)
        return None
    stops, astray = halts(found, data_dir)
    faults.extend(astray)
    return {
        "name": name, "title": showing.said(t, found.name), "p1_hold": found.p1_hold, "idle": found.idle_resume,
        "stops": [{"scene": stop.scene.id, "title": showing.said(t, stop.scene.name), "seconds": stop.seconds,
                   "requires": stop.scene.requires} for stop in stops],
    }


def _is_there(name: str, data_dir: Path, faults: list[CityError]) -> bool:
    try:
        SCENES.find(name, data_dir)
    except CityError as error:
        faults.append(error)
        return False
    return True


def _order(visit: Visit, t: Words, order: WallOrder, profile: Profile) -> dict[str, Any]:
    """Return what was sent, by whom as far as the wall says it, and until when (epoch seconds)."""
    post = t(f"titles.{order.by_title}") if order.by_title else ""
    name = t.pick(order.by_name, order.by_name_en) if profile.sender == "name" or not post else ""
    card = None
    if order.kind == "case":
        card = next(iter(showing.cards(visit, t, [workflow.find(visit, order.what)])))
    return {"id": order.id, "kind": order.kind, "what": order.what, "case": card, "who": f"{post} {name}".strip(),
            "until": order.until.timestamp()}
