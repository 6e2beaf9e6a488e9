"""Every command and option explains itself, in Spanish or English by locale."""

import importlib
import sys
from collections.abc import Iterator

import click
import pytest
import typer

LANGUAGES = ("es", "en")


@pytest.fixture(scope="module")
def commands() -> Iterator[dict[str, dict[str, click.Command]]]:
    """Language → command → what a person sees; help is written when the modules are read."""
    kept = {name: module for name, module in sys.modules.items() if name.startswith("faro.cli")}
    with pytest.MonkeyPatch.context() as patch:
        found = {}
        for language in LANGUAGES:
            patch.setenv("FARO_LANGUAGE", language)
            for name in [name for name in sys.modules if name.startswith("faro.cli")]:
                del sys.modules[name]
            main = importlib.import_module("faro.cli.main")
            main._add_groups()
            found[language] = dict(walk("faro", typer.main.get_command(main.app)))
        yield found
    sys.modules.update(kept)


def walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    for inner, below in getattr(command, "commands", {}).items():
        yield from walk(f"{name} {inner}", below)


def test_the_commands_are_those_that_the_guides_name(commands: dict) -> None:
    assert set(commands["es"]) >= {
        "faro demo", "faro down", "faro ingest", "faro status", "faro sql", "faro derive", "faro difference",
        "faro quarantine show", "faro contract check", "faro contract list",
    }  # fmt: skip


def test_every_command_has_help_in_both_languages(commands: dict) -> None:
    for name, command in commands["es"].items():
        es, en = command.help, commands["en"][name].help
        assert es, name
        assert en, name
        assert es != en, name


def test_every_option_has_help_in_both_languages(commands: dict) -> None:
    for name, command in commands["es"].items():
        for es, en in zip(command.params, commands["en"][name].params, strict=True):
            if es.name != "help":
                assert getattr(es, "help", None), (name, es.name)
                assert es.help != en.help, (name, es.name)
