"""Reading the settings: from the file and the variables into the frozen object."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from traces_tui import settings
from traces_tui.languages import is_language
from traces_tui.settings import CONFIG_VARIABLE, PREFIX, SettingKey, Settings, SettingsError

MAX_CONFIG_BYTES = 65_536


class _Key(NamedTuple):
    section: str
    name: str
    type: Any
    default: object

    @property
    def dotted(self) -> str:
        return f"{self.section}.{self.name}" if self.section else self.name

    @property
    def variable(self) -> str:
        return PREFIX + self.dotted.replace(".", "_").upper()


class _InFile(NamedTuple):
    """A value's place in the file; its line is looked for only when there is an error."""

    file: Path
    text: str
    place: tuple[str, ...]

    def error(self, key: str, sentence: str) -> SettingsError:
        line = line_of(self.text, self.place)
        return SettingsError(
            f"{self.file}, line {line}: {sentence}.", key=key, file=self.file, line=line
        )


class _InVariable(NamedTuple):
    """A value that came from a variable."""

    variable: str

    def error(self, key: str, sentence: str) -> SettingsError:
        return SettingsError(f"Variable {self.variable}: {sentence}.", key=key)


_Origin = _InFile | _InVariable


# (smaller, larger): a smaller one above its larger one makes no policy.
_ORDERED = (
    ("password.min_length", "password.max_length"),
    ("password.nist_min_length", "password.max_length"),
    ("smtp.retry_first_seconds", "smtp.retry_max_seconds"),
)
_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|\[?::1\]?")
_TRUTHS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


def read(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings; see `traces_tui.settings.load`."""
    keys = {key.dotted: key for key in _keys()}
    values: dict[str, object] = {}
    origins: dict[str, _Origin] = {}
    file = path or _configured_file(environ)
    if file is not None:
        for dotted, value, origin in _file_values(file, keys):
            values[dotted], origins[dotted] = value, origin
    for dotted, value, origin in _environment_values(environ, keys):
        values[dotted], origins[dotted] = value, origin
    built = _build(keys, values)
    _check_together(built, origins)
    return built


def describe() -> list[SettingKey]:
    """Return every setting in the order of this module, for the documentation."""
    texts = _attribute_docstrings()
    return [
        SettingKey(
            key.dotted,
            expected(key.type),
            key.default,
            key.variable,
            texts[_struct(key.section), key.name],
        )
        for key in _keys()
    ]


def expected(type_: Any) -> str:
    """Return in English what a value of this type must be."""
    metas = (
        [arg for arg in get_args(type_)[1:] if isinstance(arg, Meta)]
        if get_origin(type_) is Annotated
        else []
    )
    for meta in metas:
        if meta.title:
            return meta.title
    base = get_args(type_)[0] if metas else type_
    if get_origin(base) is Literal:
        return "one of " + ", ".join(f'"{choice}"' for choice in get_args(base))
    if get_origin(base) is tuple:
        return f"a list, each {expected(get_args(base)[0])}"
    if base is bool:
        return "true or false"
    if base is int:
        return f"a whole number from {metas[0].ge} to {metas[0].le}"
    raise TypeError(f"no words for a setting of type {type_!r}")


def _sections() -> dict[str, type[Struct]]:
    hints = get_type_hints(Settings)
    return {
        name: hint
        for name, hint in hints.items()
        if isinstance(hint, type) and issubclass(hint, Struct)
    }


def _struct(section: str) -> str:
    return _sections()[section].__name__ if section else Settings.__name__


def _keys() -> Iterator[_Key]:
    sections = _sections()
    for field in msgspec.structs.fields(Settings):
        if field.name not in sections:
            yield _Key("", field.name, field.type, field.default)
    for section, struct in sections.items():
        for field in msgspec.structs.fields(struct):
            yield _Key(section, field.name, field.type, field.default)


def _configured_file(environ: Mapping[str, str]) -> Path | None:
    named = environ.get(CONFIG_VARIABLE, "")
    if named:
        return Path(os.path.expanduser(named))
    import platformdirs

    own = platformdirs.user_config_path("traces_tui", appauthor=False) / "config.toml"
    return next((file for file in (own, settings.SYSTEM_CONFIG) if _is_there(file)), None)


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except PermissionError:
        return True  # reading it will say what is wrong


def _file_values(file: Path, keys: Mapping[str, _Key]) -> Iterator[tuple[str, object, _Origin]]:
    text = _read(file)
    sections = _sections()
    for name, value in _parse(file, text).items():
        origin = _InFile(file, text, (name,))
        if name in keys:
            yield name, _from_file(keys[name], value, origin), origin
        elif name not in sections:
            raise origin.error(name, _unknown(name, [*keys, *sections]))
        elif not isinstance(value, dict):
            raise origin.error(name, f"{name} must be a table, [{name}]")
        else:
            yield from _section_values(name, value, origin, keys)


def _section_values(
    section: str, table: Mapping[str, object], header: _InFile, keys: Mapping[str, _Key]
) -> Iterator[tuple[str, object, _Origin]]:
    for name, value in table.items():
        origin = header._replace(place=(section, name))
        dotted = f"{section}.{name}"
        if dotted not in keys:
            raise origin.error(dotted, _unknown(dotted, keys))
        yield dotted, _from_file(keys[dotted], value, origin), origin


def _from_file(key: _Key, value: object, origin: _InFile) -> object:
    try:
        return msgspec.convert(value, key.type)
    except msgspec.ValidationError:
        # The value itself is not repeated: a database URL may hold a password.
        raise origin.error(key.dotted, f"{key.dotted} must be {expected(key.type)}") from None


def _environment_values(
    environ: Mapping[str, str], keys: Mapping[str, _Key]
) -> Iterator[tuple[str, object, _Origin]]:
    by_variable = {key.variable: key for key in keys.values()}
    for variable in sorted(environ):
        if not variable.startswith(PREFIX) or variable == CONFIG_VARIABLE:
            continue
        origin = _InVariable(variable)
        if variable not in by_variable:
            raise origin.error("", _unknown(variable, by_variable))
        key = by_variable[variable]
        try:
            value = msgspec.convert(_from_text(environ[variable], key.type), key.type)
        except ValueError:  # msgspec.ValidationError is one
            raise origin.error(key.dotted, f"{key.dotted} must be {expected(key.type)}") from None
        yield key.dotted, value, origin


def _from_text(text: str, type_: Any) -> object:
    base = get_args(type_)[0] if get_origin(type_) is Annotated else type_
    if base is bool:
        if text.strip().lower() not in _TRUTHS:
            raise ValueError("not a truth value")
        return _TRUTHS[text.strip().lower()]
    if base is int:
        return _whole_number(text)
    if get_origin(base) is tuple:
        return [_whole_number(part) for part in text.split(",")] if text.strip() else []
    return text


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"\s*-?[0-9]+\s*", text):
        raise ValueError("not a whole number")
    return int(text)


def _build(keys: Mapping[str, _Key], values: Mapping[str, object]) -> Settings:
    tree: dict[str, Any] = {}
    for dotted, value in values.items():
        key = keys[dotted]
        branch = tree.setdefault(key.section, {}) if key.section else tree
        branch[key.name] = value
    return msgspec.convert(tree, Settings)


def _check_together(built: Settings, origins: Mapping[str, _Origin]) -> None:
    if not is_language(built.language):
        raise origins["language"].error("language", "language must be a code of the language bar")
    for smaller, larger in _ORDERED:
        if _value(built, smaller) > _value(built, larger):
            named = smaller if smaller in origins else larger
            raise origins[named].error(named, f"{smaller} must not be greater than {larger}")
    memory, lanes = "password.argon2_memory_kib", "password.argon2_parallelism"
    if built.password.argon2_memory_kib < 8 * built.password.argon2_parallelism:
        named = memory if memory in origins else lanes
        raise origins[named].error(named, f"{memory} must be at least 8 times {lanes}")
    if built.smtp.security == "none" and not _LOOPBACK.fullmatch(built.smtp.host):
        named = "smtp.security"
        raise origins[named].error(
            named, f'{named} may be "none" only when smtp.host is this host (localhost)'
        )
    _check_print_command(built, origins)


def _check_print_command(built: Settings, origins: Mapping[str, _Origin]) -> None:
    named = "receipt.print_command"
    try:
        words = built.receipt.command()
    except ValueError:
        raise origins[named].error(
            named, f"{named} has a quote that is not closed, or ends with a backslash"
        ) from None
    if built.receipt.print_command and not (words and words[0]):
        raise origins[named].error(named, f"{named} names no command")


def _value(built: Settings, dotted: str) -> int:
    section, name = dotted.split(".")
    value: int = getattr(getattr(built, section), name)
    return value


def _unknown(name: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f"; did you mean {near[0]}" if near else ""
    return f"there is no setting {_shown(name)}{hint}"


def _shown(name: str) -> str:
    """Return a name safe to print: a quoted TOML key may hold anything."""
    return name if re.fullmatch(r"[A-Za-z0-9_.-]{1,80}", name) else ascii(name[:80])


def _read(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_CONFIG_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"{file}: can't be read ({error.strerror}).", file=file) from error
    if len(raw) > MAX_CONFIG_BYTES:
        raise SettingsError(f"{file}: is larger than {MAX_CONFIG_BYTES} bytes.", file=file)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SettingsError(
            f"{file}, line {line}: is not UTF-8 text.", file=file, line=line
        ) from None


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SettingsError(f"{file}: is nested too deeply.", file=file) from None
    except ValueError as error:
        # tomllib.TOMLDecodeError is one; an integer of too many digits is another.
        found = re.search(r"^(?P<what>.*?) \(at (line (?P<line>\d+)|end of document)", str(error))
        what = found["what"] if found else "a value can't be read"
        line = int(found["line"]) if found and found["line"] else text.count("\n") + 1
        raise SettingsError(
            f"{file}, line {line}: this is not TOML: {_plain(what)}.", file=file, line=line
        ) from None


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def line_of(text: str, key: tuple[str, ...]) -> int:
    """Return the line, counted from 1, on which a key of a valid TOML text stands.

    tomllib gives no positions. A TOML text cut after a line is valid exactly when no value is open
    there; so the key stands on the first line after the last valid cut without it. Comments and
    blank lines are valid cuts too, so they are never counted in.
    """
    lines = text.split("\n")
    start = 0
    for end in range(1, len(lines) + 1):
        try:
            found: object = tomllib.loads("\n".join(lines[:end]) + "\n")
        except ValueError:
            continue
        for name in key:
            found = found.get(name) if isinstance(found, dict) else None
        if found is not None:
            return start + 1
        start = end
    return len(lines)


def _attribute_docstrings() -> dict[tuple[str, str], str]:
    """Return the docstring under each attribute: {(class, attribute): text}."""
    import ast

    found = {}
    for struct in ast.parse(Path(settings.__file__).read_text("utf-8")).body:
        if not isinstance(struct, ast.ClassDef):
            continue
        for attribute, text in pairwise(struct.body):
            if (
                isinstance(attribute, ast.AnnAssign)
                and isinstance(attribute.target, ast.Name)
                and isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
                and isinstance(text.value.value, str)
            ):
                found[struct.name, attribute.target.id] = text.value.value
    return found
