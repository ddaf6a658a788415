"""How cases are closed, and whether the closing can be believed."""

from data.figures.definition import Definition

DEFINITIONS = (
    Definition(name="closed", kind="count", unit="cases", numerator=("closed",)),
    Definition(name="closed_rate", kind="rate", unit="percent", numerator=("closed",), denominator=("received",),
               exclusions=("declined",)),
    Definition(name="on_time_closing_rate", kind="rate", unit="percent", numerator=("closed_in_time",),
               denominator=("closed", "has_deadline"), exclusions=("suspicious",), good_when="high"),
    Definition(name="reopened", kind="count", unit="cases", numerator=("reopened",), good_when="low"),
    Definition(name="reopened_rate", kind="rate", unit="percent", numerator=("reopened",),
               denominator=("ever_closed",), good_when="low"),
    Definition(name="suspicious", kind="count", unit="cases", numerator=("suspicious",), owner="supervision",
               good_when="low"),
    Definition(name="suspicious_rate", kind="rate", unit="percent", numerator=("suspicious",), denominator=("closed",),
               owner="supervision", good_when="low"),
)
