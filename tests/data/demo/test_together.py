"""The demo city begins with people at work together, by the same verbs that everybody presses."""

from datetime import timedelta

from sqlalchemy import select

from data.campaigns import listing, progress
from data.cases import supervision
from data.models.case import Case, CaseEvent
from data.models.together import Campaign, Supervision
from tests import cast


def test_what_is_due_first_in_the_leader_s_district_is_supervised_by_the_leader(demo, look):
    with look(cast.NOW) as visit:
        found = visit.session.scalars(select(Supervision)).all()
        assert len(found) == demo["supervisions"] > 0
        cases = visit.session.scalars(select(Case).where(Case.id.in_([one.case_id for one in found]))).all()
        assert all(case.is_supervised and case.department for case in cases)
        assert len({case.area_code[:6] for case in cases}) == 1
        assert {one.by_name for one in found} == {"李建国"}
        events = visit.session.scalars(select(CaseEvent).where(CaseEvent.verb == "supervise")).all()
        assert {event.case_id for event in events} == {case.id for case in cases}
        assert all(supervision.in_force(visit, case) for case in cases)


def test_one_campaign_of_cases_and_one_of_places_run_and_one_is_late(demo, look):
    with look(cast.NOW + timedelta(minutes=1)) as visit:
        listed = visit.session.scalars(select(Campaign).order_by(Campaign.id)).all()
        counts = progress.of_many(visit, listed, visit.city.code)
        assert demo["campaigns"] == len(listed) == len(listing.running(visit, visit.city.code)) == 3
        drive, check, late = (counts[one.id] for one in listed)
        assert drive.total > 0
        assert drive.late == check.late == 0
        assert 0 < check.done < check.total
        assert late.late == late.total - late.done > 0
