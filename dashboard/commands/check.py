"""What the settings and the start-up checks say."""

import argparse

from dashboard import shell
from dashboard.briefing.rendered.paper import Drawer
from dashboard.build import ROOT
from dashboard.command import DONE, FOUND, Command, say
from dashboard.scenes import tour
from dashboard.speech import in_both
from data import startup
from data.cases import diagram
from data.settings import Settings
from data.warnings import checking


def work(settings: Settings, options: argparse.Namespace) -> int:
    """Print the settings, run the start-up checks, list layers, panels, doors and mappings."""
    if options.diagram:
        page = ROOT / "docs" / "cases.md"
        page.write_text(diagram.put_into(page.read_text(encoding="utf-8"), diagram.draw(in_both)), encoding="utf-8")
        return DONE
    for name, value, about in settings.rows():
        say(f"{name:14} {value:40} {about}")
    faults = 0
    for finding in [*startup.findings(settings), *shell.findings(), shell.wall_finding(settings),
                    shell.source_finding(settings), *tour.findings(settings), checking.finding(settings),
                    Drawer.of(settings).finding()]:
        faults += not finding.is_fine
        say(f"{'ok  ' if finding.is_fine else 'FAIL'} {finding.id:24} {finding.words}")
    return FOUND if faults else DONE


def _grammar(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--diagram", action="store_true", help="draw the workflow anew into docs/cases.md instead")


COMMAND = Command(name="check", work=work, grammar=_grammar)
