"""Click in the reader's language: helps are messages, said when they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeVar

import click

from traces_tui.commands.invocation import Invocation
from traces_tui.i18n import Message, msg

F = TypeVar("F", bound=Callable[..., Any])

_HELP = msg("Show this help and leave.")


class Wrong(click.UsageError):
    """What stands on the command line can't be understood.

    Attributes:
        problem: The sentence for the person.
    """

    def __init__(self, problem: Message, ctx: click.Context | None = None) -> None:
        super().__init__(problem.text, ctx)
        self.problem = problem


def said(ctx: click.Context, message: Message) -> str:
    """The words of a message in the language of this start."""
    return ctx.ensure_object(Invocation).shown(message)


class Option(click.Option):
    """An option whose help is a message."""

    def __init__(self, *args: Any, about: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its names, and what it is for."""
        if self.hidden:
            return None
        names = ", ".join((*self.opts, *self.secondary_opts))
        shown = names if self.is_flag else f"{names} {self.make_metavar(ctx)}"
        return shown, said(ctx, self.about)


def option(*names: str, about: Message, **kwargs: Any) -> Callable[[F], F]:
    """Like ``click.option``, with a message as help."""
    return click.option(*names, cls=Option, about=about, **kwargs)


class Command(click.Command):
    """A command whose help is a message."""

    def __init__(self, *args: Any, about: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        # Extra words are refused here, in the reader's language.
        self.context_settings.setdefault("allow_extra_args", True)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's own, with a message as help."""
        if self._help_option is None:
            self._help_option = Option(
                self.get_help_option_names(ctx),
                about=_HELP,
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_help,
            )
        return self._help_option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse words that no argument takes."""
        rest = super().parse_args(ctx, args)
        if ctx.args and not isinstance(self, click.Group):
            raise Wrong(msg("“{word}” is one word too many.", word=ctx.args[0]), ctx)
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line of the help."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        prefix = said(ctx, msg("Usage:"))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{prefix} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(said(ctx, self.about))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of options."""
        options = [one for one in self.get_params(ctx) if isinstance(one, Option)]
        records = [one.get_help_record(ctx) for one in options]
        rows = [record for record in records if record is not None]
        _write_section(formatter, said(ctx, msg("Options:")), rows)


def _write_section(
    formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]
) -> None:
    """Click's own would put a colon after the heading as English does."""
    formatter.write_paragraph()
    formatter.write(f"{heading}\n")
    with formatter.indentation():
        formatter.write_dl(rows)


def _show_help(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


class Group(Command, click.Group):
    """A group whose commands are imported when they are called.

    Attributes:
        homes: Module and name of each command, ``traces_tui.commands.doctor:doctor``.
    """

    command_class = Command

    def __init__(self, *args: Any, homes: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("no_args_is_help", False)
        super().__init__(*args, **kwargs)
        self.homes = dict(homes or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of the help."""
        return [*self.homes, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in self.homes:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.homes[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command by the first word."""
        if self.get_command(ctx, args[0]) is None:
            raise Wrong(msg("There is no command “{command}”.", command=args[0]), ctx)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a command, show which there are."""
        if not args and not self.invoke_without_command:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(Wrong.exit_code)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The lists of options and of commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands."""
        rows = [
            (name, said(ctx, command.about))
            for name in self.list_commands(ctx)
            if isinstance(command := self.get_command(ctx, name), Command) and not command.hidden
        ]
        _write_section(formatter, said(ctx, msg("Commands:")), rows)


def problem(error: click.UsageError) -> Message:
    """The sentence for what Click could not understand."""
    match error:
        case Wrong():
            return error.problem
        case click.NoSuchOption():
            return msg("There is no option {option}.", option=error.option_name)
        case click.BadOptionUsage():
            return msg("The option {option} takes one value.", option=error.option_name)
        case click.MissingParameter(param=click.Parameter() as missing):
            return msg("{parameter} is missing.", parameter=_named(missing, error.ctx))
        case click.BadParameter(param=click.Parameter() as bad):
            return msg("{parameter}: this value can't be used.", parameter=_named(bad, error.ctx))
    return msg("The command line can't be understood.")


def _named(parameter: click.Parameter, ctx: click.Context | None) -> str:
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.make_metavar(ctx or click.Context(click.Command(None)))


def language_option(function: F) -> F:
    """``--language``: a code of the bar."""
    from traces_tui.languages import is_language

    def keep(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        if value is None:
            return
        if not is_language(value):
            raise Wrong(msg("There is no language “{code}”.", code=value), ctx)
        ctx.ensure_object(Invocation).language = value

    return option(
        "--language",
        metavar="CODE",
        about=msg("Language of the first screen and of what is printed, such as fr."),
        callback=keep,
        is_eager=True,
        expose_value=False,
    )(function)


def theme_option(function: F) -> F:
    """``--theme``: the colours."""
    from typing import get_args, get_type_hints

    from traces_tui.settings import Settings

    def keep(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        known: Sequence[str] = get_args(get_type_hints(Settings)["theme"])
        if value is None:
            return
        if value not in known:
            themes = ", ".join(known)
            raise Wrong(
                msg(
                    "There is no theme “{theme}”; there are: {themes}.", theme=value, themes=themes
                ),
                ctx,
            )
        ctx.ensure_object(Invocation).theme = value

    return option(
        "--theme",
        metavar="NAME",
        about=msg("Colours: auto, nuit, jour, contraste or ansi."),
        callback=keep,
        expose_value=False,
    )(function)


def plain_option(function: F) -> F:
    """``--plain``: line by line, without a screen."""

    def keep(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
        if value:
            ctx.ensure_object(Invocation).plain = True

    return option(
        "--plain",
        is_flag=True,
        about=msg("Ask line by line, for screen readers and simple terminals; also ACCESSIBLE=1."),
        callback=keep,
        expose_value=False,
    )(function)
