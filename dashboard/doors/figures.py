"""The dictionary of figures for programs: what each name of a summary means, in both languages."""

from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked
from dashboard.parts.definition import formula, left_out, name_of
from dashboard.speech import LANGUAGES, Words
from dashboard.wiring import words_for
from data.figures import dictionary, weights
from data.figures.definition import SMALL_SAMPLE, Definition
from data.people.sessions import Caller
from data.visit import Visit

NOTHING: frozenset[str] = frozenset()


async def list_figures(center: Center, request: Request) -> dict[str, Any]:
    """Answer every definition, and the weights in force."""
    Asked(request.scope["query_string"], NOTHING)
    return await center.run(_list, center, request.state.caller)


def _list(center: Center, caller: Caller) -> dict[str, Any]:
    with center.reading(caller) as visit:
        said = {language: _words(visit, language) for language in LANGUAGES}
        in_force = weights.in_force(visit)
        return {
            "small_sample": SMALL_SAMPLE,
            "weights": {"voice_score": dict(in_force.voice), "score": dict(in_force.score),
                        "version": in_force.version},
            "figures": [_definition(said, group, one) for group, listed in dictionary.by_group().items()
                        for one in listed],
        }


def _words(visit: Visit, language: str) -> Words:
    return Words(language=language, zone=words_for(visit).zone)


def _definition(said: dict[str, Words], group: str, one: Definition) -> dict[str, Any]:
    return {
        "id": f"figure.{one.name}", "name": one.name, "group": group, "kind": one.kind, "unit": one.unit,
        "window": one.window, "numerator": list(one.numerator), "denominator": list(one.denominator),
        "exclusions": list(one.exclusions), "span": one.span, "owner": one.owner, "source": one.source,
        "good_when": one.good_when,
        "words": {language: {"name": name_of(t, one.name), "formula": formula(t, one), "left_out": left_out(t, one)}
                  for language, t in said.items()},
    }


DOOR = Door(name="figures", paths=(Path(template="/api/v1/figures", method="GET", answer=list_figures),))
