"""The four demo people that the demo profile's sign-in page offers by one click."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models.area import Area
from data.models.city import City
from data.models.person import Person
from data.models.unit import Unit
from data.scope import ROLES, WHOLE_CITY
from data.storage.database import everywhere


def ensure_demo_people(session: Session, city: City) -> None:
    """Add the demo people who are missing: the leader sees one district, the officer one community."""
    district = _largest(session, 2) or city.code
    community = _largest(session, len(city.levels) - 1, inside=district) or district
    wanted = {
        "dispatcher": ("张伟", "Zhang Wei", WHOLE_CITY), "leader": ("李建国", "Li Jianguo", district),
        "officer": ("陈静", "Chen Jing", community), "wall": ("大厅大屏", "Hall wall", WHOLE_CITY),
    }
    present = set(session.scalars(select(Person.demo_button).where(Person.demo_button.is_not(None))))
    for button, (name, name_en, area) in wanted.items():
        if button not in present:
            session.add(Person(id=f"demo-{button}", name=name, name_en=name_en, title=button, demo_button=button,
                               may=sorted(ROLES[button]), areas=[area],
                               unit=_officers_unit(session, area) if button == "officer" else None))


def _officers_unit(session: Session, community: str) -> str | None:
    """Return a grid officer unit of the community, rather one that is long on duty; the officer goes out with it."""
    return session.scalars(
        select(Unit.id).where(Unit.kind == "grid_officer", Unit.area_code == community)
        .order_by(Unit.shift_hours.desc(), Unit.id).limit(1)
    ).first()


def _largest(session: Session, level: int, inside: str = "") -> str | None:
    return session.scalars(
        select(Area.area_code).where(Area.level == level, Area.area_code >= inside, Area.area_code < inside + "~")
        .order_by(Area.population.desc().nulls_last(), Area.area_m2.desc()).limit(1)
    ).first()


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One demo person as the sign-in page offers them; `areas` are the (Chinese, English) names of what they see."""

    person: str
    button: str
    name: str
    name_en: str
    areas: tuple[tuple[str, str], ...]


def offers(session: Session) -> list[Offer]:
    """Return the demo people who may sign in by one click, those who see most first."""
    people = session.scalars(select(Person).where(Person.demo_button.is_not(None), Person.active.is_(True))).all()
    with everywhere(session):
        names = {code: (zh, en) for code, zh, en in session.execute(
            select(Area.area_code, Area.name, Area.name_en)
            .where(Area.area_code.in_({code for person in people for code in person.areas})))}
    order = list(ROLES)
    return [
        Offer(person=person.id, button=str(person.demo_button), name=person.name, name_en=person.name_en,
              areas=tuple(names[code] for code in person.areas if code in names))
        for person in sorted(people, key=lambda one: order.index(one.title) if one.title in order else len(order))
    ]
