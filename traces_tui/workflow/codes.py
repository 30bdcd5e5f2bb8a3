"""Short secrets sent by mail: made at random, kept as hashes, one use each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from traces_tui.forms.confirmation import ALPHABET, GROUP, GROUPS
from traces_tui.models.statements import Statement, insert
from traces_tui.models.tables import Code
from traces_tui.office import Office

CONFIRMATION = "confirmation"
TEMPORARY = "temporary_password"
_TAKEN = Statement(lambda selector: Code.select(Code.id).where(Code.selector == selector))
_VOID = Statement(
    lambda now, account, purpose: Code.update(voided_at=now).where(
        (Code.account == account)
        & (Code.purpose == purpose)
        & Code.used_at.is_null()
        & Code.voided_at.is_null()
    )
)
_COUNT_TRY = Statement(
    lambda code, most: Code.update(tries=Code.tries + 1).where(
        (Code.id == code) & (Code.tries < most)
    )
)
_USE = Statement(
    lambda now, code: Code.update(used_at=now).where(
        (Code.id == code) & Code.used_at.is_null() & Code.voided_at.is_null()
    )
)
_SELECTORS_KEPT = timedelta(days=90)
"""So long a dead code still tells why it opens nothing."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that was made but not yet stored."""

    clear: str
    """For the mail, and nothing else."""
    selector: str | None
    hash: str


def new_confirmation(office: Office) -> NewCode:
    """A confirmation code: its first group finds the row, the others are the secret (40 bits)."""
    clear = "".join(secrets.choice(ALPHABET) for _ in range(GROUP * GROUPS))
    return NewCode(clear, clear[:GROUP], office.hasher.hash(clear[GROUP:]))


def new_temporary(office: Office) -> NewCode:
    """A temporary password: TR and digits (notice, § Mot de passe oublié)."""
    digits = office.settings.password.temporary_digits
    clear = "TR" + "".join(secrets.choice("0123456789") for _ in range(digits))
    return NewCode(clear, None, office.hasher.hash(clear))


def store_confirmation(office: Office, code: NewCode, account_id: int, request_id: int) -> NewCode:
    """Keep a confirmation code; the caller has killed older ones.

    Returns:
        The code that was kept: another one where the selector was taken already.
    """
    while _TAKEN.row(selector=code.selector) is not None:
        code = new_confirmation(office)
    now = office.clock()
    insert(
        Code,
        purpose=CONFIRMATION,
        account=account_id,
        request=request_id,
        selector=code.selector,
        hash=code.hash,
        created_at=now,
        expires_at=now + timedelta(days=office.settings.registration.code_days),
    )
    return code


def store_temporary(office: Office, code: NewCode, account_id: int) -> None:
    """Keep a temporary password; older ones of the account die."""
    void(office, account_id, TEMPORARY)
    now = office.clock()
    insert(
        Code,
        purpose=TEMPORARY,
        account=account_id,
        hash=code.hash,
        created_at=now,
        expires_at=now + timedelta(minutes=office.settings.password.temporary_minutes),
    )


def void(office: Office, account_id: int, purpose: str | None = None) -> None:
    """Kill the living codes of an account, of one purpose or of all."""
    for one in (CONFIRMATION, TEMPORARY) if purpose is None else (purpose,):
        _VOID.run(now=office.clock(), account=account_id, purpose=one)


def living_temporary(office: Office, account_id: int) -> Code | None:
    """The temporary password that still opens the account, if any."""
    row: Code | None = (
        Code.select()
        .where(
            (Code.account == account_id)
            & (Code.purpose == TEMPORARY)
            & Code.used_at.is_null()
            & Code.voided_at.is_null()
            & (Code.expires_at > office.clock())
            & (Code.tries < office.settings.password.temporary_tries)
        )
        .order_by(Code.id.desc())
        .first()
    )
    return row


def count_try(code: Code, most: int) -> bool:
    """Raise the try counter before the hash is computed; False when the tries are used up."""
    return bool(_COUNT_TRY.run(code=code.id, most=most))


def forget_selectors(office: Office) -> int:
    """Free the public halves of codes that died long ago: there are only a million of them.

    Returns:
        How many were freed.
    """
    long_ago = office.clock() - _SELECTORS_KEPT
    return int(
        Code.update(selector=None)
        .where(Code.selector.is_null(False) & (Code.expires_at < long_ago))
        .execute()
    )


def give_try_back(code: Code) -> None:
    """A code that was typed rightly, but is dead, keeps saying why."""
    Code.update(tries=Code.tries - 1).where(Code.id == code.id).execute()


def use(office: Office, code: Code) -> bool:
    """Spend a code; False when somebody was faster or it died meanwhile."""
    return bool(_USE.run(now=office.clock(), code=code.id))
