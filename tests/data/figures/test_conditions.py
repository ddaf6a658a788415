"""A condition says of a case in memory what it says of it in the database, whatever is not known of the case."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from data.cases.states import State
from data.figures import dictionary
from data.figures.conditions import CONDITIONS, all_of, condition
from data.figures.days import Days
from data.figures.facts import Facts
from data.figures.period import of_days
from data.models.case import Case, StageClock
from tests import cast, pile

NOW, MINUTE = cast.NOW, timedelta(minutes=1)
TODAY = NOW.date()
MOMENTS = ("first_response_at", "dispatched_at", "signed_at", "handled_at", "closed_at", "due_at")
OFTEN_THE_SAME = st.none() | st.integers(-3, 3).map(lambda steps: NOW + steps * MINUTE)
ANSWER = st.none() | st.booleans()
CASES = st.lists(st.fixed_dictionaries({
    **dict.fromkeys(MOMENTS, OFTEN_THE_SAME),
    **dict.fromkeys(("kept_time", "contacted", "solved", "satisfied"), ANSWER),
    **dict.fromkeys(("returns", "extensions", "reworks", "reopenings", "suspicions"), st.integers(0, 1)),
    "state": st.sampled_from([state.value for state in State]),
    "channel": st.sampled_from(["patrol", "sensor", "hotline", "desk", "import"]),
    "clocks": st.lists(st.tuples(OFTEN_THE_SAME, OFTEN_THE_SAME), max_size=2),
}), min_size=1, max_size=12)
OVER_A_PERIOD = sorted({name for one in dictionary.counted_over("period")
                        for name in (*one.numerator, *one.denominator, *one.exclusions)} | {"received"})


def put(visit, cases):
    visit.session.execute(delete(StageClock))
    visit.session.execute(delete(Case))
    visit.session.expunge_all()
    for one in cases:
        fields = {name: value for name, value in one.items() if name != "clocks"}
        stored = pile.put(visit, received_at=NOW - 9 * MINUTE, **fields)
        visit.session.add_all(StageClock(case_id=stored.id, stage="sign", begun_at=NOW - 9 * MINUTE, due_at=due,
                                         ended_at=ended) for due, ended in one["clocks"])
    visit.session.flush()


def test_memory_and_database_agree_on_every_condition(write):
    with write(now=NOW) as visit:
        @settings(max_examples=60)
        @given(CASES)
        def agree(cases):
            put(visit, cases)
            over = of_days(visit, TODAY, TODAY)
            kept = Days().received_in(visit, over)
            facts = Facts(prefix="9901", period=over, cases=kept)
            for name in OVER_A_PERIOD:
                asked = select(Case.id).where(condition(name, NOW)).order_by(Case.id)
                assert kept.fields["id"][facts.holds(name)].tolist() == list(visit.session.scalars(asked)), name
                asked = select(Case.id).where(~condition(name, NOW)).order_by(Case.id)
                no = CONDITIONS[name](kept, NOW).no
                assert kept.fields["id"][no].tolist() == list(visit.session.scalars(asked)), f"not {name}"

        agree()


def test_several_conditions_hold_together_or_not_at_all(write):
    with write(now=NOW) as visit:
        pile.put(visit, state="closed", closed_at=NOW - MINUTE, suspicions=1)
        pile.put(visit, state="closed", closed_at=NOW - MINUTE)
        over = of_days(visit, TODAY, TODAY)
        facts = Facts(prefix="9901", period=over, cases=Days().received_in(visit, over))
        assert facts.all_hold(("closed", "suspicious")).tolist() == [True, False]
        assert facts.any_holds(("reopened", "closed")).tolist() == [True, True]
        assert (facts.all_hold(()).all(), facts.any_holds(()).any()) == (True, False)
        assert len(list(visit.session.scalars(select(Case.id).where(all_of(("closed", "suspicious"), NOW))))) == 1
