"""Fixtures of the tests of the plain desk."""

from tests.plain.conversation import clock, desk, office

__all__ = ["clock", "desk", "office"]
