"""Tests of the trail's proof: keys, chain, anchor, verifier."""
