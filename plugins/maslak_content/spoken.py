"""Commands that explain themselves in Arabic, French or English.

The language is that of the terminal (`MASLAK_LANG`, else `LC_ALL`, `LC_MESSAGES`, `LANG`), or what ``--in`` says anywhere on the
line. It is looked up before anything else is read, because ``--help`` and refusals must be said in it too.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from typing import Any, Final

import click

from maslak_content.errors import ContentError
from maslak_content.leftovers import name_meant
from maslak_content.wording import N_, TRANSLATIONS, choose_language, explain, isolate, say
from maslak_domain.language import LANGUAGES, Language

_KEY: Final = "maslak_content.language"
_DOMAIN: Final = "click"
HELP: Final = N_("Show this message and exit.")
IN: Final = N_("The language in which the command speaks; else that of MASLAK_LANG, LC_ALL or LANG.")
USAGE, OPTIONS, COMMANDS = N_("Usage:"), N_("Options"), N_("Commands")


def find_language(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language that the words of a command line ask for, else the terminal's."""
    known = {str(language): language for language in LANGUAGES}
    asked = [after for word, after in zip(words, [*words[1:], ""], strict=True) if word == "--in"]
    asked += [word.removeprefix("--in=") for word in words if word.startswith("--in=")]
    return next((known[each] for each in asked if each in known), choose_language(environment))


def read_language(context: click.Context) -> Language:
    """Return the language of the command that is running."""
    language: Language = context.meta.get(_KEY, "en")
    return language


def tune(language: Language) -> None:
    """Have click say its own words, such as “Missing argument”, in a language, for the rest of the process."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, str(TRANSLATIONS))
    gettext.textdomain(_DOMAIN)


class SpokenPath(click.Path):
    """A path that click calls a file or a folder in the reader's language: it looks the word up before that language is known."""

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the path, or say what is wrong with it."""
        self.name = gettext.gettext("file" if not self.dir_okay else "directory" if not self.file_okay else "path")
        return super().convert(value, param, ctx)


class _Spoken(click.Command):
    """What commands and groups have in common: the language is known first, and every text is said in it."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choice = click.Choice(LANGUAGES)
        self.params.append(click.Option(["--in", "spoken"], type=choice, expose_value=False, help=IN))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find out the language, then read the words."""
        if _KEY not in ctx.meta:
            ctx.meta[_KEY] = find_language(args, os.environ)
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        language = read_language(ctx)
        call = isolate(" ".join([ctx.command_path, *self.collect_usage_pieces(ctx)]), language)
        name, _, rest = call.partition(" ")
        formatter.write_usage(name, rest, prefix=f"{say(USAGE, language)} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(say(str(self.help), read_language(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each option is for."""
        language = read_language(ctx)
        rows = []
        for option in self.get_params(ctx):
            record = option.get_help_record(ctx)
            if record is not None and isinstance(option, click.Option):
                said = say(str(option.help), language)
                rows.append((isolate(record[0], language), f"{said}{_add_defaults(option, language)}"))
        with formatter.section(say(OPTIONS, language)):
            formatter.write_dl(rows)


class SpokenCommand(_Spoken):
    """A command that explains itself in the reader's language."""


class SpokenGroup(_Spoken, click.Group):
    """Commands that explain themselves, and their refusals, in the reader's language."""

    command_class = SpokenCommand
    group_class = type

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a refusal is one line on standard error and status 2, not a traceback."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever reads the output has seen enough; click ends quietly then.
            raise
        except (ContentError, OSError) as error:
            click.echo(_refuse(error, read_language(ctx)), err=True)
            ctx.exit(2)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the options and the commands are for."""
        _Spoken.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for."""
        language = read_language(ctx)
        rows = [(isolate(name, language), say(str(self.commands[name].help), language)) for name in self.list_commands(ctx)]
        with formatter.section(say(COMMANDS, language)):
            formatter.write_dl(rows)


def _add_defaults(option: click.Option, language: Language) -> str:
    shown = option.show_default and option.default is not None
    default = option.opts[0] if option.is_flag else option.default
    said = [say(N_("default: {value}"), language, {"value": str(default)})] if shown else []
    said += [say(N_("required"), language)] if option.required else []
    return f" [{'; '.join(said)}]" if said else ""


def _refuse(error: ContentError | OSError, language: Language) -> str:
    if isinstance(error, ContentError):
        said = explain(error, language)
    elif error.filename and not isinstance(error.filename, int):
        values = {"path": name_meant(os.fsdecode(error.filename)), "detail": error.strerror or str(error)}
        said = say(N_("{path} cannot be read or written: {detail}"), language, values)
    else:
        # Of a disk that is full the system names no file.
        said = say(error.strerror or str(error), language)
    return f"maslak-content: {said}"
