"""The definitions as contracts/indicators.yml declares them: every name used is declared, every text bilingual."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from faro.errors import ConfigurationError
from faro.language import Language
from faro.settings import PROJECT
from faro.vocabularies import vocabularies
from faro.vocabularies.lists import FOLDER as LISTS

FILE = PROJECT / "contracts" / "indicators.yml"
KINDS = ("count", "rate", "share", "median", "sum")
#: The breakdown of the figure itself, which every indicator has; its only category bears the same name.
TOTAL = "total"

#: Lists whose codes are categories and that are no vocabulary: who delivers, a province or else a country, a month.
_LISTS_ELSEWHERE = {"institution", "place", "month"}
_PARTS = ("domains", "units", "breakdowns", "own", "indicators")
_TEXTS = ("definition", "limitations")
_REQUIRED = {"mart", "domain", "unit", "kind", "es", "en", "numerator", "breakdowns", "rules", "sources", *_TEXTS}
_ID = re.compile(r"I-\d\d")

Labels = dict[str, str]


class IndicatorsInvalid(ConfigurationError):
    """The file of the indicators breaks one of its rules."""

    template: ClassVar[dict[Language, str]] = {
        "es": "{path}: «{field}» no cumple la regla «{rule}».\n  Corríjalo ahí; después: faro derive",
        "en": "{path}: '{field}' breaks the rule '{rule}'.\n  Correct it there; then: faro derive",
    }


@dataclass(frozen=True)
class Breakdown:
    """What a figure is broken down by. A category is a code of each list of `members`, `|` between them; `ordered`: the
    order of the list is that of pages."""

    code: str
    es: str
    en: str
    members: tuple[str, ...]
    several: bool = False
    ordered: bool = False


@dataclass(frozen=True)
class Indicator:
    """One indicator. `breakdowns` and `sources` hold names; `denominator` is empty where the kind has none."""

    id: str
    mart: str
    domain: str
    unit: str
    kind: str
    es: str
    en: str
    definition: Labels
    numerator: str
    denominator: str
    breakdowns: tuple[str, ...]
    rules: str
    sources: tuple[str, ...]
    limitations: Labels


@dataclass(frozen=True)
class Definitions:
    """All of them, by name and in the order of the file; `own` are the lists that no vocabulary holds."""

    domains: dict[str, Labels]
    units: dict[str, Labels]
    breakdowns: dict[str, Breakdown]
    own: dict[str, dict[str, Labels]]
    indicators: dict[str, Indicator]


def definitions(path: Path = FILE, lists: Path = LISTS) -> Definitions:
    """Of a file, beside the vocabularies of that folder. Raises IndicatorsInvalid where it breaks a rule."""
    document = _read(path)
    check = _Checks(path.name)
    for part in _PARTS:
        check(bool(document.get(part)), part, "required")
    own = document["own"]
    for where, labelled in (("domains", document["domains"]), ("units", document["units"]), *own.items()):
        for code, labels in labelled.items():
            check.labels(labels, f"{where}.{code}")
    known = {*vocabularies(lists), *_LISTS_ELSEWHERE, *own}
    breakdowns = {code: _breakdown(code, entry, known, own, check) for code, entry in document["breakdowns"].items()}
    indicators = {code: _indicator(code, entry, document, check) for code, entry in document["indicators"].items()}
    return Definitions(document["domains"], document["units"], breakdowns, own, indicators)


class _Checks:
    """The rules of the file, each of which raises IndicatorsInvalid."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __call__(self, holds: bool, field: str, rule: str) -> None:
        if not holds:
            raise IndicatorsInvalid(path=self.path, field=field, rule=rule)

    def keys(self, entry: Any, field: str, required: set[str], allowed: set[str]) -> None:
        self(isinstance(entry, dict), field, "a mapping")
        for key in sorted(required - entry.keys()):
            self(False, f"{field}.{key}", "required")
        for key in sorted(entry.keys() - required - allowed):
            self(False, f"{field}.{key}", ", ".join(sorted(required | allowed)))

    def labels(self, entry: Any, field: str) -> None:
        self(isinstance(entry, dict) and all(entry.get(language) for language in ("es", "en")), field, "es, en")

    def one_of(self, value: Any, known: Iterable[str], field: str) -> None:
        self(value in known, field, ", ".join(known))


def _breakdown(code: str, entry: Any, lists: set[str], own: dict[str, Any], check: _Checks) -> Breakdown:
    check.keys(entry, code, {"es", "en"}, {"members", "own", "several", "ordered"})
    check(("members" in entry) != ("own" in entry), code, "members | own")
    check(code != TOTAL, code, "unique")
    if "own" in entry:
        check.one_of(entry["own"], own, f"{code}.own")
    members = tuple(entry.get("members", (entry.get("own"),)))
    for name in members:
        check(name in lists, f"{code}.members: {name}", "a list of contracts/vocabularies or of own")
    return Breakdown(code, entry["es"], entry["en"], members, bool(entry.get("several")), bool(entry.get("ordered")))


def _indicator(code: str, entry: Any, document: dict[str, Any], check: _Checks) -> Indicator:
    check(bool(_ID.fullmatch(code)), code, "I-NN")
    check.keys(entry, code, _REQUIRED, {"denominator"})
    check(str(entry["mart"]).startswith(f"i{code[2:]}_"), f"{code}.mart", f"i{code[2:]}_…")
    check.one_of(entry["domain"], document["domains"], f"{code}.domain")
    check.one_of(entry["unit"], document["units"], f"{code}.unit")
    check.one_of(entry["kind"], KINDS, f"{code}.kind")
    for key in _TEXTS:
        check.labels(entry[key], f"{code}.{key}")
    for name in entry["breakdowns"]:
        check(name in document["breakdowns"], f"{code}.breakdowns: {name}", "breakdowns")
    check(len(set(entry["breakdowns"])) == len(entry["breakdowns"]), f"{code}.breakdowns", "unique")
    values: dict[str, Any] = {key: entry.get(key, "") for key in (*_REQUIRED, "denominator")}
    values |= {key: " ".join(values[key].split()) for key in ("numerator", "denominator", "rules")}
    values |= {key: tuple(values[key]) for key in ("breakdowns", "sources")}
    return Indicator(code, **values)


def _read(path: Path) -> dict[str, Any]:
    try:
        document: Any = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise IndicatorsInvalid(path=f"{path.name}:{line}", field="", rule="YAML 1.2") from None
    if not isinstance(document, dict):
        raise IndicatorsInvalid(path=path.name, field="", rule="a mapping")
    return document
