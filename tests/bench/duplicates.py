"""The figures of duplicates: how many pairs about one matter are found, and how many of those found are.

Pairs are made of real messages of citizens that lie beside the project. Of one matter: the message in changed words
(a fifth of the words left out, a tenth replaced, its clauses in another order), or its heading against what the same
citizen wrote below it; 0 to 80 m apart; one in seven under another class. Of two matters: another message of the same
class 0 to 80 m away; the same words 300 to 3,000 m away; another message of another class 0 to 80 m away. Half of the
near pairs begin with the same address, of one matter or not. Half of the messages only served to fit the weights of
data/cases/sameness.py (`fitted`); figures are of the other half. Reference: the rule before, 50 m and the same class.
"""

import csv
import re
from random import Random
from typing import NamedTuple

import jieba

from data.cases.reporting import MOST_COMPARED
from data.cases.sameness import Pair, Weights, evidence, judge
from tests import stand
from tests.bench.table import Row, per_second

TEXTS = stand.ROOT.parent / "shared" / "data" / "text" / "labelled.csv"
SEED, SHOWN = 7, 120
"""A report is about as long as what an operator types."""
BEFORE_M, SHIFT_M, FAR_M = 50, 80, (300, 3_000)
MISSED, LEFT_OUT, REPLACED, NAMED = 1 / 7, 0.2, 0.3, 0.5
ROADS, SIDES = ("望江路", "建设东路", "幸福里", "滨河大道", "人民北路"), ("", "东侧", "门口", "附近")
CLAUSE = re.compile(r"[^，。！？；,!?;\n]+[，。！？；,!?;\n]*")


class Message(NamedTuple):
    """One message: its heading, the first words of what is below it, its class."""

    heading: str
    body: str
    kind: str


class Made(NamedTuple):
    """A pair and the truth about it."""

    pair: Pair
    is_one_matter: bool


def rows() -> list[Row]:
    """Return the figures; none where the texts do not lie beside the project."""
    if not TEXTS.is_file():
        return []
    made = pairs(_messages()[1::2], SEED)
    ours = [judge(one.pair).is_probable for one in made]
    before = [one.pair.distance_m <= BEFORE_M and bool(one.pair.is_same_class) for one in made]
    recall, precision = quality(made, ours)
    recall_before, precision_before = quality(made, before)
    note = f"{len(made)} synthetic pairs, {sum(one.is_one_matter for one in made)} of one matter"
    return [
        Row(name="duplicates found", value=100 * recall, unit="%", goal=90, smaller_is_better=False,
            reference=100 * recall_before, note=note),
        Row(name="of those called duplicates, truly", value=100 * precision, unit="%", goal=95, smaller_is_better=False,
            reference=100 * precision_before, note=note),
        Row(name="comparing a report with 500 open cases", unit="ms", goal=100, note="texts not read before",
            value=1_000 / per_second(1, lambda: [judge(one.pair._replace(text=made[0].pair.text))
                                                 for one in made[:MOST_COMPARED]])),
    ]


def quality(made: list[Made], said: list[bool]) -> tuple[float, float]:
    """Return recall and precision."""
    hits = sum(yes and one.is_one_matter for one, yes in zip(made, said, strict=True))
    return hits / sum(one.is_one_matter for one in made), hits / max(sum(said), 1)


def fitted() -> Weights:
    """Return weights fitted on the half that no figure is of; written into data/cases/sameness.py by hand."""
    from sklearn.linear_model import LogisticRegression

    made = pairs(_messages()[0::2], SEED + 1)
    model = LogisticRegression(C=10, fit_intercept=False, max_iter=1_000)
    model.fit([evidence(one.pair) for one in made], [one.is_one_matter for one in made])
    return Weights(*(round(float(one), 2) for one in model.coef_[0]))


def pairs(messages: list[Message], seed: int) -> list[Made]:
    """Return five pairs for each message, two of them of one matter."""
    chance, made = Random(seed), []
    same = {kind: [one for one in messages if one.kind == kind] for kind in {one.kind for one in messages}}
    for one in messages:
        text = (one.heading + "，" + one.body)[:SHOWN]
        others = [other for other in same[one.kind] if other != one]
        strangers = [other for other in messages if other.kind != one.kind]
        near, stranger = chance.choice(others), chance.choice(strangers)
        is_right = chance.random() > MISSED
        made += [
            Made(_pair(chance, text, changed(chance, text), is_same_class=is_right), is_one_matter=True),
            Made(_pair(chance, one.heading, one.body[:SHOWN], is_same_class=is_right), is_one_matter=True),
            Made(_pair(chance, text, (near.heading + "，" + near.body)[:SHOWN]), is_one_matter=False),
            Made(_pair(chance, text, changed(chance, text), metres=chance.uniform(*FAR_M)), is_one_matter=False),
            Made(_pair(chance, text, (stranger.heading + "，" + stranger.body)[:SHOWN], is_same_class=False),
                 is_one_matter=False),
        ]
    return made


def _pair(chance: Random, text: str, other: str, *, metres: float | None = None, is_same_class: bool = True) -> Pair:
    place = ""
    if metres is None and chance.random() < NAMED:
        place = f"{chance.choice(ROADS)}{chance.randrange(1, 400)}号"
        text, other = f"{place}{chance.choice(SIDES)}，{text}", f"{place}{chance.choice(SIDES)}，{other}"
    return Pair(text, other, chance.uniform(0, SHIFT_M) if metres is None else metres, is_same_class, place)


def changed(chance: Random, text: str) -> str:
    """Return the text as somebody else might put it."""
    clauses = CLAUSE.findall(text)
    chance.shuffle(clauses)
    kept = []
    for word in (word for clause in clauses for word in jieba.lcut(clause)):
        drawn = chance.random()
        if drawn >= REPLACED or (drawn >= LEFT_OUT and len(word) == 1):
            kept.append(word)
        elif drawn >= LEFT_OUT:
            kept.append(chance.choice(SYNONYMS.get(word, ["这个"])))
    return "".join(kept)


SYNONYMS = {"请": ["希望", "麻烦"], "问题": ["情况", "事情"], "噪音": ["噪声", "吵闹声"], "小区": ["院子", "楼盘"],
            "投诉": ["反映", "举报"], "严重": ["厉害", "非常大"], "学校": ["校方", "学堂"], "没有": ["未", "还没"],
            "部门": ["单位", "主管机关"], "居民": ["住户", "群众"], "垃圾": ["废物", "脏东西"], "道路": ["马路"],
            "业主": ["住户", "买房人"], "政府": ["有关方面", "领导"], "影响": ["妨碍", "扰乱"], "孩子": ["小孩"]}


def _messages() -> list[Message]:
    with TEXTS.open(encoding="utf-8-sig", newline="") as file:
        found = [Message(one["subject"].strip(), re.sub(r"\s+", "", one["detail"]), one["label"])
                 for one in csv.DictReader(file)]
    found = list({(one.heading, one.body[:40]): one for one in found}.values())
    Random(SEED).shuffle(found)
    return found
