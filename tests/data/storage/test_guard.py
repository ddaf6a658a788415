"""The row guard: whatever way a question is put, foreign rows do not exist."""

import pytest
from sqlalchemy import exists, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from data.models.area import Area
from data.models.case import Case, CaseEvent, Dispatch
from data.models.unit import Place, Unit
from data.scope import Grant, Scope
from data.storage.database import ScopeMissing, everywhere, guard
from tests import cast

OTHER = aliased(Case)
QUESTIONS = {
    "rows": select(Case.id, Case),
    "columns": select(Case.case_no),
    "an alias": select(OTHER.id),
    "a join from rows without an area": select(CaseEvent.id).join(Case, Case.id == CaseEvent.case_id),
    "a join of two aliases": select(OTHER.id).join(Case, Case.id == OTHER.id),
    "exists": select(CaseEvent.id).where(exists().where(Case.id == CaseEvent.case_id)),
    "in a subquery": select(CaseEvent.id).where(CaseEvent.case_id.in_(select(Case.id))),
    "from a subquery": select(select(Case.id).where(Case.is_open).subquery().c.id),
    "from a common table expression": select(select(Case.id).cte().c.id),
    "a union": union_all(select(Case.id), select(Case.id).where(literal(False))),
    "grouped": select(Case.area_code, func.count()).group_by(Case.area_code),
}
COUNTS = {
    "count of rows": select(func.count()).select_from(Case),
    "count of a column": select(func.count(Case.id)),
    "count of a subquery": select(func.count()).select_from(select(Case.id).subquery()),
    "count inside a column": select(select(func.count(Case.id)).scalar_subquery()),
}
VIEWS = [(cast.ALICE, 2), (cast.BO, 1), (cast.CHEN, 1), (cast.NOBODY, 0),
         (Scope(areas=frozenset({cast.EAST_DISTRICT, cast.COMMUNITY})), 2)]


@pytest.fixture
def two_cases(write) -> dict[str, int]:
    """Return the ids of one case in Chen's community and one in the far north-east."""
    with write() as visit:
        near, far = cast.open_case(visit, "near", (0.5, 0.5)), cast.open_case(visit, "far", (3.5, 3.5))
        return {name: visit.session.scalars(select(Case.id).where(Case.case_no == number)).one()
                for name, number in (("near", near), ("far", far))}


@pytest.mark.parametrize("form", QUESTIONS)
@pytest.mark.usefixtures("two_cases")
def test_it_shows_only_rows_in_scope(read, form):
    for scope, seen in VIEWS:
        with read(scope=scope) as visit:
            assert len(visit.session.execute(QUESTIONS[form]).all()) == seen, scope


@pytest.mark.parametrize("form", COUNTS)
@pytest.mark.usefixtures("two_cases")
def test_it_counts_only_rows_in_scope(read, form):
    for scope, seen in VIEWS:
        with read(scope=scope) as visit:
            assert visit.session.execute(COUNTS[form]).scalar_one() == seen, scope


def test_it_does_not_hand_out_a_foreign_row_by_its_key(read, two_cases):
    with read(scope=cast.BO) as visit:
        assert visit.session.get(Case, two_cases["near"]) is not None
        assert visit.session.get(Case, two_cases["far"]) is None
        assert visit.session.get(Unit, cast.FAR_SWEEPERS) is None
        assert visit.session.get(Area, cast.EAST_DISTRICT) is None


def test_it_does_not_hand_out_a_foreign_row_that_the_session_already_holds(read, two_cases):
    """A session that looked everywhere once must not remember what it saw there."""
    with read(scope=cast.BO) as visit:
        with everywhere(visit.session):
            held = visit.session.get(Case, two_cases["far"])
        assert held is not None
        assert visit.session.get(Case, two_cases["far"]) is None


def test_it_guards_every_table_that_lies_in_an_area(read, write, two_cases):
    with write() as visit:
        lon, lat = cast.at(3.5, 3.5)
        visit.session.add(Place(source="s", source_id="1", kind="park", name="公园", name_en="Park", lon=lon, lat=lat,
                                area_code=cast.GRIDS[3, 3]))
        visit.session.add(Dispatch(case_id=two_cases["far"], unit_id=cast.FAR_SWEEPERS, area_code=cast.GRIDS[3, 3],
                                   sent_at=cast.NOW, sent_by="x"))
    with read(scope=cast.BO) as visit:
        for table in (Area, Case, Dispatch, Place, Unit):
            codes = set(visit.session.scalars(select(table.area_code)))
            assert all(code.startswith(cast.WEST_DISTRICT) for code in codes), table


def test_a_code_that_merely_looks_alike_stays_outside(read, write):
    with write() as visit:
        visit.session.add(_area("99010"))
        visit.session.add(_area("9901010"))
        visit.session.add(_area("990102~"))
    with read(scope=cast.BO) as visit:
        seen = set(visit.session.scalars(select(Area.area_code)))
    assert "9901010" in seen
    assert not {"99010", "990102~", "9901"} & seen


def test_a_session_without_a_scope_asks_in_vain(database):
    with Session(database.reader) as session:
        with pytest.raises(ScopeMissing):
            session.scalars(select(Case)).all()
        with pytest.raises(ScopeMissing):
            session.get(Case, 1)


def test_it_is_everywhere_for_one_question_only(read, two_cases):
    with read(scope=cast.BO) as visit:
        with everywhere(visit.session):
            assert visit.session.scalar(select(func.count(Case.id))) == 2
        assert visit.session.scalar(select(func.count(Case.id))) == 1
        with pytest.raises(RuntimeError, match="halfway"), everywhere(visit.session):
            raise RuntimeError("halfway")
        assert visit.session.info["scope"] is cast.BO


def test_two_sessions_do_not_share_a_scope(database, two_cases):
    with database.read(cast.BO) as bo, database.read(cast.ALICE) as alice:
        assert bo.scalar(select(func.count(Case.id))) == 1
        assert alice.scalar(select(func.count(Case.id))) == 2
        assert bo.scalar(select(func.count(Case.id))) == 1


def test_the_same_question_under_another_scope_is_not_answered_from_memory(database, two_cases):
    """SQLAlchemy keeps compiled statements: the scope must be a value in them, not a part."""
    question = select(Case.id)
    for scope, seen in [*VIEWS, *reversed(VIEWS)]:
        with database.read(scope) as session:
            assert len(session.scalars(question).all()) == seen


def test_guard_returns_the_session_it_was_given(database):
    with Session(database.reader) as session:
        assert guard(session, cast.BO) is session


def _area(code: str) -> Area:
    return Area(area_code=code, parent_code="", level=9, name=code, name_en=code, area_m2=1, lon=0, lat=0,
                west=0, south=0, east=1, north=1, geometry=b"")


@pytest.mark.parametrize("form", QUESTIONS)
def test_a_department_s_people_see_its_cases_only(read, write, form):
    with write() as visit:
        cast.open_case(visit, "theirs", (0.5, 0.5))
        cast.open_case(visit, "not theirs", (0.5, 0.5), category="0102")
        cast.open_case(visit, "nobody's", (0.5, 0.5), category="0202")
        cast.open_case(visit, "too far", (3.5, 3.5))
    hana = Scope.of_grants("hana", "Hana", [
        Grant(permission="cases.view", area=cast.WEST_DISTRICT, department="clean")])
    with read(scope=hana) as visit:
        assert len(visit.session.execute(QUESTIONS[form]).all()) == 1
        assert visit.session.scalars(select(Case.event_id)).all() == ["theirs"]
        assert len(visit.session.scalars(select(Unit.id)).all()) == 4, "units of the west are seen, whosever they are"


def test_what_was_seen_everywhere_is_forgotten_also_of_other_departments(write):
    hana = Scope.of_grants("hana", "Hana", [Grant(permission="cases.view", area="9901", department="clean")])
    with write() as visit:
        cast.open_case(visit, "not theirs", (0.5, 0.5), category="0102")
    with write(scope=hana) as visit:
        with everywhere(visit.session):
            seen = visit.session.scalars(select(Case)).one()
        assert seen not in visit.session
