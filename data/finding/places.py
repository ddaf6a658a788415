"""What stands still: places, and the objects and organisations of grids' ledgers."""

from sqlalchemy import select

from data.finding.spelling import MOST_READ, among, is_spelling
from data.finding.typed import closeness, holds
from data.models.ledger import Element
from data.models.unit import Place
from data.storage.prefix import begins_with
from data.visit import Visit

OBJECT, ORGANISATION = "object", "organisation"
CODE_FROM = 6
PLACE_NAMES, ELEMENT_NAMES = (Place.name, Place.name_en), (Element.name, Element.name_en)


def find(visit: Visit, text: str, limit: int) -> list[Place]:
    """Return the places of a name or address."""
    found = list(visit.session.scalars(
        select(Place).where(holds((*PLACE_NAMES, Place.address), text))
        .order_by(closeness(PLACE_NAMES, text), Place.name, Place.id).limit(limit)))
    return found + _spelled(visit, text, limit - len(found), {str(one.id) for one in found})


def _spelled(visit: Visit, text: str, limit: int, known: set[str]) -> list[Place]:
    """Return more places, by how their names are spelled."""
    if limit <= 0 or not is_spelling(text):
        return []
    named = visit.session.execute(select(Place.id, Place.name).order_by(Place.id).limit(MOST_READ))
    ids = among(((str(key), name) for key, name in named if str(key) not in known), text, limit)
    if not ids:
        return []
    found = visit.session.scalars(select(Place).where(Place.id.in_([int(one) for one in ids])))
    return sorted(found, key=lambda one: ids.index(str(one.id)))


def find_elements(visit: Visit, text: str, limit: int) -> list[Element]:
    """Return the elements whose code begins so, else the organisations of that name.

    Objects are thousands of the same name: they are known by their code alone.
    """
    coded: list[Element] = []
    if len(text) >= CODE_FROM and text.isascii():
        coded = list(visit.session.scalars(
            select(Element).where(Element.kind.in_((OBJECT, ORGANISATION)), begins_with(Element.code, text.upper()))
            .order_by(Element.code).limit(limit)))
    return coded or list(visit.session.scalars(
        select(Element).where(Element.kind == ORGANISATION, holds(ELEMENT_NAMES, text))
        .order_by(closeness(ELEMENT_NAMES, text), Element.code).limit(limit)))
