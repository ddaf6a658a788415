"""One process at a time has a turn; it ends with the block."""

from data.storage.database import Database
from data.storage.turn import taken


def test_a_turn_is_one_s_alone_until_it_ends(settings, database):
    other = Database.of(settings)
    with taken(database, "x") as first:
        with taken(other, "x") as second, taken(other, "y") as another:
            assert (first, second, another) == (True, False, True)
        with taken(other, "x") as still:
            assert not still
    with taken(other, "x") as after:
        assert after
    other.close()
