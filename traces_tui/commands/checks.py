"""What the doctor looks at. Every check reads only, and ends in findings, never in an error."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from traces_tui.commands import inspection
from traces_tui.commands.invocation import Invocation
from traces_tui.i18n import Message, msg, plural, verbatim
from traces_tui.languages import LANGUAGES, language
from traces_tui.mail import outbox
from traces_tui.mail.smtp import SmtpTransport
from traces_tui.mail.transport import DeliveryError
from traces_tui.models.dialect import sqlite_path
from traces_tui.refusal import Refused
from traces_tui.settings import SettingsError
from traces_tui.workflow.views import MailState

if TYPE_CHECKING:
    from traces_tui.office import Office

_SMALLEST = (80, 24)
_FEWEST_COLOURS = 8
_LATE = timedelta(hours=1)
_NOT_OWN = stat.S_IRWXG | stat.S_IRWXO
_PLACEHOLDER = ".invalid"


class Level(IntEnum):
    """How bad it is."""

    OK = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor."""

    level: Level
    what: Message
    advice: Message | None = None
    """What to do; None where nothing is to be done."""


def examine(invocation: Invocation) -> Iterator[Finding]:
    """Look at everything; what depends on something broken is left out."""
    try:
        settings = invocation.settings
    except SettingsError as error:
        yield Finding(Level.ERROR, verbatim(str(error)), msg("Correct it: nothing starts before."))
        return
    yield from _settings(invocation)
    yield from _catalogues(settings.language)
    yield from _terminal(invocation)
    yield from _data_folder(settings.data_path())
    yield from _database(invocation)
    yield from _mail_way(invocation)
    yield from _printer(settings.receipt.command())


# --- settings and words -------------------------------------------------------------------------


def _settings(invocation: Invocation) -> Iterator[Finding]:
    from traces_tui.settings_reader import _configured_file

    file = invocation.config or _configured_file(invocation.environ)
    if file is None:
        yield Finding(Level.OK, msg("Settings: no file, the defaults count."))
    elif "@" in invocation.settings.database and _mode(file) & stat.S_IRWXO:
        yield Finding(
            Level.WARNING,
            msg("Settings: {file} may hold a password and others may read it.", file=str(file)),
            verbatim(f"chmod o= {file}"),
        )
    else:
        yield Finding(Level.OK, msg("Settings: {file}", file=str(file)))


def _catalogues(code: str) -> Iterator[Finding]:
    import gettext

    from traces_tui.i18n import DOMAIN, FALLBACK
    from traces_tui.paths import locales_dir

    missing = [
        one.code
        for one in LANGUAGES
        if one.complete
        and one.code != FALLBACK
        and gettext.find(DOMAIN, locales_dir(), [one.cldr]) is None
    ]
    if missing:
        yield Finding(
            Level.ERROR,
            msg("Languages: the catalogue of {codes} is missing.", codes=", ".join(missing)),
            msg("Install the program anew; in a source tree: make locales"),
        )
    elif not language(code).complete:
        yield Finding(
            Level.WARNING,
            msg("Languages: “{code}” is not translated yet; English is shown.", code=code),
            msg("Set language to fr or en."),
        )
    else:
        yield Finding(Level.OK, msg("Languages: the catalogues are there."))


# --- terminal -----------------------------------------------------------------------------------


def _terminal(invocation: Invocation) -> Iterator[Finding]:
    if not (sys.__stdout__ and sys.__stdout__.isatty()):
        yield Finding(Level.OK, msg("Terminal: none here, nothing to look at."))
        return
    term = invocation.environ.get("TERM", "")
    if term in {"", "dumb", "unknown"}:
        yield Finding(
            Level.ERROR,
            msg("Terminal: TERM={term} can't show a screen.", term=term),
            msg("Use another terminal, or set TERM to its name."),
        )
        return
    colours = _colours(term)
    if colours is None:
        yield Finding(
            Level.WARNING,
            msg("Terminal: {term} is not known on this host.", term=term),
            msg("Install the terminal descriptions (ncurses-term), or set TERM=xterm-256color."),
        )
    elif colours < _FEWEST_COLOURS:
        yield Finding(
            Level.WARNING,
            msg("Terminal: {term} has no colours.", term=term),
            msg("Set theme to contraste."),
        )
    encoding = (sys.__stdout__.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        yield Finding(
            Level.WARNING,
            msg("Terminal: its encoding is {encoding}, not UTF-8.", encoding=encoding),
            msg("Set LANG=C.UTF-8."),
        )
    size = shutil.get_terminal_size()
    if size.columns < _SMALLEST[0] or size.lines < _SMALLEST[1]:
        yield Finding(
            Level.WARNING,
            msg("Terminal: {columns} × {lines} is small.", columns=size.columns, lines=size.lines),
            msg("Use 80 × 24 or more."),
        )
    yield Finding(
        Level.OK,
        msg(
            "Terminal: {term}, {columns} × {lines}",
            term=term,
            columns=size.columns,
            lines=size.lines,
        ),
    )


def _colours(term: str) -> int | None:
    """How many colours the host knows of a terminal; None where it does not know it at all."""
    import curses

    try:
        curses.setupterm(term, sys.__stdout__.fileno() if sys.__stdout__ else 1)
    except curses.error:
        return None
    return curses.tigetnum("colors")


# --- data ---------------------------------------------------------------------------------------


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _data_folder(folder: Path) -> Iterator[Finding]:
    name = str(folder)
    if not folder.is_dir():
        yield Finding(
            Level.WARNING,
            msg("Data folder: {folder} does not exist yet.", folder=name),
            msg("traces-tui init makes it."),
        )
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            Level.ERROR,
            msg("Data folder: {folder} can't be written by this user.", folder=name),
            msg("Give it to the user that runs the program, or free the disk."),
        )
    elif _mode(folder) & _NOT_OWN:
        yield Finding(
            Level.WARNING,
            msg("Data folder: others may look into {folder}.", folder=name),
            verbatim(f"chmod 700 {folder}"),
        )
    else:
        yield Finding(Level.OK, msg("Data folder: {folder}", folder=name))


def _database(invocation: Invocation) -> Iterator[Finding]:
    path = sqlite_path(invocation.settings.database_url())
    if path is not None and not path.exists():
        yield Finding(
            Level.WARNING,
            msg("Database: {file} does not exist yet.", file=str(path)),
            msg("traces-tui init makes it."),
        )
        return
    if path is not None and not os.access(path, os.R_OK | os.W_OK):
        yield Finding(
            Level.ERROR,
            msg("Database: {file} can't be written by this user.", file=str(path)),
            msg("Give it to the user that runs the program."),
        )
        return
    office = invocation.office
    try:
        found = inspection.schema_of(office)
        if found.unknown:
            yield Finding(
                Level.ERROR,
                msg("Database: made by a newer version of this program."),
                msg("Update the program."),
            )
        elif found.pending:
            yield Finding(
                Level.ERROR,
                plural(
                    "Database: {n} change of its schema is missing.",
                    "Database: {n} changes of its schema are missing.",
                    len(found.pending),
                ),
                msg("traces-tui init brings it up to date."),
            )
        else:
            yield Finding(Level.OK, msg("Database: reachable, its schema is up to date."))
            for check in _OFFICE_CHECKS:
                yield from check(office)
    except Refused as refused:
        yield Finding(Level.ERROR, msg("Database: {why}", why=refused.message))


def _authorities(office: Office) -> Iterator[Finding]:
    count = len(inspection.all_authorities(office))
    if not count:
        yield Finding(
            Level.ERROR,
            msg("Authorities: the table is empty."),
            msg("The database was tampered with: restore a backup."),
        )
        return
    yield Finding(Level.OK, plural("Authorities: {n}", "Authorities: {n}", count))
    for authority in inspection.unreachable_authorities(office):
        yield Finding(
            Level.WARNING,
            msg("Authorities: applicants can't reach {authority}.", authority=authority.name),
            verbatim(f"traces-tui authority set {authority.code} --phone … --email …"),
        )


def _agents(office: Office) -> Iterator[Finding]:
    count = inspection.agent_count(office)
    advice = verbatim("traces-tui agent add EMAIL --authority FR-…")
    if count:
        yield Finding(Level.OK, plural("Agents: {n}", "Agents: {n}", count))
    else:
        yield Finding(Level.WARNING, msg("Agents: none, nobody can validate a request."), advice)
    for authority, waiting in inspection.areas_without_agents(office):
        yield Finding(
            Level.WARNING,
            plural(
                "Agents: {authority} has none, and {n} request waits there.",
                "Agents: {authority} has none, and {n} requests wait there.",
                waiting,
                authority=authority.name,
            ),
            verbatim(f"traces-tui agent add EMAIL --authority {authority.code}"),
        )


def _outbox(office: Office) -> Iterator[Finding]:
    counts = outbox.counts(office)
    oldest = inspection.oldest_due(office)
    waiting, failed = counts[MailState.QUEUED], counts[MailState.FAILED]
    if oldest is not None and office.clock() - oldest > _LATE:
        yield Finding(
            Level.WARNING,
            plural(
                "Outbox: {n} mail waits, since {at}.",
                "Outbox: {n} mails wait, the oldest since {at}.",
                waiting,
                at=oldest,
            ),
            msg("traces-tui mail work sends them; traces-tui mail list shows why they wait."),
        )
    else:
        yield Finding(Level.OK, plural("Outbox: {n} waiting", "Outbox: {n} waiting", waiting))
    if failed:
        yield Finding(
            Level.WARNING,
            plural("Outbox: {n} mail was given up.", "Outbox: {n} mails were given up.", failed),
            msg("traces-tui mail list shows why; traces-tui mail retry --all tries again."),
        )


def _clock(office: Office) -> Iterator[Finding]:
    now, last = office.clock(), inspection.last_written(office)
    if last is not None and now < last:
        yield Finding(
            Level.ERROR,
            msg(
                "Clock: it shows {now}, earlier than the journal's last line ({last}).",
                now=now,
                last=last,
            ),
            msg("Set the host's clock (timedatectl set-ntp true)."),
        )
    else:
        yield Finding(Level.OK, msg("Clock: {now}", now=now))


_OFFICE_CHECKS: tuple[Callable[[Office], Iterator[Finding]], ...] = (
    _authorities,
    _agents,
    _outbox,
    _clock,
)


# --- mail ---------------------------------------------------------------------------------------


class _Probe(SmtpTransport):
    """Opens the conversation as delivery does, and sends nothing."""

    def knock(self) -> None:
        """Connect, encrypt, sign in, NOOP.

        Raises:
            DeliveryError: The server can't be used.
        """
        self._ready()


def _mail_way(invocation: Invocation) -> Iterator[Finding]:
    smtp = invocation.settings.smtp
    if smtp.maildir:
        yield from _mail_folder(Path(smtp.maildir).expanduser())
        return
    place = f"{smtp.host}:{smtp.port}"
    try:
        with closing(_Probe(smtp)) as probe:
            probe.knock()
    except DeliveryError as error:
        yield Finding(
            Level.ERROR,
            msg("Mail server: {place} can't be used: {why}.", place=place, why=error.reason),
            msg("Look at smtp.host, smtp.port and smtp.security; mails are kept meanwhile."),
        )
    else:
        yield Finding(Level.OK, msg("Mail server: {place} answers.", place=place))
    if smtp.sender.endswith(_PLACEHOLDER) or smtp.contact.endswith(_PLACEHOLDER):
        yield Finding(
            Level.WARNING,
            msg("Mail: sender or contact is a placeholder; servers refuse it."),
            msg("Set smtp.sender and smtp.contact."),
        )


def _mail_folder(folder: Path) -> Iterator[Finding]:
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if os.access(nearest, os.W_OK | os.X_OK):
        yield Finding(Level.OK, msg("Mail: goes into the folder {folder}", folder=str(folder)))
    else:
        yield Finding(
            Level.ERROR,
            msg("Mail: the folder {folder} can't be written.", folder=str(folder)),
            msg("Give it to the user that runs the program."),
        )


# --- paper --------------------------------------------------------------------------------------


def _printer(command: Sequence[str]) -> Iterator[Finding]:
    if not command:
        yield Finding(Level.OK, msg("Printer: none, receipts are shown on the screen."))
    elif shutil.which(command[0], path=os.environ.get("PATH", os.defpath)) is None:
        yield Finding(
            Level.ERROR,
            msg("Printer: the command {command} is not on this host.", command=command[0]),
            msg("Install it, or correct receipt.print_command."),
        )
    else:
        yield Finding(Level.OK, msg("Printer: {command}", command=" ".join(command)))
