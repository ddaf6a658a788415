"""The figures of sorting texts: how often the class is right, how honest the confidence, how many texts a second.

Real messages of citizens that lie beside the project, seven classes, five folds; the classes' names are those of the
same source's list of classes. Reference: characters in twos and threes, weighted by rarity, and a linear support
vector machine of scikit-learn on the same folds.
"""

import csv
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import openpyxl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from data.cases.classification import Classifier, Example, from_bytes, learn
from data.triage.judging import FOLDS, Judged, judge
from tests import stand
from tests.bench.table import Row

TEXTS = stand.ROOT.parent / "shared" / "data" / "text"
SEED, PROCESSES, ROUNDS = 0, 2, 3


def rows() -> list[Row]:
    """Return the figures; none where the texts do not lie beside the project."""
    if not TEXTS.is_dir():
        return []
    texts, labels = _messages()
    names = _names(set(labels))
    judged, plain = _judge(texts, labels, names)
    ours, reference = _speeds(texts, labels, names)
    note = f"{len(texts)} messages, {len(set(labels))} classes, {FOLDS} folds"
    return [
        Row(name="texts sorted into the right class", value=100 * judged.share_right(), unit="%", goal=87,
            smaller_is_better=False, reference=100 * float(plain.mean()), note=note),
        Row(name="expected calibration error of sorting, ten bins", value=100 * judged.calibration_error(), unit="%",
            goal=5, note=note),
        Row(name="texts sorted a second, with the words that decided", value=ours, unit="/s", goal=2_000,
            smaller_is_better=False, reference=reference,
            note=f"{PROCESSES} processes; {np.mean([len(text) for text in texts]):.0f} characters a text"),
    ]


def _messages() -> tuple[list[str], list[str]]:
    with (TEXTS / "labelled.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    return [f"{one['subject'].strip()}\n{one['detail'].strip()}" for one in found], [one["label"] for one in found]


def _names(labels: set[str]) -> list[Example]:
    """Return the names of the classes and of what lies below them, each once."""
    table = openpyxl.load_workbook(TEXTS / "taxonomy.xlsx", read_only=True).worksheets[0]
    below = {(str(name), str(top)) for top, *names in table.iter_rows(min_row=2, values_only=True)
             for name in names if name and top in labels}
    return sorted(below | {(label, label) for label in labels})


def _judge(texts: list[str], labels: list[str], names: list[Example]) -> tuple[Judged, NDArray[np.bool_]]:
    right, confidence = np.zeros(len(texts), dtype=bool), np.zeros(len(texts))
    plain = np.zeros(len(texts), dtype=bool)
    for known, asked in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(texts, labels):
        ours = learn(names, [(texts[i], labels[i]) for i in known])
        theirs = _reference().fit([texts[i] for i in known], [labels[i] for i in known])
        plain[asked] = theirs.predict([texts[i] for i in asked]) == np.array(labels)[asked]
        judged = judge(ours, [(texts[i], labels[i]) for i in asked])
        right[asked], confidence[asked] = judged.right, judged.confidence
    return Judged(right, confidence), plain


def _reference() -> LinearSVC:
    return make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(2, 3)), LinearSVC())


def _speeds(texts: list[str], labels: list[str], names: list[Example]) -> tuple[float, float]:
    """Return texts a second of two processes with ours, and of the reference in as many."""
    content = learn(names, list(zip(texts, labels, strict=True))).to_bytes()
    parts = [texts[i::PROCESSES] for i in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        ours = sum(pool.map(_sort, [content] * PROCESSES, parts))
        theirs = sum(pool.map(_sort_plainly, [texts] * PROCESSES, [labels] * PROCESSES, parts))
    return ours, theirs


def _sort(content: bytes, texts: list[str]) -> float:
    known = from_bytes(content)
    if not isinstance(known, Classifier):
        raise TypeError("the classifier did not come back from its bytes")
    return _rate(lambda: [known.propose(text) for text in texts], len(texts))


def _sort_plainly(texts: list[str], labels: list[str], asked: list[str]) -> float:
    known = _reference().fit(texts, labels)
    return _rate(lambda: known.predict(asked), len(asked))


def _rate(work: Callable[[], object], count: int) -> float:
    """Return how many a second, the median of some rounds."""
    rates = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        rates.append(count / (time.perf_counter() - began))
    return float(np.median(rates))
