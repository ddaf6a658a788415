"""A report's text as tokens: Han characters, words and numbers, and the pieces of one to three of them in a row."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

HAN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""Characters that are tokens by themselves: Han and kana, for both are written without blanks between words."""
TOKEN = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+|\d+")
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
    found = [(match.group(), match.start(), match.end()) for match in TOKEN.finditer(text)]
    starts = np.array([start for _, start, _ in found], dtype=np.int64)
    ends = np.array([end for _, _, end in found], dtype=np.int64)
    joined = np.array([start == end or (start == end + 1 and text[end] == " ")
                       for (_, _, end), (_, start, _) in pairwise(found)], dtype=np.bool_)
    tokens = np.array([_token_id(word) for word, _, _ in found], dtype=np.uint64)
    ids, first, lengths = [tokens], [np.arange(len(found))], [np.ones(len(found), dtype=np.int64)]
    whole, hashes = np.ones(len(found), dtype=np.bool_), tokens
    for length in range(2, LONGEST_PIECE + 1):
        count = max(len(found) - length + 1, 0)
        whole = whole[:count] & joined[length - 2:]
        hashes = _mixed(hashes[:count] + MIX_AGAIN) + tokens[length - 1:]
        places = np.flatnonzero(whole)
        ids.append(hashes[places])
        first.append(places)
        lengths.append(np.full(len(places), length))
    return Pieces(np.concatenate(ids), np.concatenate(first), np.concatenate(lengths), starts, ends)


def _mixed(ids: Ids) -> Ids:
    spread = ids * MIX
    return (spread ^ (spread >> np.uint64(31))) * MIX_AGAIN


@lru_cache(maxsize=1 << 16)
def _token_id(word: str) -> int:
    if word[0].isdigit():
        return NUMBER
    folded = stem(unicodedata.normalize("NFKC", word).casefold())
    return int.from_bytes(blake2b(folded.encode("utf-8"), digest_size=8).digest(), "big")
