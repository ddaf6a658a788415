"""What screens are told of layers from outside: words, looks, freshness and faults; no address, no credential."""

from collections.abc import Iterable
from typing import Any

from dashboard.parsing import iso
from data.errors import Invalid
from data.sources import kept, tiles
from data.sources.declared import Source
from data.visit import Visit

SEES_FAULTS = "profiles.edit"
"""Who keeps the deployment's files is told which field is wrong; others that something is."""


def listed_to(visit: Visit, found: Iterable[Source | Invalid]) -> list[dict[str, Any]]:
    """Return the layers this visit may see, as JSON values; one whose file cannot be read stands there as broken."""
    return [_broken(visit, one) if isinstance(one, Invalid) else describe(visit, one) for one in found
            if isinstance(one, Invalid) or one.permission in visit.scope.may]


def describe(visit: Visit, source: Source) -> dict[str, Any]:
    """Return one layer: how it is drawn, whose it is, how it stands with it."""
    known = kept.read(visit.folder, source)
    is_english = visit.language == "en"
    return {
        "name": source.name, "kind": source.kind,
        "title": (is_english and source.title_en) or source.title,
        "about": (is_english and source.about_en) or source.about,
        "owner": source.owner, "licence": source.licence, "attribution": source.attribution,
        "approval": source.approval, "limits": source.limits, "opacity": source.opacity,
        "min_zoom": source.min_zoom, "max_zoom": source.max_zoom, "refresh_seconds": source.refresh_seconds,
        "properties": source.properties, "timed": source.time is not None,
        "moments": [iso(one) for one in tiles.moments(source, visit.now)],
        "state": known.state(source, visit.now), "fault": known.fault, "detail": known.detail,
        "good_at": iso(known.good_at), "shapes": known.shapes, "left_out": known.left_out,
    }


def _broken(visit: Visit, fault: Invalid) -> dict[str, Any]:
    file = str(fault.values["file"])
    why = str(fault.values["why"]) if SEES_FAULTS in visit.scope.may else ""
    name = file.removesuffix(".yaml")
    return {"name": name, "kind": "", "title": name, "about": "", "owner": "", "licence": "", "attribution": "",
            "approval": "", "limits": "", "timed": False, "moments": [], "state": kept.BROKEN,
            "fault": "source_unreadable", "detail": why, "good_at": None, "shapes": 0, "left_out": {},
            "refresh_seconds": 0}
