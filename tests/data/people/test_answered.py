"""Answers kept under their key: once carried out, twice answered, and only to who asked."""

from datetime import timedelta

from data.people import answered
from data.people.answered import Claim
from tests import cast

CLAIM = Claim.of("alice", "k-1", "accept 1")


def test_the_first_carries_out_and_the_second_is_answered(write):
    with write() as visit:
        assert answered.claim_or_recall(visit.session, CLAIM, visit.now) is None
        answered.keep(visit.session, CLAIM, 200, {"done": 1})
    with write() as visit:
        known = answered.claim_or_recall(visit.session, CLAIM, visit.now)
    assert known is not None
    assert (known.body, known.is_same_request) == ({"done": 1}, True)


def test_another_request_under_the_same_key_is_told_apart(write):
    with write() as visit:
        answered.claim_or_recall(visit.session, CLAIM, visit.now)
    with write() as visit:
        known = answered.claim_or_recall(visit.session, Claim.of("alice", "k-1", "accept 2"), visit.now)
    assert known is not None
    assert not known.is_same_request


def test_another_sender_may_use_the_same_key(write):
    with write() as visit:
        assert answered.claim_or_recall(visit.session, CLAIM, visit.now) is None
        assert answered.claim_or_recall(visit.session, Claim.of("bo", "k-1", "accept 1"), visit.now) is None


def test_what_is_rolled_back_keeps_nothing(write):
    try:
        with write() as visit:
            answered.claim_or_recall(visit.session, CLAIM, visit.now)
            raise RuntimeError
    except RuntimeError:
        pass
    with write() as visit:
        assert answered.claim_or_recall(visit.session, CLAIM, visit.now) is None


def test_an_answer_is_kept_for_two_days(write):
    with write() as visit:
        answered.claim_or_recall(visit.session, CLAIM, visit.now)
    with write(now=cast.NOW + timedelta(hours=47)) as visit:
        assert answered.claim_or_recall(visit.session, CLAIM, visit.now) is not None
    with write(now=cast.NOW + timedelta(hours=49)) as visit:
        assert answered.claim_or_recall(visit.session, CLAIM, visit.now) is None


def test_a_long_sender_and_key_fit(write):
    with write() as visit:
        claim = Claim.of("x" * 500, "y" * 500, "z")
        assert answered.claim_or_recall(visit.session, claim, visit.now) is None


def test_what_is_remembered_counts_from_the_last_time_and_is_the_sender_s_own(write, read):
    other = Claim.of("somebody else", "k-1", "r")
    mine = Claim.of("me", "k-1", "r")
    for now in (cast.NOW, cast.NOW + timedelta(hours=3)):
        with write(now=now) as visit:
            answered.remember(visit.session, mine, visit.now)
    with read() as visit:
        assert answered.is_remembered(visit.session, mine, cast.NOW + timedelta(hours=3))
        assert not answered.is_remembered(visit.session, mine, cast.NOW + timedelta(hours=4))
        assert not answered.is_remembered(visit.session, other, cast.NOW)
