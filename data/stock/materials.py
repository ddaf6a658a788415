"""The kinds of material: a profile of the city says what there is, in which unit it is counted, when it is low."""

from dataclasses import dataclass

from data.errors import NotFound
from data.profiles.kind import body_of
from data.visit import Visit

KIND = "materials"
MOST_LOW = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Material:
    """One kind: whole numbers of its unit are counted."""

    code: str
    name: str
    name_en: str
    unit: str
    unit_en: str
    low: int = 0
    """A depot with as many free or fewer is low; 0: it may be empty."""
    returns: bool = True
    """Does it come back after use?"""

    def called(self, language: str) -> str:
        """Return its name in a language."""
        return self.name_en if language == "en" else self.name

    def counted_in(self, language: str) -> str:
        """Return its unit in a language."""
        return self.unit_en if language == "en" else self.unit


def materials(visit: Visit) -> dict[str, Material]:
    """Return {code: kind} in the profile's order."""
    body, _version = body_of(visit, KIND)
    return {one["code"]: Material(**one) for one in body[KIND]}


def find(visit: Visit, code: str) -> Material:
    """Return one kind. Raises NotFound("material_not_found")."""
    found = materials(visit).get(code)
    if found is None:
        raise NotFound("material_not_found", kind=code)
    return found
