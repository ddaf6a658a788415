"""Every table, for migrations and checks: importing this fills the metadata."""

from data.models import area, case, change, city, ledger, person, profile, report, together, unit
from data.models.base import Base

METADATA = Base.metadata
ROOMS = (area, case, change, city, ledger, person, profile, report, together, unit)
