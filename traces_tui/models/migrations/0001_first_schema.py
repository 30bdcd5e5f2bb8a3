"""The first schema: a frozen copy of the tables, so that later changes can't alter it."""

from __future__ import annotations

from typing import Any

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from traces_tui.models.dialect import protect_journal


class Table(Model):
    class Meta:
        legacy_table_names = False


class Authority(Table):
    code = CharField(primary_key=True, max_length=8)
    country = CharField(max_length=2, index=True)
    department = CharField(max_length=3, null=True)
    kind = CharField(max_length=10)
    name = CharField(max_length=100)
    seat = CharField(max_length=100)
    parent = CharField(max_length=8, null=True, index=True)
    phone = CharField(max_length=30)
    email = CharField(max_length=254)


class Organisation(Table):
    id = AutoField()
    name = CharField(max_length=120)
    folded_name = CharField(max_length=240, index=True)
    folded_place = CharField(max_length=240)
    address = CharField(max_length=200)
    postal_code = CharField(max_length=12, index=True)
    commune = CharField(max_length=100, index=True)
    insee_code = CharField(max_length=5, null=True)
    country = CharField(max_length=2)
    activities = CharField(max_length=200)
    authority = ForeignKeyField(Authority, backref="organisations")
    valid = BooleanField(default=False)
    created_at = BigIntegerField()

    class Meta:
        indexes = ((("authority", "valid"), False), (("valid", "folded_name"), False))


class Account(Table):
    id = AutoField()
    email = CharField(max_length=254, unique=True)
    password_hash = CharField(max_length=200, null=True)
    question = CharField(max_length=40, null=True)
    answer_hash = CharField(max_length=200, null=True)
    answer_failures = IntegerField(default=0)
    role = CharField(max_length=10)
    status = CharField(max_length=10)
    authority = ForeignKeyField(Authority, backref="accounts")
    organisation = ForeignKeyField(Organisation, null=True, backref="accounts")
    first_name = CharField(max_length=80)
    last_name = CharField(max_length=80)
    language = CharField(max_length=2)
    notification = CharField(max_length=4)
    phone = CharField(max_length=30)
    fax = CharField(max_length=30)
    more_information = TextField()
    created_at = BigIntegerField()
    active_since = BigIntegerField(null=True)
    last_sign_in_at = BigIntegerField(null=True)
    failures_in_row = IntegerField(default=0)
    failures_since_sign_in = IntegerField(default=0)
    locked_at = BigIntegerField(null=True)
    lock_cause = CharField(max_length=10, null=True)
    warned_days = IntegerField(null=True)

    class Meta:
        indexes = ((("authority", "role", "status"), False), (("status", "active_since"), False))


class Request(Table):
    id = AutoField()
    number = CharField(max_length=12, unique=True)
    account = ForeignKeyField(Account, backref="requests")
    organisation = ForeignKeyField(Organisation, backref="requests")
    chosen_organisation = ForeignKeyField(Organisation, null=True, backref="+")
    authority = ForeignKeyField(Authority, backref="requests")
    status = CharField(max_length=10)
    status_at = BigIntegerField()
    folded_text = CharField(max_length=600)
    created_at = BigIntegerField()
    confirmed_at = BigIntegerField(null=True)
    decided_at = BigIntegerField(null=True)
    decided_by = ForeignKeyField(Account, null=True, backref="+")
    reason = CharField(max_length=30, null=True)
    reason_words = TextField(default="")

    class Meta:
        indexes = ((("authority", "status", "status_at", "id"), False),)


class Code(Table):
    id = AutoField()
    purpose = CharField(max_length=20)
    account = ForeignKeyField(Account, backref="codes")
    request = ForeignKeyField(Request, null=True, backref="codes")
    selector = CharField(max_length=8, null=True, unique=True)
    hash = CharField(max_length=200)
    created_at = BigIntegerField()
    expires_at = BigIntegerField()
    tries = IntegerField(default=0)
    used_at = BigIntegerField(null=True)
    voided_at = BigIntegerField(null=True)

    class Meta:
        indexes = ((("account", "purpose", "created_at"), False),)


class Session(Table):
    id = AutoField()
    key_hash = CharField(max_length=64, unique=True)
    account = ForeignKeyField(Account, backref="sessions")
    kind = CharField(max_length=10)
    step = CharField(max_length=20, null=True)
    decoy = TextField(null=True)
    source = CharField(max_length=80)
    created_at = BigIntegerField()
    seen_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)


class Outbox(Table):
    id = AutoField()
    kind = CharField(max_length=30)
    account = ForeignKeyField(Account, null=True, backref="mails")
    to_address = CharField(max_length=254)
    to_name = CharField(max_length=170)
    language = CharField(max_length=2)
    notification = CharField(max_length=4)
    payload = TextField()
    state = CharField(max_length=10, index=True)
    created_at = BigIntegerField()
    due_at = BigIntegerField()
    claimed_until = BigIntegerField(null=True)
    tries = IntegerField(default=0)
    sent_at = BigIntegerField(null=True)
    last_error = CharField(max_length=300, default="")
    refused_by_server = BooleanField(default=False)

    class Meta:
        indexes = ((("state", "due_at"), False), (("account", "kind", "created_at"), False))


class Journal(Table):
    id = AutoField()
    at = BigIntegerField(index=True)
    actor = CharField(max_length=254, default="")
    act = CharField(max_length=40)
    subject = CharField(max_length=254, default="", index=True)
    result = CharField(max_length=40)
    source = CharField(max_length=80)
    detail = TextField(default="")


class Budget(Table):
    key = CharField(primary_key=True, max_length=160)
    window_ends_at = BigIntegerField(index=True)
    used = IntegerField()


class Sequence(Table):
    name = CharField(primary_key=True, max_length=20)
    last = IntegerField()


_TABLES = (
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


def up(migrator: Any, db: Database) -> None:
    """Create every table."""
    with db.bind_ctx(_TABLES):
        db.create_tables(_TABLES, safe=False)
        protect_journal(db)
