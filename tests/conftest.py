"""What every test runs under: no network, an own home, none of the developer's settings."""

import ipaddress
import os
import socket
import sys
import tempfile
import time

import hypothesis
import pytest

_NETWORK_EVENTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_NAMES = frozenset({None, "", b"", "localhost", b"localhost"})


class NetworkTouchedError(RuntimeError):
    """A test tried to leave this host.

    Not an OSError: the program must not take it for a mail server that is down.
    """


def pytest_configure(config: pytest.Config) -> None:
    """Shut the network, and take the developer's environment away before anything reads it."""
    sys.addaudithook(_stay_at_home)
    home = tempfile.TemporaryDirectory(prefix="traces-tui-home-")
    config.add_cleanup(home.cleanup)
    for name in list(os.environ):
        if name.startswith(("TRACES_TUI_", "TEXTUAL", "XDG_", "SSH_")):
            del os.environ[name]
    for name in ("COLORFGBG", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHONINSPECT"):
        os.environ.pop(name, None)
    # A zone with an offset and with summer time shows what was meant as UTC and isn't.
    os.environ |= {
        "HOME": home.name,
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "TZ": "Europe/Paris",
    }
    time.tzset()
    hypothesis.settings.register_profile(
        "house", deadline=None, derandomize="CI" in os.environ, print_blob=True
    )
    hypothesis.settings.load_profile("house")


def _stay_at_home(event: str, arguments: tuple[object, ...]) -> None:
    if event in _NETWORK_EVENTS:
        connection, address = arguments[0], arguments[1]
        family = getattr(connection, "family", None)
        if family == socket.AF_UNIX or not isinstance(address, tuple):
            return
        host = address[0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_this_host(host):
        raise NetworkTouchedError(f"{event}: a test may talk to this host only, not to {host!r}")


def _is_this_host(host: object) -> bool:
    if host in _NAMES:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
