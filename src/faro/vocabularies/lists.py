"""The code lists as their YAML declares them, several files making one list where they name the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from babel import Locale
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from faro.errors import ConfigurationError
from faro.language import Language
from faro.settings import PROJECT
from faro.vocabularies.synonyms import ANY, Synonym, normalise, unambiguous

FOLDER = PROJECT / "contracts" / "vocabularies"
SPECIAL = ("not_recorded", "not_applicable", "unmapped", "withheld")

_OWN_KEYS = {"es", "en", "name", "since", "until", "received"}
_ITSELF = ("published_as", "family")  #: columns that name a member: the member itself where it names none


class VocabularyInvalid(ConfigurationError):
    """A list does not have the form of a list."""

    template: ClassVar[dict[Language, str]] = {
        "es": "{path}: el miembro o la clave «{field}» no cumple la regla «{rule}».\n  Corríjalo: faro derive",
        "en": "{path}: member or key '{field}' breaks the rule '{rule}'.\n  Correct it: faro derive",
    }


@dataclass(frozen=True)
class Member:
    """One entry of a code list."""

    code: str
    es: str
    en: str
    since: date | None = None
    until: date | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """A code list: its members, its own columns (with what they mean) and the texts that stand for its members."""

    name: str
    title: str
    columns: dict[str, str]
    members: tuple[Member, ...]
    synonyms: tuple[Synonym, ...]


def vocabularies(folder: Path = FOLDER) -> dict[str, Vocabulary]:
    """Every list by name. Files with the same `vocabulary` are one list; the special members end each.

    Read once per state of the files: a process that lives long sees what changed.
    """
    return dict(_vocabularies(tuple((path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.yml")))))


@lru_cache(maxsize=2)
def _vocabularies(files: tuple[tuple[Path, int], ...]) -> dict[str, Vocabulary]:
    documents: dict[str, list[dict[str, Any]]] = {}
    for path, _stamp in files:
        document = _read(path)
        documents.setdefault(document["vocabulary"], []).append(document)
    special = documents.pop("special")[0]["members"]
    return {name: _vocabulary(name, parts, special) for name, parts in sorted(documents.items())}


def special_members() -> list[tuple[str, str, str]]:
    members = _read(FOLDER / "special.yml")["members"]
    return [(code, members[code]["es"], members[code]["en"]) for code in SPECIAL]


def _read(path: Path) -> dict[str, Any]:
    try:
        document: Any = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise VocabularyInvalid(path=f"{path.name}:{line}", field="", rule="YAML 1.2") from None
    for key in ("vocabulary", "members"):
        if not isinstance(document, dict) or not document.get(key):
            raise VocabularyInvalid(path=path.name, field=key, rule="required")
    return {**document, "path": path.name}


def _vocabulary(name: str, parts: list[dict[str, Any]], special: dict[str, dict[str, str]]) -> Vocabulary:
    columns = {column: meaning for part in parts for column, meaning in part.get("attributes", {}).items()}
    members: dict[str, Member] = {}
    synonyms: list[Synonym] = []
    for part in parts:
        for code, entry in part["members"].items():
            member = _member(str(code), special.get(code, {}) | entry, part, columns)
            if members.setdefault(member.code, member) is not member and code not in SPECIAL:
                raise VocabularyInvalid(path=part["path"], field=member.code, rule="unique")
            synonyms += _synonyms(member, entry, part)
    for code in SPECIAL:
        given = members.pop(code, None)
        members[code] = given or _member(code, special[code], parts[0] | {"defaults": {}}, columns)
    return Vocabulary(
        name, parts[0]["title"]["en"], columns, tuple(members.values()), unambiguous(synonyms, parts[0]["path"])
    )


def _member(code: str, entry: dict[str, Any], part: dict[str, Any], columns: dict[str, str]) -> Member:
    for key in entry.keys() - _OWN_KEYS - set(columns):
        raise VocabularyInvalid(path=part["path"], field=f"{code}.{key}", rule="attributes")
    labels: dict[str, Any] = {language: entry.get(language, entry.get("name")) for language in ("es", "en")}
    if part.get("labels") == "cldr" and entry.get("alpha2"):
        labels = {language: Locale(language).territories[entry["alpha2"]] for language in labels}
    if not all(labels.values()):
        raise VocabularyInvalid(path=part["path"], field=code, rule="es, en")
    values = part.get("defaults", {}) | {key: value for key, value in entry.items() if key in columns}
    values = {column: code for column in _ITSELF if column in columns} | values
    return Member(code, labels["es"], labels["en"], entry.get("since"), entry.get("until"), values)


def _synonyms(member: Member, entry: dict[str, Any], part: dict[str, Any]) -> Iterator[Synonym]:
    where = _place(member)
    base = Synonym(ANY, where, "", member.code, member.since, member.until)
    if "name" in entry or (part.get("labels") == "cldr" and member.code not in SPECIAL):
        yield from (replace(base, received=normalise(label)) for label in (member.es, member.en))
    for institution, texts in entry.get("received", {}).items():
        for each in texts:
            given = each if isinstance(each, dict) else {"text": each}
            yield Synonym(
                institution,
                given.get("under", where),
                normalise(str(given["text"])),
                member.code,
                given.get("since", member.since),
                given.get("until", member.until),
            )


def _place(member: Member) -> str:
    """What a text has to stand under to mean this member: the unit that contains it, else its country."""
    if "level" not in member.attributes or member.code in SPECIAL:
        return ""
    return str(member.attributes.get("within") or member.attributes["country_code"])
