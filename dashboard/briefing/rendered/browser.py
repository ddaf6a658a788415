"""A browser without a window and without a way out, spoken to over a pipe in Chromium's own protocol (CDP).

It is given pages as texts. Whatever they ask for is refused three times over: by interception, by the page's own
policy, and by a browser that resolves no name and knows a dead proxy only. Scripts are off.
"""

import base64
import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ADDRESS = "http://briefing.invalid/"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
ARGUMENTS = (
    "--headless", "--remote-debugging-pipe", "--no-startup-window", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:1", "--proxy-bypass-list=<-loopback>", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--no-first-run", "--disable-breakpad",
    "--password-store=basic", "--mute-audio", "--hide-scrollbars",
    # Fewer and smaller processes: one for pages, none for a graphics card, none only to start others from.
    "--renderer-process-limit=1", "--disable-gpu", "--in-process-gpu", "--disable-software-rasterizer", "--no-zygote",
    "--enable-features=NetworkServiceInProcess2", "--num-raster-threads=1", "--js-flags=--max-old-space-size=256",
    "--disable-dev-shm-usage",
    # The page runs no script and asks nobody; the sandbox needs rights that containers do not give.
    "--no-sandbox",
)
PIPED = 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null'
"""Of a shell: what is written to it comes to descriptor 3, where the browser reads, and 4 is what it writes to."""
MOST_READ = 1 << 20


class Refused(Exception):
    """The browser says that it cannot."""


class Gone(Exception):
    """The browser, or the process that holds the page, ended by itself."""


@dataclass(frozen=True)
class Page:
    """One page on its own: nothing of another is known to it."""

    browser: "Browser"
    session: str

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """Return what the browser answers about this page. Raises as Browser.call."""
        return self.browser.call(method, self.session, **values)

    def size(self) -> tuple[int, int]:
        """Return the CSS px that all of it takes, across and down."""
        told = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return int(told["width"]), int(told["height"])

    def pdf(self) -> bytes:
        """Return it printed, as its own @page says, else on A4; with tags and an outline."""
        return base64.b64decode(self.call(
            "Page.printToPDF", preferCSSPageSize=True, printBackground=True, generateTaggedPDF=True,
            generateDocumentOutline=True, paperWidth=8.27, paperHeight=11.7,
            **{f"margin{side}": 0 for side in ("Top", "Bottom", "Left", "Right")})["data"])

    def picture(self, size: tuple[int, int]) -> bytes:
        """Return its upper left corner of so many CSS px as PNG."""
        clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}
        return base64.b64decode(self.call("Page.captureScreenshot", format="png", clip=clip,
                                          captureBeyondViewport=True)["data"])


class Browser:
    """One browser; its files lie in the folder."""

    def __init__(self, path: str, folder: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
            ["/bin/sh", "-c", PIPED, "sh", path, *ARGUMENTS, f"--user-data-dir={folder}/profile"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._number = 0
        self._read = b""
        self._html = b""
        self._loaded = set[str]()

    def call(self, method: str, session: str = "", **values: Any) -> dict[str, Any]:
        """Return what the browser answers. Raises Refused, Gone."""
        number = self._send(method, session, values)
        while True:
            told = self._next()
            if told.get("id") == number:
                if "error" in told:
                    raise Refused(told["error"]["message"])
                found: dict[str, Any] = told["result"]
                return found
            self._hear(told)

    @contextlib.contextmanager
    def showing(self, html: str, size: tuple[int, int], *, scale: float = 1) -> Iterator[Page]:
        """Yield a page of so many CSS px, each of so many px, that shows a text. Raises Refused, Gone."""
        self._html = html.encode("utf-8", "ignore")
        context = self.call("Target.createBrowserContext")["browserContextId"]
        self.call("Browser.setDownloadBehavior", behavior="deny", browserContextId=context)
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        page = Page(self, self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for domain in ("Page", "Network", "Inspector"):
            page.call(f"{domain}.enable")
        page.call("Page.setLifecycleEventsEnabled", enabled=True)
        page.call("Emulation.setScriptExecutionDisabled", value=True)
        page.call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=scale,
                  mobile=False)
        page.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0,
                  uploadThroughput=0)
        page.call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        loader = page.call("Page.navigate", url=ADDRESS)["loaderId"]
        while loader not in self._loaded:
            self._hear(self._next())
        self._loaded.clear()
        yield page
        self.call("Target.disposeBrowserContext", browserContextId=context)

    def close(self) -> None:
        """End it, in whatever state it is."""
        with contextlib.suppress(Refused, Gone):
            self.call("Browser.close")
        self._process.kill()
        self._process.wait()

    def _send(self, method: str, session: str, values: dict[str, Any]) -> int:
        self._number += 1
        said = {"id": self._number, "method": method, "params": values}
        if session:
            said["sessionId"] = session
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(said).encode() + b"\0")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Gone("browser") from None
        return self._number

    def _next(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        while b"\0" not in self._read:
            more = os.read(self._process.stdout.fileno(), MOST_READ)
            if not more:
                raise Gone("browser")
            self._read += more
        one, _, self._read = self._read.partition(b"\0")
        found: dict[str, Any] = json.loads(one)
        return found

    def _hear(self, told: dict[str, Any]) -> None:
        """Take in what happened; hand over the page where that is what was asked for, and nothing else."""
        what, values = told.get("method"), told.get("params", {})
        if what == "Inspector.targetCrashed":
            raise Gone("page")
        if what == "Page.lifecycleEvent" and values["name"] == "load":
            self._loaded.add(values["loaderId"])
        if what != "Fetch.requestPaused":
            return
        if values["request"]["url"] == ADDRESS and values["resourceType"] == "Document":
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
            self._send("Fetch.fulfillRequest", told["sessionId"], {
                "requestId": values["requestId"], "responseCode": 200,
                "responseHeaders": [{"name": name, "value": value} for name, value in headers.items()],
                "body": base64.b64encode(self._html).decode()})
        else:
            self._send("Fetch.failRequest", told["sessionId"],
                       {"requestId": values["requestId"], "errorReason": "Aborted"})
