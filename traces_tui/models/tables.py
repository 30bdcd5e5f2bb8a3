"""The tables. Only the workflow and the outbox write them; nobody hands a row on."""

from __future__ import annotations

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from traces_tui.models.fields import MomentField


class Table(Model):
    """Every table: bound to the office's database when it opens."""

    class Meta:
        """Peewee's settings."""

        legacy_table_names = False


class Authority(Table):
    """A competent authority; the rows come from ``places`` at ``init``."""

    code = CharField(primary_key=True, max_length=8)
    country = CharField(max_length=2, index=True)
    department = CharField(max_length=3, null=True)
    kind = CharField(max_length=10)
    name = CharField(max_length=100)
    """``DDPP du Bas-Rhin``; empty for a national authority."""
    seat = CharField(max_length=100)
    parent = CharField(max_length=8, null=True, index=True)
    phone = CharField(max_length=30)
    email = CharField(max_length=254)


class Organisation(Table):
    """An establishment. A registration brings it pre-valid, validation makes it valid."""

    id = AutoField()
    name = CharField(max_length=120)
    folded_name = CharField(max_length=240, index=True)
    """Search key: no case, no accents."""
    folded_place = CharField(max_length=240)
    """Search key of commune and postal code."""
    address = CharField(max_length=200)
    postal_code = CharField(max_length=12, index=True)
    commune = CharField(max_length=100, index=True)
    insee_code = CharField(max_length=5, null=True)
    country = CharField(max_length=2)
    activities = CharField(max_length=200)
    authority = ForeignKeyField(Authority, backref="organisations")
    authority_id: str
    valid = BooleanField(default=False)
    created_at = MomentField()

    class Meta:
        """Peewee's settings."""

        indexes = ((("authority", "valid"), False), (("valid", "folded_name"), False))


class Account(Table):
    """A person; the address is the user id, once and for ever."""

    id = AutoField()
    email = CharField(max_length=254, unique=True)
    password_hash = CharField(max_length=200, null=True)
    """None until an agent's first password is chosen."""
    question = CharField(max_length=40, null=True)
    """Key of the secret question; None after a reset."""
    answer_hash = CharField(max_length=200, null=True)
    answer_failures = IntegerField(default=0)
    role = CharField(max_length=10)
    status = CharField(max_length=10)
    authority = ForeignKeyField(Authority, backref="accounts")
    """An agent's own authority, an operator's competent one."""
    authority_id: str
    organisation = ForeignKeyField(Organisation, null=True, backref="accounts")
    organisation_id: int | None
    first_name = CharField(max_length=80)
    last_name = CharField(max_length=80)
    language = CharField(max_length=2)
    notification = CharField(max_length=4)
    phone = CharField(max_length=30)
    fax = CharField(max_length=30)
    more_information = TextField()
    created_at = MomentField()
    active_since = MomentField(null=True)
    """Last sign-in, or validation where there was none: the three months count from here."""
    last_sign_in_at = MomentField(null=True)
    failures_in_row = IntegerField(default=0)
    failures_since_sign_in = IntegerField(default=0)
    locked_at = MomentField(null=True)
    lock_cause = CharField(max_length=10, null=True)
    warned_days = IntegerField(null=True)
    """The last warning sent before the three months are over, in days."""

    class Meta:
        """Peewee's settings."""

        indexes = ((("authority", "role", "status"), False), (("status", "active_since"), False))


class Request(Table):
    """One application for an account; after a refusal the same account may bring another."""

    id = AutoField()
    number = CharField(max_length=12, unique=True)
    """``2026-000417``."""
    account = ForeignKeyField(Account, backref="requests")
    account_id: int
    organisation = ForeignKeyField(Organisation, backref="requests")
    organisation_id: int
    chosen_organisation = ForeignKeyField(Organisation, null=True, backref="+")
    """The one that the applicant picked in the directory."""
    authority = ForeignKeyField(Authority, backref="requests")
    authority_id: str
    status = CharField(max_length=10)
    status_at = MomentField()
    """When it came into this status: the queue's order."""
    folded_text = CharField(max_length=600)
    """Search key of person, organisation, address and postal code."""
    created_at = MomentField()
    confirmed_at = MomentField(null=True)
    decided_at = MomentField(null=True)
    decided_by = ForeignKeyField(Account, null=True, backref="+")
    reason = CharField(max_length=30, null=True)
    reason_words = TextField(default="")

    class Meta:
        """Peewee's settings."""

        indexes = ((("authority", "status", "status_at", "id"), False),)


class Code(Table):
    """A short secret sent by mail; only its hash is kept."""

    id = AutoField()
    purpose = CharField(max_length=20)
    """``confirmation`` or ``temporary_password``."""
    account = ForeignKeyField(Account, backref="codes")
    account_id: int
    request = ForeignKeyField(Request, null=True, backref="codes")
    request_id: int | None
    selector = CharField(max_length=8, null=True, unique=True)
    """The public first group of a confirmation code, by which the row is found."""
    hash = CharField(max_length=200)
    created_at = MomentField()
    expires_at = MomentField()
    tries = IntegerField(default=0)
    used_at = MomentField(null=True)
    voided_at = MomentField(null=True)

    class Meta:
        """Peewee's settings."""

        indexes = ((("account", "purpose", "created_at"), False),)


class Session(Table):
    """What a person may do until when; looked up at every act."""

    id = AutoField()
    key_hash = CharField(max_length=64, unique=True)
    account = ForeignKeyField(Account, backref="sessions")
    account_id: int
    kind = CharField(max_length=10)
    step = CharField(max_length=20, null=True)
    """Of a recovery session: what is asked next."""
    decoy = TextField(null=True)
    """JSON of the page for somebody who registered a taken address, where that is concealed."""
    source = CharField(max_length=80)
    created_at = MomentField()
    seen_at = MomentField()
    ended_at = MomentField(null=True)


class Outbox(Table):
    """Mails to send. Written with the act that causes them, emptied by delivery."""

    id = AutoField()
    kind = CharField(max_length=30)
    account = ForeignKeyField(Account, null=True, backref="mails")
    to_address = CharField(max_length=254)
    to_name = CharField(max_length=170)
    language = CharField(max_length=2)
    notification = CharField(max_length=4)
    payload = TextField()
    """JSON values of the message; emptied once it is sent, for it may carry a code."""
    state = CharField(max_length=10, index=True)
    created_at = MomentField()
    due_at = MomentField()
    """Not sent before; moved on after a failure."""
    claimed_until = MomentField(null=True)
    """One sender at a time: taken over only after this."""
    tries = IntegerField(default=0)
    sent_at = MomentField(null=True)
    last_error = CharField(max_length=300, default="")
    refused_by_server = BooleanField(default=False)

    class Meta:
        """Peewee's settings."""

        indexes = ((("state", "due_at"), False), (("account", "kind", "created_at"), False))


class Journal(Table):
    """What happened, for ever: rows are only added."""

    id = AutoField()
    at = MomentField(index=True)
    actor = CharField(max_length=254, default="")
    """The acting person's address; empty for anonymous and the system."""
    act = CharField(max_length=40)
    subject = CharField(max_length=254, default="", index=True)
    """Whom or what it concerns: a request's number or an address."""
    result = CharField(max_length=40)
    source = CharField(max_length=80)
    detail = TextField(default="")


class Budget(Table):
    """How often something was tried in a window of time."""

    key = CharField(primary_key=True, max_length=160)
    window_ends_at = MomentField(index=True)
    used = IntegerField()


class Sequence(Table):
    """The last number given out in a year; numbers are never given twice."""

    name = CharField(primary_key=True, max_length=20)
    last = IntegerField()


TABLES: tuple[type[Table], ...] = (
    Authority,
    Organisation,
    Account,
    Request,
    Code,
    Session,
    Outbox,
    Journal,
    Budget,
    Sequence,
)


def bind(database: Database) -> None:
    """Let the tables speak to this database; one office works at a time in a process."""
    if bound_database() is not database:
        database.bind(TABLES)


def bound_database() -> Database:
    """The database that the tables speak to."""
    database: Database = Authority._meta.database
    return database
