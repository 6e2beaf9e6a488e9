"""The models of the dbt project and what each reads: their SQL is rendered with `ref` and `source` that take notes.

dbt would say the same, seconds later; a test compares both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, Undefined

from faro.settings import PROJECT

PROJECT_FOLDER = PROJECT / "dbt_project"
_PERSONS = "identity.person_of_row"


@dataclass(frozen=True)
class Model:
    """A model's file and the names of the models, seeds and sources (as schema.table) that it reads."""

    path: Path
    parents: frozenset[str]

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def page(self) -> dict[str, Any]:
        """What its YAML says of it; empty where there is none yet."""
        page = self.path.with_suffix(".yml")
        document = yaml.load(page.read_text(encoding="utf-8"), yaml.CSafeLoader) if page.exists() else {}
        models = document.get("models", [])
        return next((dict(each) for each in models if each["name"] == self.name), {})


def read_models(folder: Path = PROJECT_FOLDER) -> dict[str, Model]:
    """Every model by name."""
    texts = _Texts(folder)
    paths = sorted((folder / "models").rglob("*.sql"))
    return {path.stem: Model(path, texts.parents(path)) for path in paths}


def institutions_behind(models: Mapping[str, Model], name: str) -> set[str]:
    """The institutions whose deliveries a model has rows of; all persons' records only where it has no others.

    Nearly everything reads of all institutions who a person is, and that makes none of them its source.
    """
    return _deliverers(models, name, beyond_persons=False) or _deliverers(models, name, beyond_persons=True)


def _deliverers(models: Mapping[str, Model], name: str, *, beyond_persons: bool) -> set[str]:
    found, seen, waiting = set[str](), set[str](), [name]
    while waiting:
        each = waiting.pop()
        if each.startswith("raw_"):
            found.add(each.partition(".")[0].removeprefix("raw_"))
        elif each in models and each not in seen and (beyond_persons or _PERSONS not in models[each].parents):
            seen.add(each)
            waiting += models[each].parents
    return found


class _Relation(str):
    """What `ref` and `source` give: the name, and its parts for a macro that asks."""

    schema: str
    identifier: str

    @classmethod
    def of(cls, schema: str, identifier: str) -> "_Relation":
        relation = cls(f"{schema}.{identifier}" if schema else identifier)
        relation.schema, relation.identifier = schema, identifier
        return relation


class _Anything(Undefined):
    """What only dbt knows: says nothing, whatever is asked of it."""

    def __call__(self, *_: Any, **__: Any) -> "_Anything":  # type: ignore[override]
        return self

    def __getattr__(self, name: str) -> "_Anything":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _: Any) -> "_Anything":  # type: ignore[override]
        return self

    def __str__(self) -> str:
        return ""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return False


class _Texts:
    """The project's SQL with its macros."""

    def __init__(self, folder: Path) -> None:
        stated = yaml.load((folder / "dbt_project.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
        self._noted: set[str] = set()
        self._environment = Environment(  # noqa: S701  # SQL, and nobody gets it
            undefined=_Anything, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]
        )
        self._environment.globals.update(
            ref=self._ref,
            source=self._source,
            var=lambda name, default=None: stated.get("vars", {}).get(name, default),
            config=self._config,
            is_incremental=lambda: False,
            execute=False,
        )
        macros = "".join(path.read_text(encoding="utf-8") for path in sorted((folder / "macros").glob("*.sql")))
        module = self._environment.from_string(macros).module
        self._environment.globals.update({name: value for name, value in vars(module).items() if name[0] != "_"})

    def parents(self, path: Path) -> frozenset[str]:
        self._noted = set()
        self._environment.from_string(path.read_text(encoding="utf-8")).render()
        return frozenset(self._noted)

    def _config(self, *_: object, pre_hook: str | Sequence[str] = (), **__: object) -> str:
        """Says nothing; what runs before the model reads, too."""
        for hook in [pre_hook] if isinstance(pre_hook, str) else pre_hook:
            self._environment.from_string(hook).render()
        return ""

    def _ref(self, name: str) -> _Relation:
        self._noted.add(name)
        return _Relation.of("", name)

    def _source(self, schema: str, table: str) -> _Relation:
        self._noted.add(f"{schema}.{table}")
        return _Relation.of(schema, table)
