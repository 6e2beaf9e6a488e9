"""Whatever people are told: both languages, facts that cannot hold a cell, the cure at the end, safe to send on."""

import importlib
import pickle
import pkgutil
import re

import pytest

import faro
from faro.errors import (
    ALLOWED_FACTS,
    ConfigurationError,
    DeliveryError,
    FaroError,
    SourceError,
    StackError,
    placeholders,
)
from faro.feedback.rules import RULES as FEEDBACK_RULES
from faro.parsing.findings import CATALOGUE
from faro.parsing.rules import RULES as PARSING_RULES
from faro.settings import PROJECT
from faro.validation.rules import _RULES as VALIDATION_RULES
from faro.validation.suites import own_rules

CANARY = "CANARIO7391"
#: Needs Airflow's own configuration; has no errors.
NOT_IMPORTED = {"faro.stack.airflow_migration", "faro.simulation.__main__"}


def may_have_errors(module: pkgutil.ModuleInfo) -> bool:
    """Whether its source holds the word that each kind declares: others, such as Great Expectations', take seconds."""
    spec = module.module_finder.find_spec(module.name)
    return "template" in (PROJECT / str(spec.origin)).read_text(encoding="utf-8")


for _module in pkgutil.walk_packages(faro.__path__, "faro."):
    if _module.name not in NOT_IMPORTED and may_have_errors(_module):
        importlib.import_module(_module.name)


def kinds_under(kind: type[FaroError]) -> list[type[FaroError]]:
    return [found for below in kind.__subclasses__() for found in (below, *kinds_under(below))]


FAMILIES = {ConfigurationError, SourceError, DeliveryError, StackError}
KINDS = sorted(
    {each for each in kinds_under(FaroError) if each.__module__.startswith("faro.") and "template" in vars(each)},
    key=lambda kind: kind.__name__,
)
RULES = {
    **PARSING_RULES,
    **VALIDATION_RULES,
    **FEEDBACK_RULES,
    **own_rules(),
    **{code: said for code, (_, said) in CATALOGUE.items()},
}


def test_every_room_was_read() -> None:
    rooms = {kind.__module__.split(".")[1] for kind in KINDS}
    assert rooms >= {
        "contracts",
        "history",
        "landing",
        "loading",
        "parsing",
        "pipeline",
        "readings",
        "simulation",
        "sources",
        "stack",
    }
    assert len(KINDS) > 30


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_speaks_both_languages_about_allowed_facts(kind: type[FaroError]) -> None:
    es, en = kind.template["es"], kind.template["en"]
    assert es != en
    assert placeholders(es) == placeholders(en) <= ALLOWED_FACTS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_says_what_to_do(kind: type[FaroError]) -> None:
    """A sentence on what is wrong and one on what to do; a rule's own sentence has the cure where it ends a message."""
    facts = dict.fromkeys(ALLOWED_FACTS, "not_a_date")
    for language in ("es", "en"):
        message = kind(**facts).message(language)
        assert len(re.findall(r"[.:;)](?:\s|$)|\n", message)) >= 2, message


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_survives_the_way_between_processes(kind: type[FaroError]) -> None:
    error = kind(**dict.fromkeys(ALLOWED_FACTS, "not_a_date"))
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.facts, copy.message("es"), copy.exit_code) == (error.facts, error.message("es"), error.exit_code)
    assert copy.exit_code > 1
    assert copy.severity in {"critical", "error", "warning", "info"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_fact_that_no_template_may_show_is_not_shown(kind: type[FaroError]) -> None:
    error = kind(**dict.fromkeys(ALLOWED_FACTS, "not_a_date"), value=CANARY, cell=CANARY)
    assert CANARY not in error.message("es") + error.message("en") + str(error)


@pytest.mark.parametrize("name", ["value", "cell", "text", "content", "name", "message", "reason", "sample", "data"])
def test_no_fact_can_hold_a_cell(name: str) -> None:
    assert name not in ALLOWED_FACTS


def test_each_family_ends_with_a_status_of_its_own() -> None:
    assert {kind.__name__: kind.exit_code for kind in FAMILIES} == {
        "ConfigurationError": 10, "SourceError": 11, "DeliveryError": 12, "StackError": 13
    }  # fmt: skip


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_says_in_both_languages_what_to_do(rule: str) -> None:
    es, en = RULES[rule]["es"], RULES[rule]["en"]
    assert es != en
    assert placeholders(es) == placeholders(en) <= ALLOWED_FACTS
    assert es.endswith(".")
    assert en.endswith(".")
