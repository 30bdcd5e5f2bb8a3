"""Argon2id: right cost, one answer, never more at once than the host can carry."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from tests.offices import settings_in
from traces_tui import hashing
from traces_tui.hashing import Hasher, digest
from traces_tui.settings import Password, Settings


@pytest.fixture
def hasher(tmp_path: Path) -> Hasher:
    """A cheap one."""
    return Hasher(settings_in(tmp_path))


def test_the_default_cost_is_that_of_owasp(tmp_path: Path) -> None:
    kept = Hasher(Settings(data_dir=str(tmp_path))).hash("x")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_cost_is_the_keepers(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path, password=Password(argon2_memory_kib=16, argon2_time=3, argon2_parallelism=2)
    )
    assert "$m=16,t=3,p=2$" in Hasher(settings).hash("x")


@pytest.mark.parametrize(
    "secret",
    ["x", "", "Là-bas", "x" * 4096, "字" * 4096, "a\x00b", "\udc80"],
    ids=["short", "empty", "accents", "long", "longer", "null", "surrogate"],
)
def test_knows_a_secret_again(hasher: Hasher, secret: str) -> None:
    kept = hasher.hash(secret)
    assert hasher.verify(secret, kept)
    assert not hasher.verify(secret + "x", kept)
    assert not hasher.verify("", kept) or secret == ""


def test_the_same_secret_hashes_differently(hasher: Hasher) -> None:
    assert hasher.hash("x") != hasher.hash("x")


def test_nothing_to_compare_costs_the_same_and_is_wrong(
    hasher: Hasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    algorithm = hasher._algorithm

    class Watched:
        def verify(self, secret: bytes, kept: str) -> bool:
            compared.append(kept)
            return bool(algorithm.verify(secret, kept))

    monkeypatch.setattr(hasher, "_algorithm", Watched())
    assert not hasher.verify("x", None)
    assert compared == [hasher._dummy]


def test_knowing_the_dummy_opens_nothing(hasher: Hasher) -> None:
    hasher._dummy = hasher.hash("known")
    assert not hasher.verify("known", None)


class TestSlots:
    def test_no_more_at_once_than_the_host_can_carry(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings = settings_in(tmp_path, password=Password(hashes_at_once=2))
        hashers = [Hasher(settings), Hasher(settings)]  # as two processes have
        running, most = 0, 0
        started = Barrier(2)
        go_on = Event()

        class Slow:
            def hash(self, _secret: bytes) -> str:
                nonlocal running, most
                running += 1
                most = max(most, running)
                if not go_on.is_set():
                    started.wait(30)
                    go_on.wait(30)
                running -= 1
                return ""

        for one in hashers:
            monkeypatch.setattr(one, "_algorithm", Slow())
        threads = [Thread(target=hashers[n % 2].hash, args=("x",)) for n in range(6)]
        for thread in threads[:2]:
            thread.start()
        while started.n_waiting:
            pass
        for thread in threads[2:]:
            thread.start()
        go_on.set()
        for thread in threads:
            thread.join(30)
        assert most == 2

    def test_waits_while_all_are_taken(self, tmp_path: Path) -> None:
        settings = settings_in(tmp_path, password=Password(hashes_at_once=1, argon2_memory_kib=8))
        hasher = Hasher(settings)
        file = os.open(tmp_path / "hashing" / "0", os.O_RDWR)
        fcntl.flock(file, fcntl.LOCK_EX)
        done = Event()

        def hash_one() -> None:
            hasher.hash("x")
            done.set()

        thread = Thread(target=hash_one)
        thread.start()
        assert not done.wait(0.05)
        os.close(file)
        assert done.wait(30)
        thread.join()

    def test_are_given_back_after_an_error(
        self, hasher: Hasher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Broken:
            def hash(self, _secret: bytes) -> str:
                raise MemoryError

        before = set(os.listdir("/proc/self/fd"))
        with monkeypatch.context() as patch:
            patch.setattr(hasher, "_algorithm", Broken())
            for _ in range(9):
                with pytest.raises(MemoryError):
                    hasher.hash("x")
        assert set(os.listdir("/proc/self/fd")) == before
        hasher.hash("x")

    def test_a_folder_that_can_not_be_written_keeps_nobody_out(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        hasher = Hasher(settings_in(tmp_path / "file"))
        assert hasher.verify("x", hasher.hash("x"))

    def test_their_files_are_the_owners(self, hasher: Hasher, tmp_path: Path) -> None:
        hasher.hash("x")
        folder = tmp_path / "hashing"
        assert folder.stat().st_mode & 0o777 == 0o700
        assert all(file.stat().st_mode & 0o777 == 0o600 for file in folder.iterdir())


def test_digests_differ_and_any_text_has_one() -> None:
    texts = ["", "a", "b", "\udc80", "é" * 1000]
    assert len({digest(text) for text in texts}) == len(texts)
    assert all(len(digest(text)) == 64 for text in texts)
    assert hashing.digest("a") == digest("a")
