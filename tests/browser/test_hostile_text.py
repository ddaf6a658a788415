"""Whatever a report says is shown as text."""

import time

import httpx
import pytest

from tests import stand
from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

TEXTS = {
    "script": "<script>window.broken=1</script>tail",
    "image": "<img src=x onerror='window.broken=1'>",
    "emoji": "井盖 🕳️ 缺失",
    "right to left": "abc \u202eגמל\u202c def",
    "long": "长" * 5_000,
    "braces": "{{7*7}} {open} $\\href{javascript:window.broken=1}{x}$",
}


def test_hostile_texts_are_shown_and_never_run(server: Server, sign_in: Opener):
    key = stand.command(server.folder, "key", "add", f"hostile-{time.monotonic_ns()}", "--may", "events.write").split()[
        -1
    ]
    screen = sign_in(server, "dispatcher")
    page = screen.page
    lon, lat = page.evaluate(
        "(() => { const f = yiping.map.facts(yiping.map.visible()[0]); return [f.lon, f.lat]; })()"
    )
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    events = [
        {
            "source": "hostile",
            "event_id": f"{name}-{time.monotonic_ns()}",
            "occurred_at": stamp,
            "category": "0110",
            "text": text,
            "address": text[:200],
            "severity": 2,
            "lon": lon,
            "lat": lat,
        }
        for name, text in TEXTS.items()
    ]
    answer = httpx.post(f"{server.url}/api/v1/events", json=events, headers={"Authorization": f"Bearer {key}"}).json()
    assert len(answer["stored"]) == len(TEXTS)
    for one, text in zip(answer["stored"], TEXTS.values(), strict=True):
        row = page.locator(f".feed-row[data-case='{one['case_no']}']")
        row.wait_for()
        assert row.locator(".text").inner_text().startswith(text[:20].strip()[:10])
        row.click()
        page.wait_for_selector(f"[data-drawer-case='{one['case_no']}']")
        assert page.locator("#drawer h2").text_content().startswith(text[:10])
        assert page.locator("#drawer script, #drawer img").count() == 0
        page.click("[data-close=drawer]")
    assert page.evaluate("window.broken") is None
    assert screen.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
