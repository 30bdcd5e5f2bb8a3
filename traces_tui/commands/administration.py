"""The administrator's commands: database, agents, how authorities are reached."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from traces_tui.commands.invocation import Invocation
from traces_tui.commands.spoken import Command, Group, Wrong, option
from traces_tui.i18n import Message, msg, plural
from traces_tui.refusal import Refused

if TYPE_CHECKING:
    from traces_tui.office import Office
    from traces_tui.workflow.views import AuthorityView


@click.command("init", cls=Command, about=msg("Make the database ready, or bring it up to date."))
@click.pass_obj
def init(invocation: Invocation) -> None:
    """Make folder, schema and authorities."""
    applied = invocation.office.prepare()
    where = _database_name(invocation)
    if applied:
        invocation.say(msg("The database {where} was made ready.", where=where))
        invocation.say(
            msg(
                "Next: {contact}, then {agent}.",
                contact="traces-tui authority set",
                agent="traces-tui agent add",
            )
        )
    else:
        invocation.say(msg("The database {where} is ready; nothing was to be done.", where=where))


def _database_name(invocation: Invocation) -> str:
    """The file of a SQLite database, else the URL without what is secret in it."""
    from urllib.parse import urlsplit

    from traces_tui.models.dialect import sqlite_path

    url = invocation.settings.database_url()
    path = sqlite_path(url)
    if path is not None:
        return str(path.absolute())
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


# --- agents -------------------------------------------------------------------------------------


@click.group("agent", cls=Group, about=msg("Agents: the people who decide for an authority."))
def agent() -> None:
    """Commands about agents."""


@agent.command("add", about=msg("Add an agent; a temporary password goes out by mail."))
@click.argument("email", metavar="EMAIL")
@option("--authority", required=True, metavar="CODE", about=msg("Such as FR-67; FR is national."))
@option("--first-name", default="", metavar="NAME", about=msg("As colleagues read it."))
@option("--last-name", default="", metavar="NAME", about=msg("As colleagues read it."))
@option("--show", is_flag=True, about=msg("Show the temporary password here and send no mail."))
@click.pass_obj
def add(  # the options are the command
    invocation: Invocation,
    *,
    email: str,
    authority: str,
    first_name: str,
    last_name: str,
    show: bool,
) -> int:
    """Make an agent's account."""
    from traces_tui.workflow import accounts

    if show and not sys.stdout.isatty():
        raise Refused(msg("A password is shown on a terminal only, not in a file or a pipe."))
    shown: list[str] = []
    office = invocation.ready_office()
    address = accounts.add_agent(
        office,
        email,
        authority.upper(),
        first_name=first_name,
        last_name=last_name,
        hand_over=shown.append if show else None,
    )
    invocation.say(msg("{email} is now an agent of {code}.", email=address, code=authority.upper()))
    lifetime = plural(
        "It opens the account once, within {n} minute.",
        "It opens the account once, within {n} minutes.",
        office.settings.password.temporary_minutes,
    )
    if shown:
        from traces_tui.mail.account_letters import grouped

        invocation.say(
            msg(
                "Temporary password: {password} — {lifetime}",
                password=grouped(shown[0]),
                lifetime=lifetime,
            )
        )
        return 0
    invocation.say(msg("A temporary password is on its way by mail. {lifetime}", lifetime=lifetime))
    return _send_now(invocation, office) if office.settings.smtp.send_from_kiosk else 0


def _send_now(invocation: Invocation, office: Office) -> int:
    """Send the mail at once: the password in it does not live long."""
    from traces_tui.mail.delivery import deliver_due

    done = deliver_due(office)
    if done.trouble:
        invocation.warn(
            msg(
                "The mail could not be sent yet ({why}); it is kept and tried again.",
                why=done.trouble,
            )
        )
    return 1 if done.trouble else 0


# --- authorities --------------------------------------------------------------------------------


@click.group("authority", cls=Group, about=msg("Authorities and how applicants reach them."))
def authority() -> None:
    """Commands about authorities."""


@authority.command("set", about=msg("Say how an authority is reached; applicants see it."))
@click.argument("code", metavar="CODE")
@option("--phone", metavar="NUMBER", about=msg("Telephone."))
@option("--email", metavar="EMAIL", about=msg("E-mail address."))
@click.pass_context
def set_contact(ctx: click.Context, *, code: str, phone: str | None, email: str | None) -> None:
    """Keep telephone and address; what is not named stays as it is."""
    from traces_tui.commands.inspection import authority_of
    from traces_tui.workflow import accounts

    if phone is None and email is None:
        raise Wrong(msg("Name --phone, --email or both."), ctx)
    invocation = ctx.ensure_object(Invocation)
    office = invocation.ready_office()
    present = authority_of(office, code.upper())
    kept = accounts.set_contact(
        office,
        present.code,
        phone=present.phone if phone is None else phone,
        email=present.email if email is None else email,
    )
    invocation.say(_authority_line(kept))


@authority.command("list", about=msg("Authorities with their codes; words narrow the list."))
@click.argument("words", nargs=-1, metavar="WORD…")
@click.pass_obj
def listed(invocation: Invocation, words: tuple[str, ...]) -> int:
    """Show authorities whose code, name or seat holds every word."""
    from traces_tui.commands.inspection import all_authorities
    from traces_tui.text import folded

    wanted = folded(" ".join(words)).split()
    found = 0
    for one in all_authorities(invocation.ready_office()):
        line = _authority_line(one)
        text = folded(invocation.shown(line))
        if all(word in text for word in wanted):
            found += 1
            invocation.say(line)
    if not found:
        invocation.warn(msg("No authority has these words."))
    return 0 if found else 1


def _authority_line(one: AuthorityView) -> Message:
    return msg(
        "{code}  {name}  {phone}  {email}",
        code=one.code,
        name=one.name,
        phone=one.phone or "–",
        email=one.email or "–",
    )
