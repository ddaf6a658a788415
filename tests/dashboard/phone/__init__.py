"""Tests of dashboard/phone."""
