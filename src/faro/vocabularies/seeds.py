"""The seeds that follow from the code lists: a catalogue and a map per list, and what dbt has to know of them."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from faro.settings import PROJECT
from faro.vocabularies.lists import Vocabulary, special_members, vocabularies
from faro.vocabularies.public_holidays import public_holidays

INSTITUTIONS = PROJECT / "contracts" / "institutions.yml"
SEEDS = PROJECT / "dbt_project" / "seeds"

_LABELS = {
    "code": ("Code of the member.", "text"),
    "name_es": ("Label in Spanish.", "text"),
    "name_en": ("Label in English.", "text"),
}
_VALIDITY = {
    "valid_from": ("First day of validity; empty for always.", "date"),
    "valid_to": ("Last day of validity; empty while it lasts.", "date"),
}
_MAP = {
    "institution": ("Who writes it so; any for everybody.", "text"),
    "under": ("Unit under which it is written, for territories.", "text"),
    "received": ("The text as received, normalised.", "text"),
    "code": ("Code it stands for.", "text"),
} | _VALIDITY
_INSTITUTION = _LABELS | {
    "short_name": ("Name in short.", "text"),
    "country_code": ("Country, ISO 3166-1 alpha-3.", "text"),
}
_HOLIDAY = {
    "day": ("The day on which the holiday was kept.", "date"),
    "name_es": _LABELS["name_es"],
    "name_en": _LABELS["name_en"],
}


def derived_files() -> dict[Path, str]:
    """Path → content of every seed that follows from the lists."""
    catalogues = SEEDS / "catalogues"
    files = {
        catalogues / "catalogue_institution.csv": _institutions(),
        catalogues / "catalogue_special.csv": as_csv(("code", "name_es", "name_en"), special_members()),
        catalogues / "catalogue_holiday.csv": as_csv(_HOLIDAY, public_holidays()),
    }
    lists = vocabularies()
    files[SEEDS / "_seeds.yml"] = _properties(lists.values())
    for name, vocabulary in lists.items():
        files[catalogues / f"catalogue_{name}.csv"] = _catalogue(vocabulary)
        if vocabulary.synonyms:
            files[SEEDS / "maps" / f"map_{name}.csv"] = _map(vocabulary)
    return files


def _catalogue(vocabulary: Vocabulary) -> str:
    header = ("code", "name_es", "name_en", *vocabulary.columns, "valid_from", "valid_to", "position")
    return as_csv(
        header,
        (
            (m.code, m.es, m.en, *(m.attributes.get(c) for c in vocabulary.columns), m.since, m.until, position)
            for position, m in enumerate(vocabulary.members, start=1)
        ),
    )


def _map(vocabulary: Vocabulary) -> str:
    header = ("institution", "under", "received", "code", "valid_from", "valid_to")
    rows = sorted(
        ((s.institution, s.under, s.received, s.code, s.since, s.until) for s in vocabulary.synonyms),
        key=lambda row: tuple(str(value or "") for value in row),
    )
    return as_csv(header, rows)


def _properties(lists: Iterable[Vocabulary]) -> str:
    """What dbt has to know of the seeds: descriptions, types, keys."""
    seeds = [
        _seed("catalogue_institution", "Who delivers.", _INSTITUTION),
        _seed("catalogue_special", "The members that every list has.", _LABELS),
        _seed("catalogue_holiday", "Public holidays of Costa Rica.", _HOLIDAY, key="day"),
    ]
    for vocabulary in lists:
        name, catalogue = vocabulary.name, f"catalogue_{vocabulary.name}"
        seeds.append(_seed(catalogue, f"{vocabulary.title}: the members.", _catalogue_columns(vocabulary)))
        if vocabulary.synonyms:
            seeds.append(_seed(f"map_{name}", f"{vocabulary.title}: texts as received.", _MAP, of=catalogue))
    text = io.StringIO()
    YAML().dump({"version": 2, "seeds": seeds}, text)
    return f"# generated from contracts/vocabularies, do not edit: faro derive\n{text.getvalue()}"


def _seed(
    name: str, description: str, columns: dict[str, tuple[str, str]], *, key: str = "code", of: str | None = None
) -> dict[str, Any]:
    test = "is_map" if of else "unique_together"
    arguments: dict[str, Any] = {"of": f"ref('{of}')"} if of else {"columns": [key]}
    return {
        "name": name,
        "description": f"{description} Generated from contracts/vocabularies, do not edit: faro derive.",
        "config": {"column_types": {column: kind for column, (_, kind) in columns.items()}},
        "data_tests": [{test: {"arguments": arguments}}],
        "columns": [{"name": column, "description": text} for column, (text, _) in columns.items()],
    }


def _catalogue_columns(vocabulary: Vocabulary) -> dict[str, tuple[str, str]]:
    own = {column: (text, _kind(vocabulary, column)) for column, text in vocabulary.columns.items()}
    return _LABELS | own | _VALIDITY | {"position": ("Place in the list.", "integer")}


def _kind(vocabulary: Vocabulary, column: str) -> str:
    kinds = {type(m.attributes[column]) for m in vocabulary.members if m.attributes.get(column) is not None}
    return "boolean" if kinds == {bool} else "integer" if kinds == {int} else "text"


def _institutions() -> str:
    entries = YAML(typ="safe").load(INSTITUTIONS.read_text(encoding="utf-8"))
    rows = [(c, e["name"]["es"], e["name"]["en"], e["short_name"], e["country"]) for c, e in entries.items()]
    rows += [(code, es, en, es, None) for code, es, en in special_members()]
    return as_csv(("code", "name_es", "name_en", "short_name", "country_code"), rows)


def as_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """The lines of a seed; nothing is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(("true" if v is True else "false" if v is False else v for v in row) for row in rows)
    return text.getvalue()
