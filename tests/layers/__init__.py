"""Tests of the second floor: frames in, frames out."""
