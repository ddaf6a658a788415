"""A file that one holds alone."""

from data import locks


def test_one_holds_it_and_the_next_gets_it_once_it_is_let_go(tmp_path):
    path = tmp_path / "turn.lock"
    with path.open("a") as other:
        with path.open("a") as first:
            assert locks.take(first.fileno())
            assert locks.take(first.fileno()), "who has it keeps it"
            assert not locks.take(other.fileno())
        assert locks.take(other.fileno())
