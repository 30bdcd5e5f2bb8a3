"""Fixtures of the tests of screens."""

from tests.offices import clock, office

__all__ = ["clock", "office"]
