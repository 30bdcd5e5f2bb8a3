"""The page of somebody who typed a taken address, where that is concealed.

It looks and answers like any other: the form is parked in the session, the owner of the address is
told by mail, and once the address is corrected to a free one the parked form becomes a request.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from traces_tui.forms.registration import Registration
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.tables import Account, Authority, Request, Session
from traces_tui.office import Office
from traces_tui.workflow import budgets, journal, portraits
from traces_tui.workflow.refusals import TooManyTries
from traces_tui.workflow.views import MailProgress, MailState, Progress, Status


class Decoy(msgspec.Struct, frozen=True):
    """A parked registration."""

    number: str
    form: Registration
    """Without password and answer."""
    password_hash: str
    answer_hash: str | None
    created_at: datetime
    sent_at: datetime
    """When the mail would have left."""

    def packed(self) -> str:
        """As the session keeps it."""
        return msgspec.json.encode(self).decode()


def parked(
    office: Office, number: str, form: Registration, password_hash: str, answer_hash: str | None
) -> Decoy:
    """Park a form whose address is taken."""
    now = office.clock()
    form = replace(form, password="", answer="")
    return Decoy(number, form, password_hash, answer_hash, now, now)


def parked_again(office: Office, account: Account, request: Request, email: str) -> Decoy:
    """Park a request whose address was corrected to a taken one."""
    place = request.organisation
    form = Registration(
        email=email,
        password="",
        question=account.question,
        answer="",
        organisation_name=place.name,
        address=place.address,
        postal_code=place.postal_code,
        country=place.country,
        commune=place.commune,
        insee_code=place.insee_code,
        authority=request.authority_id,
        first_name=account.first_name,
        last_name=account.last_name,
        language=account.language,
        notification=account.notification,
        phone=account.phone,
        fax=account.fax,
        more_information=account.more_information,
    )
    return Decoy(
        request.number,
        form,
        account.password_hash or "",
        account.answer_hash,
        request.created_at,
        office.clock(),
    )


def of(session: Session) -> Decoy | None:
    """What a session has parked, if anything."""
    return msgspec.json.decode(session.decoy, type=Decoy) if session.decoy else None


def keep(session: Session, decoy: Decoy | None) -> None:
    """Change what a session has parked."""
    packed = decoy.packed() if decoy else None
    Session.update(decoy=packed).where(Session.id == session.id).execute()


def sent_again(
    office: Office, session: Session, decoy: Decoy, email: str | None = None
) -> Progress:
    """Answer as if the mail had left once more, perhaps to another taken address."""
    form = replace(decoy.form, email=email or decoy.form.email)
    decoy = msgspec.structs.replace(decoy, form=form, sent_at=office.clock())
    keep(session, decoy)
    tell_owner(office, form.email)
    return progress(office, decoy)


def tell_owner(office: Office, email: str) -> None:
    """Mail the owner of a taken address, within the daily budget."""
    owner = Account.get_or_none(Account.email == email)
    if owner is None:  # corrected to another address meanwhile
        return
    journal.note(office, "register", subject=email, result="address_taken")
    try:
        budgets.spend_mail(office, owner.id)
    except TooManyTries:
        return
    outbox.enqueue(office, MailKind.ALREADY_REGISTERED, portraits.recipient(owner), {})


def progress(office: Office, decoy: Decoy) -> Progress:
    """The page of a parked form: looks like any other."""
    settings = office.settings.registration
    form = decoy.form
    return Progress(
        number=decoy.number,
        status=Status.NEW,
        email=form.email,
        name=f"{form.first_name} {form.last_name}",
        authority=portraits.authority_view(Authority.get_by_id(form.authority)),
        created_at=decoy.created_at,
        confirmed_at=None,
        decided_at=None,
        code_expires_at=decoy.sent_at + timedelta(days=settings.code_days),
        mail=_mail(office, decoy),
        resend_at=decoy.sent_at + timedelta(seconds=settings.resend_seconds),
    )


def _mail(office: Office, decoy: Decoy) -> MailProgress:
    """What became of the owner's mail; where the owner had too many, one is made up."""
    owner = Account.get_or_none(Account.email == decoy.form.email)
    last = outbox.last(office, owner.id, MailKind.ALREADY_REGISTERED) if owner else None
    if last is None or last.at < decoy.sent_at:
        return MailProgress(MailState.SENT, decoy.sent_at)
    return last
