"""The stated speeds: how fast each kind of unit gets on, and how much longer a way is than the straight line."""

ROAD_FACTOR = 1.35
"""How much longer the way is than the straight line, where no road graph tells."""
SPEED_KMH = {"grid_officer": 15.0, "police": 35.0, "fire": 35.0, "medical": 35.0, "sanitation": 22.0, "repair": 28.0,
             "enforcement": 28.0}
USUAL_SPEED_KMH = 25.0
"""Of a kind that is not listed."""
METRES_PER_MINUTE = 1_000 / 60
"""Of one kilometre an hour."""


def metres_a_minute(kind: str) -> float:
    """Return how many metres of way a unit of this kind covers in a minute, door to door."""
    return SPEED_KMH.get(kind, USUAL_SPEED_KMH) * METRES_PER_MINUTE
