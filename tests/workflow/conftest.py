"""Fixtures of the workflow's tests."""

from tests.offices import clock, office

__all__ = ["clock", "office"]
