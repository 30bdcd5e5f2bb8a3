"""Fixtures of the tables' tests."""

from tests.offices import clock, office

__all__ = ["clock", "office"]
