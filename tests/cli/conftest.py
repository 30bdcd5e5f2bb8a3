"""Fixtures of the tests of the command line."""

from tests.cli.console import console
from tests.mail.post import serve, server

__all__ = ["console", "serve", "server"]
