"""What departments are called."""

from dashboard.speech import Words
from data.cases import departments
from data.visit import Visit


def department_names(visit: Visit, t: Words) -> dict[str, str]:
    """Return {code: name in the visit's language} of every department, by code."""
    return {code: t.pick(one.name, one.name_en) for code, one in departments.by_code(visit).items()}
