"""Argon2id for passwords, answers and codes, never more at once than the host can carry."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from passlib.hash import argon2

from traces_tui.settings import Settings

_DIGEST_LENGTH = 32
_LONGEST = 4096  # in bytes; passlib takes no more


class Hasher:
    """Hashes and verifies secrets with the cost of the settings.

    Every process of the host takes one of a few lock files before it computes, so that many
    sessions can't exhaust the memory together (OWASP ASVS 5.0, 11.4).
    """

    def __init__(self, settings: Settings) -> None:
        cost = settings.password
        self._algorithm = argon2.using(
            type="ID",
            memory_cost=cost.argon2_memory_kib,
            time_cost=cost.argon2_time,
            parallelism=cost.argon2_parallelism,
        )
        self._folder = settings.data_path() / "hashing"
        self._slots = cost.hashes_at_once
        self._dummy = self.hash(secrets.token_hex(_DIGEST_LENGTH))

    def hash(self, secret: str) -> str:
        """The hash to keep of a secret."""
        with self._slot():
            return str(self._algorithm.hash(_bytes(secret)))

    def verify(self, secret: str, kept: str | None) -> bool:
        """Whether the secret is the one of the hash.

        With nothing to compare, a dummy is verified all the same: the answer takes as long.
        """
        with self._slot():
            good = bool(self._algorithm.verify(_bytes(secret), kept or self._dummy))
        return good and kept is not None

    @contextmanager
    def _slot(self) -> Iterator[None]:
        file = self._open_slot()
        if file is None:
            yield
            return
        try:
            yield
        finally:
            os.close(file)

    def _open_slot(self) -> int | None:
        """A locked file: a free one, else wait for one chosen by chance."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            names = [self._folder / str(number) for number in range(self._slots)]
            secrets.SystemRandom().shuffle(names)
            for name in names:
                if (file := _locked(name, fcntl.LOCK_EX | fcntl.LOCK_NB)) is not None:
                    return file
            return _locked(names[0], fcntl.LOCK_EX)
        except OSError:
            return None  # a read-only disk must not keep anybody from signing in


def _locked(name: Path, how: int) -> int | None:
    file = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        os.close(file)
        return None
    return file


def digest(key: str) -> str:
    """The hash of a long random key (256 bits): it needs no slow function."""
    return hashlib.sha256(_bytes(key)).hexdigest()


def _bytes(secret: str) -> bytes:
    """What is hashed of a secret: any text has it, however long or strange."""
    # A terminal that sends no UTF-8 gives lone surrogates: they must be wrong, not a crash.
    typed = secret.encode("utf-8", "surrogatepass")
    return typed if len(typed) <= _LONGEST else hashlib.sha512(typed).digest()
