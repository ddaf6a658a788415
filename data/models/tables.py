"""Every table, for migrations and checks: importing this fills the metadata."""

from data.models import (
    algorithm,
    allocation,
    archive,
    area,
    brief_schedule,
    briefing,
    case,
    change,
    city,
    city_stage,
    duty,
    facility,
    forecast,
    imported,
    ledger,
    outage,
    person,
    platform,
    profile,
    relief,
    report,
    risk,
    rollup,
    scenario,
    snapshot,
    stock,
    together,
    topic,
    triage,
    unit,
    view,
    wall,
    warning,
)
from data.models.base import Base

METADATA = Base.metadata
ROOMS = (algorithm, allocation, archive, area, brief_schedule, briefing, case, change, city, city_stage, duty,
         facility, forecast, imported, ledger, outage, person, platform, profile, relief, report, risk, rollup,
         scenario, snapshot, stock, together, topic, triage, unit, view, wall, warning)

OF_A_CASE = (archive.ArchivedCase, report.Reply, report.Supporter, report.CasePicture, together.Supervision,
             together.Instruction, together.Whistle, case.StageClock, case.Dispatch, case.CaseEvent)
"""Rows that belong to one case and go with it, in the order in which they can go."""
