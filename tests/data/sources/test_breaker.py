"""A source that fails is asked again later and later, one that works at once."""

from data.sources.breaker import LONGEST_WAIT, Breaker


def test_a_few_failures_are_borne_then_the_source_rests_longer_each_time():
    breaker = Breaker(patience=3)
    for _ in range(2):
        breaker.failed(100.0)
    assert breaker.lets(100.0)
    breaker.failed(100.0)
    assert not breaker.lets(104.9)
    assert breaker.lets(105.0)
    breaker.failed(105.0)
    assert (breaker.lets(114.9), breaker.lets(115.0)) == (False, True)


def test_no_rest_is_longer_than_the_longest_and_one_right_answer_ends_it():
    breaker = Breaker(patience=1)
    for _ in range(50):
        breaker.failed(0.0)
    assert (breaker.lets(LONGEST_WAIT - 1), breaker.lets(LONGEST_WAIT)) == (False, True)
    breaker.worked()
    assert breaker.lets(0.0)
