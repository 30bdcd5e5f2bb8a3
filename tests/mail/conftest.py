"""Fixtures of the tests of mail."""

from tests.mail.post import clock, hire, office, serve, server

__all__ = ["clock", "hire", "office", "serve", "server"]
