"""One score, to put areas, departments and units in order."""

from data.figures.definition import Definition

DEFINITIONS = (
    Definition(name="score", kind="weighted", unit="points", owner="supervision", good_when="high"),
)
