"""Column types of our own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, overload

from peewee import Field

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(moment: datetime) -> int:
    """A moment as stored: microseconds since 1970 UTC, the same order in every database."""
    return (moment - _EPOCH) // _MICROSECOND


class MomentField(Field):
    """An aware UTC moment, stored as whole microseconds since 1970."""

    field_type = "BIGINT"

    if TYPE_CHECKING:

        @overload
        def __new__(cls, *, null: Literal[True], index: bool = False) -> Field[datetime | None]: ...  # type: ignore[misc]  # peewee's fields tell their value type this way
        @overload
        def __new__(cls, *, index: bool = False) -> Field[datetime]: ...  # type: ignore[misc]  # as above
        def __new__(cls, **kwargs: bool) -> Field[datetime]: ...  # type: ignore[misc]  # as above

    def db_value(self, value: datetime | int | None) -> int | None:
        """A moment as the database keeps it; naive moments are a programming error."""
        if value is None or isinstance(value, int):
            return value
        return to_microseconds(value)

    def python_value(self, value: int | None) -> datetime | None:
        """A stored number as an aware moment."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)
