"""The demo city's own source of cases as a deployment would declare it: every district, twice a day."""

from data.areas import queries
from data.demo import arrivals, trails
from data.feeds.declared import FOLDER
from data.scope import Scope
from data.settings import Settings
from data.storage.database import Database
from data.visit import reading

FILE = "demo.yaml"
DISTRICTS = 2
SAID = """# Which areas this source covers, and within how long each brings a case. An area of which it brings none for
# three times that long counts as missing on every screen (docs/feeds.md).
title: 演示数据 DEMO
title_en: DEMO data
sources: [{sources}]
every_minutes: 720
areas: [{areas}]
"""


def declare(database: Database, settings: Settings) -> None:
    """Write the file into the data folder, unless there is one of the name."""
    path = settings.data_dir / FOLDER / FILE
    if path.exists():
        return
    with reading(database, Scope.of_job("demo"), settings) as visit:
        codes = [one.area_code for one in queries.inside(visit, visit.city.code, DISTRICTS)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SAID.format(sources=f"{trails.SOURCE}, {arrivals.SOURCE}", areas=", ".join(codes)),
                    encoding="utf-8")
