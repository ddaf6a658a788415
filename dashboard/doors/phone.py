"""The phone: `GET /m/{view}` answers the whole page ready to be read; beside it what an installed phone keeps."""

from fastapi import Request, Response

from dashboard.center import Center, in_thread
from dashboard.door import Door, Path
from dashboard.phone import frame, installed
from dashboard.phone.frame import VIEWS
from dashboard.refusals import Refusal
from dashboard.shelf import Stored, accepts_gzip, pack
from dashboard.wiring import words_for
from data.people.sessions import Caller

HTML = b"text/html; charset=utf-8"
FOR_EVER, REVALIDATED = "public, max-age=31536000, immutable", "no-cache"


async def show_view(center: Center, request: Request) -> Response:
    """Answer the page with this view open; who may not report has only the tasks."""
    view = request.path_params["view"]
    if view not in VIEWS:
        raise Refusal(404, "not_found")
    return _sent(request, await center.run(build_view, center, request.state.caller, view))


async def show_file(center: Center, request: Request) -> Response:
    """Answer one of the files that hold nobody's data; under the build's own address it may be kept for ever."""
    name = request.url.path.removeprefix("/m/")
    file = (await in_thread(center.executor, installed.files, center.build))[name]
    is_named = request.scope["query_string"] == f"v={center.build}".encode()
    headers = {"Cache-Control": FOR_EVER if is_named else REVALIDATED, "ETag": file.tag.decode()}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return _sent(request, file, headers)


def build_view(center: Center, caller: Caller, view: str) -> Stored:
    """Return the page as this caller sees it now."""
    with center.reading(caller) as visit:
        if VIEWS[view] not in visit.scope.may:
            view = "task"
        page = frame.page(visit, words_for(visit), view, build=center.build)
    return pack(HTML, page.encode(), "")


def _sent(request: Request, file: Stored, headers: dict[str, str] | None = None) -> Response:
    told = {"Vary": "Accept-Encoding", **(headers or {})}
    is_packed = file.packed is not None and accepts_gzip(request.scope)
    if is_packed:
        told["Content-Encoding"] = "gzip"
    return Response(file.packed if is_packed else file.plain, media_type=file.kind.decode(), headers=told)


DOOR = Door(name="phone", paths=(
    *(Path(template=f"/m/{name}", method="GET", answer=show_file)
      for name in ("phone.js", "phone.css", "worker.js", "app.webmanifest", "icon.svg", "shell")),
    Path(template="/m/{view}", method="GET", answer=show_view),
))
