"""Makes the briefings of docs/briefings (`make samples`): of a fresh demo city, by command line, without a server."""

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests import stand
from tests.browser.conftest import ZONE
from tests.screens.__main__ import DAYS

FOLDER = stand.ROOT / "docs" / "briefings"


@dataclass(frozen=True)
class Sample:
    """One file: which kind of briefing in which language and form."""

    kind: str
    language: str
    form: str

    @property
    def name(self) -> str:
        """Return what the file is called."""
        ending = {"card": "card.png", "csv": "csv.zip"}.get(self.form, self.form)
        return f"{self.kind}-{self.language.split('-')[0]}.{ending}"


SAMPLES = (
    *(Sample("daily", "zh-CN", form) for form in ("pdf", "png", "card", "html", "xlsx")),
    *(Sample("weekly", "zh-CN", form) for form in ("pptx", "pdf")),
    *(Sample("special", "zh-CN", form) for form in ("pdf", "docx")),
    *(Sample(kind, "zh-CN", "pdf") for kind in ("flash", "handover")),
    Sample("daily", "en", "pdf"), Sample("weekly", "en", "pptx"), Sample("flash", "en", "card"),
)


def main() -> int:
    """Make every sample anew; return 1 where one is a draft, for what a fresh city lacks nobody should be shown."""
    with tempfile.TemporaryDirectory(prefix="yiping-samples-") as scratch:
        city = Path(scratch) / "city"
        stand.command(city, "demo", "--size", "small", "--days", DAYS, YIPING_ZONE=ZONE)
        stand.command(city, "think", YIPING_ZONE=ZONE)
        FOLDER.mkdir(exist_ok=True)
        drafts = [kind_language for kind_language in dict.fromkeys((one.kind, one.language) for one in SAMPLES)
                  if "draft" in make(city, *kind_language, Path(scratch))]
    sys.stdout.writelines(f"{kind} {language} is a draft\n" for kind, language in drafts)
    return int(bool(drafts))


def make(city: Path, kind: str, language: str, scratch: Path) -> str:
    """Make the samples of one briefing, all of one moment, and return what the command said."""
    wanted = [one for one in SAMPLES if (one.kind, one.language) == (kind, language)]
    out = scratch / f"{kind}-{language}"
    said = stand.command(city, "brief", kind, "--format", ",".join(one.form for one in wanted), "-o", str(out),
                         YIPING_ZONE=ZONE, YIPING_LANGUAGE=language)
    for one in wanted:
        ending = one.name.split(".", 1)[1]
        (made,) = (path for path in out.iterdir() if path.name.endswith(f".{ending}") and (
            ending != "png" or not path.name.endswith(".card.png")))
        shutil.copyfile(made, FOLDER / one.name)
    return said


if __name__ == "__main__":
    sys.exit(main())
