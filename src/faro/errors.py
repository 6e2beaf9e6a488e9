"""Errors that carry facts and end with the cure, in both languages, and never hold a cell's value."""

from collections.abc import Mapping
from string import Formatter
from typing import ClassVar, Literal, Protocol, Self

from faro.language import Language, reader_language

Fact = str | int
Sentences = dict[Language, str]
Severity = Literal["critical", "error", "warning", "info"]

#: The only facts a message may show. None of them can hold what a cell contains.
ALLOWED_FACTS = frozenset(
    {
        "institution",
        "dataset",
        "edition",
        "sheet",
        "row",
        "column",
        "expected_column",
        "count",
        "total",
        "share",
        "rule",
        "vocabulary",
        "path",
        "line",
        "file",
        "format",
        "encoding",
        "port",
        "setting",
        "service",
        "log",
        "host",
        "seconds",
        "status",
        "command",
        "size",
        "field",
    }
)


#: Those that the files of institutions say. Whoever works on them reads them as they are, everybody else masked.
FROM_DELIVERIES = frozenset({"file", "sheet", "column"})


class FaroError(Exception):
    """An error that people read: a sentence, its reason and what to do, without a traceback.

    Subclasses declare `template` in Spanish and English; every placeholder is one of `ALLOWED_FACTS`.
    """

    exit_code: ClassVar[int] = 1
    severity: ClassVar[Severity] = "critical"
    template: ClassVar[Sentences] = {"es": "Error.", "en": "Error."}

    def __init__(self, **facts: Fact) -> None:
        self.facts = facts
        super().__init__(self.message())

    @property
    def code(self) -> str:
        return type(self).__name__

    def message(self, language: Language | None = None) -> str:
        return self.template[language or reader_language()].format(**self.facts)

    def with_facts(self, facts: Mapping[str, Fact]) -> Self:
        """The same error of other facts."""
        return type(self)(**facts)

    def __reduce__(self):  # type: ignore[no-untyped-def]
        return _rebuild, (type(self), self.facts)


class Reportable(Protocol):
    """What the ledger keeps as a finding: an error or a remark, with its facts and its sentence in both languages."""

    @property
    def code(self) -> str: ...

    @property
    def severity(self) -> Severity: ...

    @property
    def facts(self) -> Mapping[str, Fact]: ...

    def message(self, language: Language | None = None) -> str: ...

    def with_facts(self, facts: Mapping[str, Fact]) -> "Reportable": ...


def _rebuild(kind: type[FaroError], facts: dict[str, Fact]) -> FaroError:
    return kind(**facts)


def placeholders(template: str) -> set[str]:
    """The names of the facts that a template shows."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


class ConfigurationError(FaroError):
    """A setting, contract or credential is wrong; nothing was done."""

    exit_code = 10


class SourceError(FaroError):
    """A source could not be reached or refused us; trying again may help."""

    exit_code = 11


class DeliveryError(FaroError):
    """A delivery cannot be read or is not what the contract says; it is kept, and not loaded."""

    exit_code = 12


class StackError(FaroError):
    """A service of the embedded stack did not start or stop."""

    exit_code = 13
