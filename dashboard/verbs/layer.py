"""layer places: a layer of the map on or off."""

from collections.abc import Sequence
from typing import Any

from dashboard.panels import city_map
from dashboard.speech import Words
from dashboard.verb import Choice, Misread, Verb
from data.finding.typed import mentions
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"spoken": "图层", "example": "图层 设施", "about": "打开或关闭地图上的一个图层",
              "switch": "图层 {name}：开或关", "unknown": "不认识「{word}」：图层有{known}", "or": "、"},
    "en": {"spoken": "layer", "example": "layer places", "about": "Switches a layer of the map on or off",
           "switch": "Layer {name}: on or off", "unknown": "“{word}” was not understood: layers are {known}",
           "or": ", "},
}


def read(_visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return each of the map's layers whose name holds the words; all of them without words."""
    names = {key: city_map.WORDS[t.language][key] for key in city_map.TOGGLES}
    found = [(key, name) for key, name in names.items() if mentions((key, name), rest)]
    if not found:
        raise Misread(t("unknown", word=rest, known=t("or").join(names.values())))
    return [Choice(label=t("switch", name=name), effect={"do": "layer", "name": key}) for key, name in found]


VERB = Verb(name="layer", permission="areas.view", words=WORDS, read=read, order=45)
