"""Everything the keeper of this program may set, with its default, in one frozen object.

Values come from a TOML file, then from `TRACES_TUI_*` variables, which win. An unknown key, a wrong
type or a number out of range is an error that names the key and the file's line (or the variable),
because a typing slip in a policy must not silently fall back to a default.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

PREFIX = "TRACES_TUI_"
CONFIG_VARIABLE = "TRACES_TUI_CONFIG"
SYSTEM_CONFIG = Path("/etc/traces_tui/config.toml")

# Upper bounds keep every duration inside what datetime can add.
Seconds = Annotated[int, Meta(ge=1, le=31_536_000)]
Minutes = Annotated[int, Meta(ge=1, le=525_600)]
Hours = Annotated[int, Meta(ge=1, le=8_760)]
Days = Annotated[int, Meta(ge=1, le=3_650)]
Months = Annotated[int, Meta(ge=1, le=120)]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Text = Annotated[str, Meta(pattern=r"\A[^\x00-\x1f\x7f]*\Z", title="text on one line")]
# Peewee reads a SQLite URL's path up to the first of these signs.
Folder = Annotated[str, Meta(pattern=r"\A[^\x00-\x1f\x7f?#]*\Z", title="a folder, without ? and #")]
HostName = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9_:\[][A-Za-z0-9._:\]-]*\Z", title="a host name")
]
NoHostName = Annotated[
    str,
    Meta(pattern=r"\A([A-Za-z0-9_:\[][A-Za-z0-9._:\]-]*)?\Z", title="a host name or empty"),
]
CommandLine = Annotated[
    str, Meta(pattern=r"\A[^\x00-\x1f\x7f]*\Z", title="a command on one line, or empty")
]
Mailbox = Annotated[str, Meta(pattern=r"\A[!-?A-~]+@[A-Za-z0-9.-]+\Z", title="an e-mail address")]
LanguageCode = Annotated[str, Meta(pattern=r"\A[a-z]{2,3}\Z", title="a language code such as fr")]
DatabaseUrl = Annotated[
    str,
    Meta(
        pattern=r"\A(|(sqlite|postgres|postgresql|psycopg3)(\+pool)?:/[^\x00-\x20\x7f][^\x00-\x1f\x7f]*)\Z",
        title="a URL such as sqlite:///file.db or postgresql:///traces",
    ),
]


PATIENCE = 10
"""By how much limits of time grow on request: ten times, as WCAG 2.2 (2.2.1) wants."""
CALM_SECONDS = (60, 30, 10)
"""When a countdown is told to somebody whom every second would disturb."""


class SettingsError(Exception):
    """One setting can't be used.

    Attributes:
        key: The dotted key, such as `smtp.port`; empty when the file as a whole can't be read.
        file: The file it stands in, or None when it comes from a variable.
        line: The line in that file, counted from 1, or None.
    """

    def __init__(
        self, sentence: str, *, key: str = "", file: Path | None = None, line: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.key = key
        self.file = file
        self.line = line


class Smtp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How mail leaves this host."""

    host: HostName = "localhost"
    """Host name of the mail server."""

    port: Annotated[int, Meta(ge=1, le=65_535)] = 25
    """TCP port of the mail server."""

    security: Literal["auto", "none", "starttls", "tls"] = "auto"
    """Encryption; auto: tls on port 465, none to this host, else starttls; none: this host only."""

    username: Text = ""
    """User name at the mail server; empty signs in nowhere."""

    password_file: Text = ""
    """File whose first line is the password at the mail server."""

    timeout_seconds: Seconds = 10
    """Seconds to wait for an answer of the mail server."""

    sender: Mailbox = "sanco-traces-noreply@example.invalid"
    """Address mails come from."""

    sender_name: Text = "TRACES"
    """Name shown beside the sender's address."""

    contact: Mailbox = "sanco-traces@example.invalid"
    """Address given in mails for questions."""

    maildir: Folder = ""
    """Folder (Maildir) that takes the mails in place of a mail server."""

    send_from_kiosk: bool = True
    """Whether the kiosk sends the mails it queues; false leaves them to `traces-tui mail work`."""

    retry_first_seconds: Seconds = 60
    """Seconds before a failed mail is tried again; doubled after each failure."""

    retry_max_seconds: Seconds = 3600
    """Longest pause in seconds between two tries."""

    give_up_hours: Hours = 72
    """Hours after which a mail that can't be delivered is given up."""


class Idle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When an unattended screen is cleared."""

    enabled: bool = True
    """Whether unattended screens are cleared at all."""

    public_seconds: Seconds = 120
    """Seconds without a key before a public screen warns."""

    public_warning_seconds: Seconds = 60
    """Seconds that warning counts down before the screen is cleared."""

    agent_seconds: Seconds = 780
    """Seconds without a key before a signed-in person is warned."""

    agent_warning_seconds: Seconds = 120
    """Seconds that warning counts down before the person is signed out."""

    receipt_seconds: Seconds = 60
    """Seconds the confirmation screen stays."""


class Registration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From the form sent to the authority's answer."""

    conceal_taken_addresses: bool = False
    """Whether a taken address is told to its owner by mail only, and the form answers as always."""

    code_days: Days = 7
    """Days a confirmation code lives."""

    code_tries: Count = 5
    """Wrong tries after which a confirmation code is dead."""

    resend_seconds: Seconds = 60
    """Seconds before the confirmation mail can be asked for again."""

    resends_per_day: Count = 10
    """Confirmation mails one account may ask for in 24 hours."""

    undo_seconds: Seconds = 10
    """Seconds in which an agent can take a validation back."""

    overdue_days: Days = 7
    """Days after which a confirmed request counts as overdue."""


class Receipt(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The receipt of a request on paper."""

    print_command: CommandLine = ""
    """Command that prints its standard input, run without a shell; empty is no printer."""

    print_seconds: Annotated[int, Meta(ge=1, le=600)] = 15
    """Seconds after which a print command that has not ended is stopped."""

    def command(self) -> tuple[str, ...]:
        """Return the print command in words, its quotes undone; nothing where there is no printer.

        Raises:
            ValueError: A quote is not closed.
        """
        if not self.print_command:
            return ()
        import shlex

        return tuple(shlex.split(self.print_command))


class Password(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a password must be, and how it is kept."""

    profile: Literal["notice", "nist"] = "notice"
    """Rules: notice asks for upper case, digit and special character too, nist for length only."""

    min_length: Annotated[int, Meta(ge=8, le=128)] = 10
    """Fewest characters under the profile notice."""

    nist_min_length: Annotated[int, Meta(ge=8, le=128)] = 15
    """Fewest characters under the profile nist."""

    max_length: Annotated[int, Meta(ge=128, le=4096)] = 128
    """Most characters of a password."""

    temporary_minutes: Minutes = 60
    """Minutes a temporary password lives."""

    temporary_digits: Annotated[int, Meta(ge=8, le=32)] = 12
    """Digits after the TR of a temporary password."""

    temporary_tries: Count = 5
    """Wrong tries after which a temporary password is dead."""

    answer_tries: Count = 5
    """Wrong answers to the secret question after which the temporary password is dead."""

    argon2_memory_kib: Annotated[int, Meta(ge=8, le=4_194_304)] = 19_456
    """Memory of one Argon2id computation in KiB."""

    argon2_time: Annotated[int, Meta(ge=1, le=1_000)] = 2
    """Passes of one Argon2id computation."""

    argon2_parallelism: Annotated[int, Meta(ge=1, le=64)] = 1
    """Lanes of one Argon2id computation."""

    hashes_at_once: Annotated[int, Meta(ge=1, le=1_000)] = 4
    """Argon2id computations running at the same time on this host."""


class Lock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When an account is locked (notice, « Mot de passe oublié »)."""

    tries: Count = 5
    """Wrong sign-ins in a row after which an account is locked."""

    months: Months = 3
    """Calendar months without sign-in after which an account is locked."""

    warn_days: Annotated[tuple[Days, ...], Meta(max_length=10)] = (30, 7)
    """Days before that lock on which the person is warned by mail."""


class Session(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long a sign-in lasts."""

    idle_minutes: Minutes = 15
    """Minutes without an action after which a session ends."""

    absolute_hours: Hours = 12
    """Hours after which a session ends in any case."""

    pending_minutes: Minutes = 30
    """Minutes a sign-in with a temporary password may take to choose a new one."""


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Budgets of one source (an SSH client's address or a terminal) and of one account."""

    sign_ins_per_source: Count = 30
    """Sign-ins one source may try in a window."""

    sign_ins_window_minutes: Minutes = 15
    """Minutes of the window for sign-ins."""

    registrations_per_source: Count = 20
    """Registrations one source may send in a window."""

    registrations_window_minutes: Minutes = 60
    """Minutes of the window for registrations."""

    codes_per_source: Count = 30
    """Codes one source may try in a window."""

    codes_window_minutes: Minutes = 15
    """Minutes of the window for codes."""

    directory_per_source: Count = 120
    """Searches in the public directory one source may make in a window."""

    directory_window_minutes: Minutes = 15
    """Minutes of the window for directory searches."""

    mails_per_account_per_day: Count = 20
    """Mails one account may cause in 24 hours."""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings."""

    database: DatabaseUrl = ""
    """URL of the database; empty is the SQLite file traces_tui.db in data_dir."""

    data_dir: Folder = ""
    """Folder of what the program keeps; empty is ~/.local/share/traces_tui on Linux."""

    language: LanguageCode = "fr"
    """Language of the first screen."""

    theme: Literal["auto", "nuit", "jour", "contraste", "ansi"] = "auto"
    """Colours; auto chooses by the terminal."""

    secret_question: bool = True
    """Whether recovery also asks the secret question of the notice."""

    ssh_host: NoHostName = ""
    """Host name written into mails as `ssh traces@HOST …`; empty names the command only."""

    smtp: Smtp = Smtp()
    """Mail."""

    idle: Idle = Idle()
    """Unattended screens."""

    registration: Registration = Registration()
    """Registration and confirmation."""

    receipt: Receipt = Receipt()
    """Receipts on paper."""

    password: Password = Password()
    """Passwords."""

    lock: Lock = Lock()
    """Locks."""

    session: Session = Session()
    """Sessions."""

    limits: Limits = Limits()
    """Budgets."""

    def data_path(self) -> Path:
        """Return the absolute folder of what the program keeps. It need not exist yet."""
        if self.data_dir:
            return Path(os.path.expanduser(self.data_dir)).absolute()
        import platformdirs

        return platformdirs.user_data_path("traces_tui", appauthor=False).absolute()

    def database_url(self) -> str:
        """Return the database's URL, the default filled in."""
        return self.database or f"sqlite:///{self.data_path() / 'traces_tui.db'}"


class SettingKey(NamedTuple):
    """One setting as the documentation shows it."""

    key: str
    """Dotted key, such as `smtp.port`."""
    type: str
    """What a value must be, in English."""
    default: object
    """The default value."""
    variable: str
    """Name of the variable that sets it."""
    description: str
    """One line on what it does, units included."""


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings.

    Args:
        path: The TOML file, which must exist. None takes the file that `TRACES_TUI_CONFIG` names,
            else the person's own `traces_tui/config.toml`, else `/etc/traces_tui/config.toml`,
            else no file.
        environ: The environment; its `TRACES_TUI_*` variables win over the file.

    Raises:
        SettingsError: The file can't be read, a key or variable is unknown, a value has the wrong
            type or is out of range, or two values contradict each other.
    """
    from traces_tui import settings_reader

    return settings_reader.read(path, environ)


def describe() -> list[SettingKey]:
    """Return every setting in the order of this module, for the documentation."""
    from traces_tui import settings_reader

    return settings_reader.describe()
