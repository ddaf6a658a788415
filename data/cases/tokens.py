"""A report's text as tokens: Han characters, words and numbers, and the pieces of one to three of them in a row."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

ALONE = (0x3005, 0x3006, 0x3040, 0x3100, 0x3400, 0x4DC0, 0x4E00, 0xA000, 0xF900, 0xFB00, 0x20000, 0x31350)
"""Characters that are tokens by themselves: Han and kana, for both are written without blanks between words.

The first of them, the first that is none any more, and so on.
"""
HAN = "".join(f"{chr(first)}-{chr(after - 1)}" for first, after in zip(ALONE[::2], ALONE[1::2], strict=True))
"""The same, inside the brackets of a pattern."""
EDGES = np.array(ALONE, dtype=np.uint32)
TOGETHER = re.compile(rf"[^\W\d_{HAN}]+|\d+")
"""Letters, or digits, in a row."""
ENDING = re.compile(r"(?<=[a-z]{3})(?:ings?|ed|e?s|e)$")
LONGEST_PIECE = 3
NUMBER = 1
"""Every number is the same token: which house or how many metres says nothing about the kind of matter."""
MIX, MIX_AGAIN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)

Ids = NDArray[np.uint64]
Spots = NDArray[np.int64]


@dataclass(frozen=True)
class Pieces:
    """The pieces of one text, in parallel arrays, and where its tokens stand."""

    ids: Ids
    """64-bit hashes: the same piece has the same id in every text and every process."""
    first: Spots
    """Position of the piece's first token among the text's tokens."""
    lengths: Spots
    """How many tokens the piece has: 1 to 3."""
    starts: Spots
    ends: Spots
    """Where each token begins and ends in the text, in characters."""


def stem(word: str) -> str:
    """Return a folded English word without its ending: crude, but lamps, lamp and parking, parked meet."""
    return ENDING.sub("", word)


def read_pieces(text: str) -> Pieces:
    """Return the pieces of the text; whatever is no letter, Han character or number only parts them.

    Tokens are in a row when nothing, or one blank, stands between them.
    """
    starts, ends, tokens = _read_tokens(text)
    gaps = starts[1:] - ends[:-1]
    joined = gaps == 0
    for at in np.flatnonzero(gaps == 1).tolist():
        joined[at] = text[ends[at]] == " "
    ids, first, lengths = [tokens], [np.arange(len(tokens))], [np.ones(len(tokens), dtype=np.int64)]
    whole, hashes = np.ones(len(tokens), dtype=np.bool_), tokens
    for length in range(2, LONGEST_PIECE + 1):
        count = max(len(tokens) - length + 1, 0)
        whole = whole[:count] & joined[length - 2:]
        hashes = _mixed(hashes[:count] + MIX_AGAIN) + tokens[length - 1:]
        places = np.flatnonzero(whole)
        ids.append(hashes[places])
        first.append(places)
        lengths.append(np.full(len(places), length))
    return Pieces(np.concatenate(ids), np.concatenate(first), np.concatenate(lengths), starts, ends)


def _read_tokens(text: str) -> tuple[Spots, Spots, Ids]:
    """Return where each token begins and ends, and its id: Han characters all at once, the few others one by one."""
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    alone = np.flatnonzero(np.searchsorted(EDGES, signs, side="right") % 2)
    others = list(TOGETHER.finditer(text)) if len(alone) < len(signs) else []
    if not others:
        return alone, alone + 1, _ids_of(map(chr, signs[alone].tolist()), len(alone))
    starts = np.concatenate([alone, [match.start() for match in others]])
    ends = np.concatenate([alone + 1, [match.end() for match in others]])
    words = [*map(chr, signs[alone].tolist()), *(match.group() for match in others)]
    order = np.argsort(starts, kind="stable")
    return starts[order], ends[order], _ids_of(words, len(words))[order]


def _ids_of(words: Iterable[str], count: int) -> Ids:
    return np.fromiter(map(_token_id, words), dtype=np.uint64, count=count)


def _mixed(ids: Ids) -> Ids:
    spread = ids * MIX
    return (spread ^ (spread >> np.uint64(31))) * MIX_AGAIN


@lru_cache(maxsize=1 << 16)
def _token_id(word: str) -> int:
    if word[0].isdigit():
        return NUMBER
    folded = stem(unicodedata.normalize("NFKC", word).casefold())
    return int.from_bytes(blake2b(folded.encode("utf-8"), digest_size=8).digest(), "big")
