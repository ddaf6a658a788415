"""Reports as the demo city words them: for what class, by which of its wordings, at which place."""

from dataclasses import dataclass, replace

import numpy as np

from data.demo import names, wording
from data.demo.catalogue import Kind, read_catalogue

KINDS = read_catalogue().kinds
NAMES = [(name, kind.code) for kind in KINDS for name in (kind.name, kind.name_en)]
LOCALES = [wording.locale_of(f"00{i:010}", f"{zh}社区", district=names.DISTRICTS[i % 11][0], street="石桥街道")
           for i, (zh, _) in enumerate(names.pairs(np.random.default_rng(1))[:200])]


@dataclass(frozen=True)
class Telling:
    """What one report is made of; the same place_chance in the same locale is the same place."""

    locale: int
    place_chance: int
    kind: Kind
    wording: int
    chance: int

    @property
    def text(self) -> str:
        """The report's text."""
        spoken = replace(self.kind, texts=(self.kind.texts[self.wording],))
        return wording.word(LOCALES[self.locale], spoken, self.place_chance, self.chance)[0]


def tell(count: int, seed: int) -> list[Telling]:
    """Return reports of all classes alike, by chance."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        kind = KINDS[int(rng.integers(len(KINDS)))]
        locale, place, turn, chance = (int(n) for n in rng.integers((len(LOCALES), 1 << 30, len(kind.texts), 1 << 30)))
        found.append(Telling(locale, place, kind, turn, chance))
    return found
