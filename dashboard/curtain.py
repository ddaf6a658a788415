"""The page as it comes over the wire: the shape of the stage stands before any script of ours has run.

Dash builds its page only after a megabyte of script was read; until then there would be nothing to look at.
"""

from dashboard.build import ROOT
from dashboard.speech import LANGUAGES, shared_words

SCRIPT = "curtain.js"
PIECES = 5
"""Rail, bar, figures, map, side: assets/curtain.css says where."""


def index() -> str:
    """Return Dash's index page with a small script in the head and the shape of the stage in the body."""
    name = shared_words(LANGUAGES[0])["app.name"]
    version = (ROOT / "assets" / SCRIPT).stat().st_mtime
    return f"""<!DOCTYPE html>
<html>
  <head>
    {{%metas%}}
    <title>{{%title%}}</title>
    {{%favicon%}}
    <script src="/assets/{SCRIPT}?m={version}"></script>
    {{%css%}}
  </head>
  <body>
    <div id="curtain" aria-hidden="true"><i>{name}</i>{"<i></i>" * (PIECES - 1)}</div>
    {{%app_entry%}}
    <footer>
      {{%config%}}
      {{%scripts%}}
      {{%renderer%}}
    </footer>
  </body>
</html>"""
