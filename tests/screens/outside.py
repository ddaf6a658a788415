"""What stands on a desk's map from outside: somebody else's layers, one of them broken, and a camera's picture."""

import io
import random
from dataclasses import dataclass

import orjson
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from tests import eyes, origin
from tests.origin import Origin
from tests.screens.desks import OFFICE, both
from tests.screens.picture import Shot
from tests.stand import Server

LON, LAT = 123.5, 30.0
DECLARED = "title: {title}\nowner: {owner}\nlicence: 内部\ntimeout_seconds: 1\nrefresh_seconds: 60\n{more}"
SCENE = (640, 360)


@dataclass(frozen=True)
class Outside:
    """A shot beside which a server of somebody else's stands."""

    shot: Shot
    writes: bool = True

    @property
    def name(self) -> str:
        """Its file's name, without the ending."""
        return self.shot.name

    def take(self, opened: Browser, server: Server) -> Image.Image:
        """Declare the layers and the cameras, and take the shot while their server answers."""
        with origin.serving() as there:
            declare(server, there)
            return self.shot.take(opened, server)


def declare(server: Server, there: Origin) -> None:
    """Write the files of three layers and a register of cameras."""
    there.breaks()
    there.says("/pumps", pumps())
    there.says("/camera", street(), "image/png")
    layers = {
        "pumps": ("排涝泵站", "水务局", f"kind: geojson\nurl: {there.url}/pumps\nlabel: name\n"),
        "level": ("河道水位", "水务局", f"kind: geojson\nurl: {there.url}/500\n"),
        "works": ("施工围挡", "住建局", f"kind: geojson\nurl: {there.url}/pumps\nlabel: name\n"),
    }
    folder = server.folder / "layers"
    folder.mkdir()
    for name, (title, owner, more) in layers.items():
        (folder / f"{name}.yaml").write_text(DECLARED.format(title=title, owner=owner, more=more), encoding="utf-8")
    eyes.register(server.folder, *(
        eyes.camera(f"cam-{n}", LON + (n - 2) * 0.02, LAT + n % 2 * 0.015, name=f"滨河路{n + 1}号路口",
                    url=f"{there.url}/camera", bearing=60 * n) for n in range(5)))


def pumps() -> bytes:
    """Return eight points along the river."""
    spots = [(f"泵站{n + 1}", [LON - 0.12 + n * 0.03, LAT + n % 3 * 0.012]) for n in range(8)]
    return orjson.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": spot}}
        for name, spot in spots]})


def street() -> bytes:
    """Return what a camera might see: a road between houses, drawn."""
    made, chance = Image.new("RGB", SCENE, (176, 196, 214)), random.Random(7)
    pen, (width, height) = ImageDraw.Draw(made), SCENE
    for left in range(0, width, 64):
        grey = chance.randrange(120, 180)
        pen.rectangle([left, chance.randrange(60, 150), left + 58, 230], fill=(grey, grey - 6, grey - 14))
    pen.polygon([(0, height), (width, height), (width * .62, 210), (width * .38, 210)], fill=(88, 92, 98))
    for step in range(6):
        top = 225 + step * 24
        pen.polygon([(width / 2 - step, top), (width / 2 + step, top), (width / 2 + step + 2, top + 14),
                     (width / 2 - step - 2, top + 14)], fill=(230, 230, 224))
    body = io.BytesIO()
    made.save(body, "PNG")
    return body.getvalue()


def open_layers(page: Page, server: Server) -> None:
    """Switch on what there is from outside, and leave the panel open."""
    page.click("[data-more-layers]")
    for name in ("pumps", "level"):
        page.click(f"#source-panel [data-layer={name}]")
    page.wait_for_selector("[data-source=level][data-state=error]")
    page.wait_for_selector("[data-source=pumps][data-state=fresh]")


def open_camera(page: Page, server: Server) -> None:
    """Open a camera from the map, giving a reason."""
    page.click("[data-more-layers]")
    page.click("#source-panel [data-layer=cameras]")
    page.wait_for_timeout(500)
    page.click("[data-more-layers]")
    page.evaluate("() => yiping.openCamera('cam-2')")
    page.wait_for_selector("#camera-box form")
    page.fill("#camera-box input", "核实路面积水")
    page.click("#camera-box .primary")
    page.wait_for_function("() => (document.querySelector('#camera-box img') || {}).naturalWidth > 0")


SHOTS = (
    *(Outside(shot) for shot in both("layers", OFFICE, prepare=open_layers)),
    *(Outside(shot) for shot in both("camera", OFFICE, prepare=open_camera)),
)
