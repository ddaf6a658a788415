"""What is wrong with a deployment's rules and plans, with file and line: for the page and for `app.py check`."""

from pathlib import Path

from data.errors import Invalid
from data.settings import Settings
from data.startup import Finding
from data.warnings.plans import PLANS
from data.warnings.rules import RULES


def faults(folder: Path) -> list[Invalid]:
    """Return a fault for each file of rules or plans in a data folder that cannot be read."""
    return [one for one in (*RULES.each(folder), *PLANS.each(folder)) if isinstance(one, Invalid)]


def place_of(fault: Invalid) -> str:
    """Return the file of a fault, with the line where a field is wrong."""
    line = fault.values.get("line")
    return f"{fault.values['file']}:{line}" if line else str(fault.values["file"])


def finding(settings: Settings) -> Finding:
    """Return the rules and plans as a check."""
    found = [f"{place_of(one)}: {one.values['why']}" for one in faults(settings.data_dir)]
    names = ", ".join(RULES.names(settings.data_dir))
    return Finding("warnings", not found, "; ".join(found) or names)
