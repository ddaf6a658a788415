"""What is open at this moment, and for how long."""

from data.figures.definition import Definition

AGES = ("age_1d", "age_3d", "age_7d", "age_30d", "age_older")

DEFINITIONS = (
    Definition(name="backlog", kind="count", unit="cases", window="now", numerator=("open",), good_when="low"),
    *(Definition(name=f"backlog_{age}", kind="count", unit="cases", window="now", numerator=("open", age))
      for age in AGES),
    Definition(name="unassigned", kind="count", unit="cases", window="now", numerator=("open", "unassigned"),
               good_when="low"),
    *(Definition(name=f"unassigned_{age}", kind="count", unit="cases", window="now",
                 numerator=("open", "unassigned", age)) for age in AGES),
    Definition(name="suspended_now", kind="count", unit="cases", window="now", numerator=("open", "suspended"),
               good_when="low"),
)
