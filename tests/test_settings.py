"""Settings: one place for every number, and no slip of the pen goes unseen."""

import os
import random
import tomllib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from traces_tui import settings, settings_reader
from traces_tui.settings import Lock, Settings, SettingsError, Smtp, describe, load

type_of = {key.key: key.type for key in describe()}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a settings file and return its path."""

    def written(text: str) -> Path:
        file = tmp_path / "config.toml"
        file.write_text(text, "utf-8", newline="")
        return file

    return written


def refused(file: Path | None, environ: dict[str, str] | None = None) -> SettingsError:
    """Load what must be refused; return the refusal."""
    with pytest.raises(SettingsError) as caught:
        load(file, environ or {})
    return caught.value


class TestSources:
    def test_nothing_set_gives_the_defaults(self) -> None:
        assert load(None, {}) == Settings()

    def test_file_then_variables(self, write: Callable[[str], Path]) -> None:
        file = write('language = "en"\n[smtp]\nhost = "mail.example"\nport = 587\n')
        loaded = load(file, {"TRACES_TUI_SMTP_PORT": "465", "PATH": "/bin", "TRACES": "x"})
        assert loaded == Settings(language="en", smtp=Smtp(host="mail.example", port=465))

    @pytest.mark.parametrize("text", ["lock.tries = 9\n", "lock = {tries = 9}\n"])
    def test_every_spelling_of_a_table(self, write: Callable[[str], Path], text: str) -> None:
        assert load(write(text), {}).lock == Lock(tries=9)

    @pytest.mark.parametrize("text", ["", "\ufeff[lock]\ntries = 9\n", "[lock]\r\ntries = 9\r\n"])
    def test_windows_editors(self, write: Callable[[str], Path], text: str) -> None:
        assert load(write(text), {}).lock.tries == (9 if text else 5)

    def test_a_variable_names_the_file(self, write: Callable[[str], Path]) -> None:
        file = write("[lock]\ntries = 9\n")
        assert load(None, {"TRACES_TUI_CONFIG": str(file)}).lock.tries == 9
        other = file.with_name("other.toml")
        other.write_text("[lock]\ntries = 7\n", "utf-8")
        assert load(other, {"TRACES_TUI_CONFIG": str(file)}).lock.tries == 7

    def test_a_file_that_was_named_must_be_there(self, tmp_path: Path) -> None:
        error = refused(None, {"TRACES_TUI_CONFIG": str(tmp_path / "gone.toml")})
        assert error.file == tmp_path / "gone.toml"
        assert str(error) == f"{error.file}: can't be read (No such file or directory)."

    def test_own_file_before_the_system_s(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        system = tmp_path / "etc.toml"
        system.write_text('language = "de"\n', "utf-8")
        monkeypatch.setattr(settings, "SYSTEM_CONFIG", system)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
        assert load(None, {}).language == "de"
        own = tmp_path / "own" / "traces_tui" / "config.toml"
        own.parent.mkdir(parents=True)
        own.write_text('language = "it"\n', "utf-8")
        assert load(None, {}).language == "it"

    @pytest.mark.parametrize(
        ("variable", "text", "value"),
        [
            ("TRACES_TUI_SECRET_QUESTION", "No", False),
            ("TRACES_TUI_SECRET_QUESTION", "1", True),
            ("TRACES_TUI_DATABASE", "sqlite:///a b.db", "sqlite:///a b.db"),
        ],
    )
    def test_words_of_a_variable(self, variable: str, text: str, value: object) -> None:
        loaded = load(None, {variable: text})
        assert getattr(loaded, variable.removeprefix("TRACES_TUI_").lower()) == value

    def test_a_list_in_a_variable(self) -> None:
        assert load(None, {"TRACES_TUI_LOCK_WARN_DAYS": "60, 30,7"}).lock.warn_days == (60, 30, 7)
        assert load(None, {"TRACES_TUI_LOCK_WARN_DAYS": ""}).lock.warn_days == ()


class TestRefusalsNameTheLine:
    @pytest.mark.parametrize(
        ("text", "key", "line", "says"),
        [
            ("# notes\n\ncolour = 1\n", "colour", 3, "there is no setting colour"),
            ("[smtp]\nprot = 25\n", "smtp.prot", 2, "did you mean smtp.port"),
            ("\n[smpt]\nport = 25\n", "smpt", 2, "did you mean smtp"),
            ("smtp = 25\n", "smtp", 1, "smtp must be a table, [smtp]"),
            ('[smtp]\nhost = "a"\nport = "25"\n', "smtp.port", 3, "a whole number from 1 to 65535"),
            ("[smtp]\n\n# x\nport = 0\n", "smtp.port", 4, "a whole number from 1 to 65535"),
            ("[smtp]\nport = true\n", "smtp.port", 2, "a whole number"),
            ("[smtp]\nport = 25.5\n", "smtp.port", 2, "a whole number"),
            ("[idle]\npublic_seconds = -1\n", "idle.public_seconds", 2, "from 1 to"),
            ("[idle]\nenabled = 1\n", "idle.enabled", 2, "true or false"),
            ('theme = "pink"\n', "theme", 1, 'one of "auto", "nuit"'),
            ("language = 1979-05-27\n", "language", 1, "a language code"),
            ('database = "file.db"\n', "database", 1, "a URL such as sqlite:///file.db"),
            ('data_dir = "a?b"\n', "data_dir", 1, "a folder, without ? and #"),
            ('[smtp]\nsender = "a@b\\r\\nBcc: c@d"\n', "smtp.sender", 2, "an e-mail address"),
            ('[smtp]\nhost = ""\n', "smtp.host", 2, "a host name"),
            ("[lock]\nwarn_days = [\n  30,\n  0,\n]\n", "lock.warn_days", 2, "a list, each"),
            ("lock = {tries = 5, months = 0}\n", "lock.months", 1, "a whole number"),
            ('language = """f\nr"""\nsmtp.port = 0\n', "language", 1, "a language code"),
            ('theme = "auto"\nx = """\n[smtp]\nport = 0\n"""\n', "x", 2, "no setting x"),
            ('"a\\u001b[31m" = 1\n', "a\x1b[31m", 1, r"there is no setting 'a\x1b[31m'"),
            ("[password]\nmin_length = 99\nmax_length = 128\nnist_min_length = 129\n",
             "password.nist_min_length", 4, "from 8 to 128"),
            ("[smtp]\nretry_max_seconds = 30\n", "smtp.retry_max_seconds", 2,
             "smtp.retry_first_seconds must not be greater than smtp.retry_max_seconds"),
            ("[smtp]\nretry_first_seconds = 7200\n", "smtp.retry_first_seconds", 2,
             "smtp.retry_first_seconds must not be greater than smtp.retry_max_seconds"),
            ("[password]\nargon2_parallelism = 64\nargon2_memory_kib = 64\n",
             "password.argon2_memory_kib", 3, "at least 8 times"),
            ("[receipt]\nprint_command = \"lp -d 'counter\"\n", "receipt.print_command", 2,
             "has a quote that is not closed"),
            ('[receipt]\nprint_command = "  "\n', "receipt.print_command", 2, "names no command"),
            ("[receipt]\nprint_command = \"'' x\"\n", "receipt.print_command", 2,
             "names no command"),
            ('[receipt]\nprint_command = ["lp"]\n', "receipt.print_command", 2,
             "must be a command on one line"),
            ('[receipt]\nprint_command = "lp\\nrm"\n', "receipt.print_command", 2,
             "must be a command on one line"),
            ("[receipt]\nprint_seconds = 601\n", "receipt.print_seconds", 2,
             "a whole number from 1 to 600"),
            ('[smtp]\nhost = "mail.example"\nsecurity = "none"\n', "smtp.security", 3,
             "only when smtp.host is this host"),
        ],
    )  # fmt: skip
    def test_key_and_line(
        self, write: Callable[[str], Path], text: str, key: str, line: int, says: str
    ) -> None:
        file = write(text)
        error = refused(file)
        assert (error.key, error.file, error.line) == (key, file, line)
        assert str(error).startswith(f"{file}, line {line}: ")
        assert says in str(error)
        assert "\x1b" not in str(error)

    @pytest.mark.parametrize(
        ("text", "line", "says"),
        [
            ("[smtp]\nport = \n", 2, "this is not TOML: Invalid value"),
            ('a = 1\nb = """', 2, "this is not TOML: Unterminated string"),
            ("[smtp]\nport = 1\nport = 2\n", 3, "this is not TOML: Cannot overwrite a value"),
            (f"x = {'9' * 5000}\n", 2, "this is not TOML: a value can't be read"),
        ],
    )
    def test_not_toml(self, write: Callable[[str], Path], text: str, line: int, says: str) -> None:
        error = refused(write(text))
        assert error.line == line
        assert says in str(error)

    def test_not_text(self, tmp_path: Path) -> None:
        file = tmp_path / "config.toml"
        file.write_bytes(b'language = "fr"\n# caf\xe9\n')
        assert str(refused(file)) == f"{file}, line 2: is not UTF-8 text."

    @pytest.mark.parametrize(
        ("raw", "says"),
        [(b"#" * 70_000, "is larger than 65536 bytes"), (b"a=" + b"[" * 9_000, "too deeply")],
    )
    def test_absurd_files(self, tmp_path: Path, raw: bytes, says: str) -> None:
        file = tmp_path / "config.toml"
        file.write_bytes(raw)
        assert says in str(refused(file))

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        assert "can't be read (Is a directory)" in str(refused(tmp_path))

    def test_the_value_is_not_repeated(self, write: Callable[[str], Path]) -> None:
        file = write('database = "mysql://u:hunter2@h/d"\n')
        assert "hunter2" not in str(refused(file))
        error = refused(None, {"TRACES_TUI_DATABASE": "mysql://u:hunter2@h/d"})
        assert "hunter2" not in str(error)
        assert error.__cause__ is None

    @given(st.randoms(use_true_random=False), st.sampled_from(sorted(type_of)))
    def test_the_line_of_any_key_in_any_file(self, rng: random.Random, key: str) -> None:
        lines = ["# notes", "", "  ", 'x1 = """', "smtp.port = 1", '"""', "x2 = [", "1, # [", "]"]
        head = lines[:3] * rng.randint(0, 3) + lines[3:] + lines[:3] * rng.randint(0, 3)
        section, _, name = key.rpartition(".")
        table = [f"[{section}]", *lines[: rng.randint(0, 3)]] if section else []
        text = "\n".join([*head, *table, f"{name} = 1", *lines[:3]])
        place = (section, name) if section else (name,)
        assert settings_reader.line_of(text, place) == len(head) + len(table) + 1


class TestRefusalsNameTheVariable:
    @pytest.mark.parametrize(
        ("variable", "text", "key", "says"),
        [
            ("TRACES_TUI_SMTP_PRT", "1", "", "did you mean TRACES_TUI_SMTP_PORT"),
            ("TRACES_TUI_LIMITS", "1", "", "there is no setting TRACES_TUI_LIMITS"),
            ("TRACES_TUI_smtp_port", "1", "", "there is no setting TRACES_TUI_smtp_port"),
            ("TRACES_TUI_SMTP_PORT", "", "smtp.port", "a whole number from 1 to 65535"),
            ("TRACES_TUI_SMTP_PORT", "0x19", "smtp.port", "a whole number from 1 to 65535"),
            ("TRACES_TUI_SMTP_PORT", "٢٥", "smtp.port", "a whole number from 1 to 65535"),
            ("TRACES_TUI_SMTP_PORT", "9" * 5000, "smtp.port", "a whole number from 1 to 65535"),
            ("TRACES_TUI_IDLE_ENABLED", "maybe", "idle.enabled", "true or false"),
            ("TRACES_TUI_THEME", "pink", "theme", 'one of "auto"'),
            ("TRACES_TUI_LOCK_WARN_DAYS", "7;3", "lock.warn_days", "a list, each"),
        ],
    )
    def test_variable(self, variable: str, text: str, key: str, says: str) -> None:
        error = refused(None, {variable: text})
        assert (error.key, error.file, error.line) == (key, None, None)
        assert str(error).startswith(f"Variable {variable}: ")
        assert says in str(error)

    def test_a_contradiction_names_the_variable_that_won(
        self, write: Callable[[str], Path]
    ) -> None:
        file = write("[smtp]\nretry_first_seconds = 60\n")
        error = refused(file, {"TRACES_TUI_SMTP_RETRY_FIRST_SECONDS": "7200"})
        assert str(error).startswith("Variable TRACES_TUI_SMTP_RETRY_FIRST_SECONDS: ")

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
    def test_mail_in_clear_to_this_host(self, host: str) -> None:
        environ = {"TRACES_TUI_SMTP_HOST": host, "TRACES_TUI_SMTP_SECURITY": "none"}
        assert load(None, environ).smtp.security == "none"

    @pytest.mark.parametrize("host", ["localhost.example", "127.0.0.1.example", "::1.example"])
    def test_mail_in_clear_to_a_host_that_sounds_like_this_one(self, host: str) -> None:
        environ = {"TRACES_TUI_SMTP_HOST": host, "TRACES_TUI_SMTP_SECURITY": "none"}
        assert refused(None, environ).key == "smtp.security"


class TestPrintCommand:
    def test_is_split_as_a_shell_would_but_by_no_shell(self) -> None:
        given = """lp -d counter -o job-hold-until=no-hold -t 'a b' "$HOME" ; rm"""
        loaded = load(None, {"TRACES_TUI_RECEIPT_PRINT_COMMAND": given})
        words = ("lp", "-d", "counter", "-o", "job-hold-until=no-hold", "-t", "a b", "$HOME")
        assert loaded.receipt.command() == (*words, ";", "rm")

    def test_none_is_no_printer(self) -> None:
        assert Settings().receipt.command() == ()

    def test_an_open_quote_in_a_variable(self) -> None:
        error = refused(None, {"TRACES_TUI_RECEIPT_PRINT_COMMAND": "lp '"})
        assert error.key == "receipt.print_command"
        assert str(error).startswith("Variable TRACES_TUI_RECEIPT_PRINT_COMMAND: ")


class TestRoundTrip:
    @given(data=st.data())
    def test_what_is_written_is_what_is_read(
        self, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        drawn = {
            key.key: data.draw(value_for(key.type, key.default), label=key.key)
            for key in data.draw(
                st.lists(st.sampled_from(describe()), unique_by=lambda key: key.key)
            )
        }
        text = "".join(f"{key} = {toml(value)}\n" for key, value in drawn.items())
        assert tomllib.loads(text) is not None
        file = tmp_path_factory.getbasetemp() / f"round-{os.getpid()}.toml"
        file.write_text(text, "utf-8")
        environ = {key.variable: variable(drawn[key.key]) for key in describe() if key.key in drawn}
        try:
            from_file = load(file, {})
        except SettingsError:
            # Only values that contradict each other can be refused; the variables say the same.
            assert refused(file).key == refused(None, environ).key != ""
            return
        assert load(None, environ) == from_file
        tree = msgspec.to_builtins(from_file)
        for key, value in drawn.items():
            section, _, name = key.rpartition(".")
            assert (tree[section] if section else tree)[name] == value


def value_for(type_: str, default: object) -> st.SearchStrategy[object]:
    """Draw values of a setting from what its documentation says a value is."""
    if type_.startswith("a list, each "):
        return st.lists(st.integers(1, 3_650), max_size=10).map(tuple)
    if type_.startswith("a whole number from "):
        low, high = type_.removeprefix("a whole number from ").split(" to ")
        return st.integers(int(low), int(high))
    if type_.startswith("one of "):
        return st.sampled_from([choice.strip('"') for choice in type_[7:].split(", ")])
    if type_ == "true or false":
        return st.booleans()
    if type_ in {"text on one line", "a folder, without ? and #"}:
        signs = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="?#")
        return st.text(signs, max_size=20)
    return st.just(default)


def toml(value: object) -> str:
    """Write a value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return str(list(value))
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def variable(value: object) -> str:
    """Write a value as the text of a variable."""
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


class TestPlaces:
    def test_default_folder_and_database(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert Settings().data_path() == tmp_path / "traces_tui"
        assert Settings().database_url() == f"sqlite:///{tmp_path}/traces_tui/traces_tui.db"
        assert not (tmp_path / "traces_tui").exists()

    def test_own_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert Settings(data_dir="here").data_path() == tmp_path / "here"
        assert Settings(data_dir="~/x").data_path() == Path.home() / "x"
        assert Settings(data_dir="/a b").database_url() == "sqlite:////a b/traces_tui.db"
        assert Settings(data_dir="/a", database="postgresql:///t").database_url() == (
            "postgresql:///t"
        )


class TestDescription:
    def test_every_key_once_with_a_line_of_words(self) -> None:
        keys = describe()
        assert len({key.key for key in keys}) == len({key.variable for key in keys}) == len(keys)
        for key in keys:
            assert key.description.endswith("."), key.key
            assert "\n" not in key.description, key.key
            assert "|" not in key.description, key.key
            assert key.variable == "TRACES_TUI_" + key.key.upper().replace(".", "_")

    def test_every_default_is_allowed(self, write: Callable[[str], Path]) -> None:
        text = "".join(f"{key.key} = {toml(key.default)}\n" for key in describe())
        assert load(write(text), {}) == Settings()

    def test_a_number_s_unit_is_in_its_name_or_words(self) -> None:
        for key in describe():
            if "seconds" in key.key or "minutes" in key.key or "days" in key.key:
                unit = key.key.rsplit("_", 1)[1]
                words = key.description.lower()
                assert unit in words, key.key

    def test_settings_can_not_be_changed(self) -> None:
        with pytest.raises(AttributeError):
            Settings().smtp.port = 26  # type: ignore[misc]
