"""A short version of `make faults`: PostgreSQL crashes under load."""

import pytest

from tests.faults.restarted import restart_under_load
from tests.faults.served import postgres


@pytest.mark.long
def test_a_crash_of_postgresql_is_told_as_come_back_and_loses_nothing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pg")
    with postgres(folder) as server:
        told = restart_under_load(folder, server, ways=("immediate",), longest_recovery_seconds=60.0)
    assert told.faults == []
    assert told.ledger.busy, "nobody noticed that it was away"
    assert told.ledger.counts["stored"]
