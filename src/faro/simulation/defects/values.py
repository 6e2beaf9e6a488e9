"""What happens to codes and numbers: written otherwise, unknown, missing, in letters."""

from functools import cache

from faro.simulation.defects.names import plain
from faro.simulation.defects.subject import NOTHING, Changes, Subject
from faro.vocabularies.lists import Vocabulary, vocabularies
from faro.vocabularies.synonyms import ANY, normalise

#: What of a person follows a vocabulary, so that staging knows every way to write it.
_VOCABULARY = {"sex": "sex", "nationality": "country"}
_TERRITORY = ("province", "canton", "district", "exploitation_province")
_WORDS = {0: "ninguno", 1: "uno", 2: "dos", 3: "tres", 4: "cuatro", 5: "cinco"}
UNKNOWN_CODE = "Código 99"


def written_otherwise(subject: Subject) -> Changes:
    """A synonym that the institution uses, or capitals without accents."""
    ways: dict[str, list[str]] = {}
    for role, vocabulary in _VOCABULARY.items():
        for column, code in subject.texts(role).items():  # type: ignore[arg-type]
            ways[column] = [each for each in _synonyms(vocabulary, code, _institution(subject)) if each != code]
    for column in _TERRITORY:
        if isinstance(place := subject.cells.get(column), str) and plain(place).upper() != place:
            ways[column] = [plain(place).upper()]
    chosen = [column for column, found in ways.items() if found]
    if not chosen:
        return NOTHING
    column = subject.draw.source.choice(chosen)
    return {column: subject.draw.source.choice(ways[column])}


def unknown_code(subject: Subject) -> Changes:
    """A value that is not on the contract's list."""
    column = subject.one_of(subject.form.closed_lists)
    return {column: UNKNOWN_CODE} if column else NOTHING


def missing(subject: Subject) -> Changes:
    """A required cell left empty."""
    column = subject.one_of(subject.form.required)
    return {column: None} if column else NOTHING


def number_in_letters(subject: Subject) -> Changes:
    column = None if subject.form.is_typed else subject.one_of(subject.form.numbers)
    value = subject.cells.get(column or "")
    return {column: _WORDS.get(int(value), "varios")} if column and isinstance(value, int | float) else NOTHING


def _institution(subject: Subject) -> str:
    return subject.form.contract.institution


@cache
def _lists() -> dict[str, Vocabulary]:
    return dict(vocabularies())


@cache
def _synonyms(vocabulary: str, value: str, institution: str) -> tuple[str, ...]:
    """Every text that means at all times what this one does, from anybody or from this institution."""
    texts = [
        each
        for each in _lists()[vocabulary].synonyms
        if each.institution in (ANY, institution) and not (each.since or each.until)
    ]
    codes = {value, *(each.code for each in texts if each.received == normalise(value))}
    return tuple(dict.fromkeys(each.received for each in texts if each.code in codes))
