"""The first floor's tests meet both databases."""

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Return the kind of database this test runs on: each test that asks for one runs twice."""
    return str(request.param)
