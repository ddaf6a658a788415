"""The four demo people that the demo profile's sign-in page offers by one click."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models.area import Area
from data.models.city import City
from data.models.person import Person
from data.scope import ROLES, WHOLE_CITY


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
                               may=sorted(ROLES[button]), areas=[area]))


def _largest(session: Session, level: int, inside: str = "") -> str | None:
    return session.scalars(
        select(Area.area_code).where(Area.level == level, Area.area_code >= inside, Area.area_code < inside + "~")
        .order_by(Area.population.desc().nulls_last(), Area.area_m2.desc()).limit(1)
    ).first()
