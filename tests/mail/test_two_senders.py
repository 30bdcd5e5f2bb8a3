"""Two senders at once, and one that dies: each mail leaves, and leaves once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.mail.post import Hire, PostOffice, Serve, queue, reader, row
from tests.offices import MovableClock
from traces_tui.clock import utc_now
from traces_tui.mail.delivery import Delivered, deliver_due
from traces_tui.workflow.views import MailState

MAILS = 24
SENDER = """
import sys
from traces_tui.mail.delivery import deliver_due
from traces_tui.office import Office
from traces_tui.settings import Settings, Smtp

folder, port = sys.argv[1:]
office = Office(Settings(data_dir=folder, smtp=Smtp(host="127.0.0.1", port=int(port))))
with office.connected():
    print("ready", flush=True)
    sys.stdin.readline()
print(deliver_due(office).sent)
"""


def sender(folder: Path, port: int) -> subprocess.Popen[str]:
    """A process that waits for a line and then sends what is due."""
    process = subprocess.Popen(
        [sys.executable, "-c", SENDER, str(folder), str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_threads(hire: Hire, serve: Serve) -> None:
    server = serve()
    office = hire(server.port)
    ids = [queue(office, recipient=reader(address=f"{n}@ferme.example")) for n in range(MAILS)]
    together = threading.Barrier(2)
    done: list[Delivered] = []

    def send() -> None:
        together.wait()
        done.append(deliver_due(office))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.sent for one in done) == MAILS
    assert Counter(server.post.recipients) == {f"{n}@ferme.example": 1 for n in range(MAILS)}
    assert {row(office, one).state for one in ids} == {MailState.SENT}


def test_two_processes(hire: Hire, serve: Serve) -> None:
    server = serve()
    office = hire(server.port, clock=utc_now)
    ids = [queue(office, recipient=reader(address=f"{n}@ferme.example")) for n in range(MAILS)]
    processes = [sender(office.settings.data_path(), server.port) for _ in range(2)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    numbers = [int(process.communicate()[0]) for process in processes]
    assert sum(numbers) == MAILS
    assert Counter(server.post.recipients) == {f"{n}@ferme.example": 1 for n in range(MAILS)}
    assert {row(office, one).state for one in ids} == {MailState.SENT}


def test_a_process_killed_while_it_sends(hire: Hire, serve: Serve) -> None:
    server = serve(PostOffice(silent=True))
    clock = MovableClock(utc_now())
    office = hire(server.port, clock=clock)
    number = queue(office)
    process = sender(office.settings.data_path(), server.port)
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    assert server.post.arrived.wait(10)
    process.kill()
    process.communicate()
    server.post.silent = False
    kept = row(office, number)
    assert (kept.state, kept.tries) == (MailState.QUEUED, 1)
    assert kept.claimed_until is not None
    assert deliver_due(office) == Delivered(0, 0, 1)
    clock.now = kept.claimed_until + timedelta(seconds=1)
    assert deliver_due(office).sent == 1
    assert server.post.recipients == ["marie@ferme.example"]
