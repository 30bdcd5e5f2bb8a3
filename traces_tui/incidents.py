"""Errors that nobody expected: what the log keeps of them, and the number that people are told."""

from __future__ import annotations

import logging
import secrets
import traceback

_log = logging.getLogger(__name__)


def log_incident(error: BaseException) -> str:
    """Write an error to the log, without its words and its variables: they may be secret.

    Args:
        error: What was raised.

    Returns:
        The number to tell the person.
    """
    number = secrets.token_hex(4).upper()
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))
    _log.error("incident %s: %s at %s", number, type(error).__name__, where)
    return number
