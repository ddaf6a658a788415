"""Where cases come from: found before anybody called, and found again at the same place."""

from data.figures.definition import Definition

DEFINITIONS = (
    Definition(name="proactive_rate", kind="rate", unit="percent", numerator=("found_first",),
               denominator=("origin_known",), good_when="high"),
    Definition(name="called", kind="count", unit="cases", numerator=("somebody_called",)),
    Definition(name="repeats", kind="told", unit="cases", numerator=("repeat",), good_when="low"),
    Definition(name="repeat_rate", kind="told", unit="percent", numerator=("repeat",),
               denominator=("placed_exactly",), good_when="low"),
)
