"""The demo people that the demo profile's sign-in page offers by one click: four first, then every other role."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import clock
from data.models.area import Area
from data.models.case import Department
from data.models.city import City
from data.models.person import GrantRow, Person
from data.models.unit import Unit
from data.scope import ROLES, WHOLE_CITY
from data.storage.database import everywhere
from data.storage.prefix import begins_with

FIRST = ("dispatcher", "leader", "officer", "wall")
"""Whom the page offers first and large; their names are fixed."""
HANDLERS = {"hygiene": ("周强", "Zhou Qiang"), "works": ("吴刚", "Wu Gang")}
"""Department -> its clerk, where the city has it. They hold grants that name the department, and nothing else."""
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
GIVEN_BY = "demo"


def ensure_demo_people(session: Session, city: City) -> None:
    """Add the demo people who are missing: each sees the area of their level, clerks their department's cases."""
    present = set(session.scalars(select(Person.demo_button).where(Person.demo_button.is_not(None))))
    for role, (name, name_en, area) in _wanted(session, city).items():
        if role not in present:
            unit = _officers_unit(session, area) if role == "officer" else None
            session.add(Person(id=f"demo-{role}", name=name, name_en=name_en, title=role, demo_button=role,
                               may=sorted(ROLES[role]), areas=[area], unit=unit))
    for department in session.scalars(select(Department.code).where(Department.code.in_(HANDLERS))):
        if f"handler-{department}" not in present:
            _add_handler(session, department)


def _wanted(session: Session, city: City) -> dict[str, tuple[str, str, str]]:
    district = _largest(session, 2) or city.code
    community = _largest(session, len(city.levels) - 1, inside=district) or district
    street = community[:city.width_of(max(1, len(city.levels) - 2))]
    return {
        "dispatcher": ("张伟", "Zhang Wei", WHOLE_CITY), "leader": ("李建国", "Li Jianguo", district),
        "officer": ("陈静", "Chen Jing", community), "wall": ("大厅大屏", "Hall wall", WHOLE_CITY),
        "street": ("王秀兰", "Wang Xiulan", street), "community": ("刘洋", "Liu Yang", community),
        "verifier": ("赵磊", "Zhao Lei", WHOLE_CITY), "caller": ("孙婷", "Sun Ting", WHOLE_CITY),
        "city_leader": ("郑国华", "Zheng Guohua", WHOLE_CITY), "auditor": ("何敏", "He Min", WHOLE_CITY),
        "sysadmin": ("高翔", "Gao Xiang", WHOLE_CITY), "secadmin": ("林涛", "Lin Tao", WHOLE_CITY),
        "auditadmin": ("马丽", "Ma Li", WHOLE_CITY),
    }


def _add_handler(session: Session, department: str) -> None:
    button = f"handler-{department}"
    name, name_en = HANDLERS[department]
    session.add(Person(id=f"demo-{button}", name=name, name_en=name_en, title="handler", demo_button=button, may=[],
                       areas=[], department=department))
    session.add_all(
        GrantRow(person=f"demo-{button}", permission=permission, area_code=WHOLE_CITY, department=department,
                 valid_from=ALWAYS, given_by=GIVEN_BY, given_at=clock.now(), reason="demo")
        for permission in sorted(ROLES["handler"])
    )


def _largest(session: Session, level: int, inside: str = "") -> str | None:
    return session.scalars(
        select(Area.area_code).where(Area.level == level, begins_with(Area.area_code, inside))
        .order_by(Area.population.desc().nulls_last(), Area.area_m2.desc()).limit(1)
    ).first()


def _officers_unit(session: Session, community: str) -> str | None:
    """Return a grid officer unit of the community, rather one that is long on duty; None where it has none."""
    return session.scalars(
        select(Unit.id).where(Unit.kind == "grid_officer", Unit.area_code == community)
        .order_by(Unit.shift_hours.desc(), Unit.id).limit(1)
    ).first()


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One demo person as the sign-in page offers them.

    `areas` are the (Chinese, English) names of what they see, `department` those of whose cases alone, if so.
    """

    person: str
    button: str
    name: str
    name_en: str
    areas: tuple[tuple[str, str], ...]
    title: str = ""
    department: tuple[str, str] | None = None

    @property
    def is_first(self) -> bool:
        """Is this one of those whom the page offers first?"""
        return self.button in FIRST


def offers(session: Session) -> list[Offer]:
    """Return the demo people who may sign in by one click: the first four, then those who see most."""
    people = session.scalars(select(Person).where(Person.demo_button.is_not(None), Person.active.is_(True))).all()
    with everywhere(session):
        names = {code: (zh, en) for code, zh, en in session.execute(
            select(Area.area_code, Area.name, Area.name_en)
            .where(Area.area_code.in_({code for person in people for code in person.areas})))}
    departments = {one.code: (one.name, one.name_en) for one in session.scalars(select(Department))}
    order = list(dict.fromkeys((*FIRST, *ROLES)))
    return [
        Offer(person=person.id, button=str(person.demo_button), name=person.name, name_en=person.name_en,
              areas=tuple(names[code] for code in person.areas if code in names), title=person.title,
              department=departments.get(person.department or ""))
        for person in sorted(people, key=lambda one: (order.index(one.title) if one.title in order else len(order),
                                                      one.id))
    ]
