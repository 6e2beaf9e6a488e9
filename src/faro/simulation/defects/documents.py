"""What happens to identity documents: not asked for, mistyped, written without zeros, or impossible."""

from faro.simulation.defects.subject import NOTHING, Changes, Subject

#: The figures that stay when a number is mistyped: without them it would be no number of its kind.
_PREFIX = 3
_CEDULA, _LONG_DIMEX = (9, 10), 12


def missing(subject: Subject) -> Changes:
    """Nobody asked for it, or the person had none with them."""
    columns = subject.texts("document_number", "document_type")
    number = subject.form.roles.get("document_number")
    return dict.fromkeys(columns) if number in columns and not columns.keys() & {*subject.form.required} else NOTHING


def mistyped(subject: Subject) -> Changes:
    """One figure wrong, two exchanged, or one left out where the number stays one of its kind."""
    column, number = subject.text("document_number")
    places = [place for place, sign in enumerate(number) if sign.isdigit()][_PREFIX:]
    if len(places) < 2:
        return NOTHING
    ways = [_exchange, _substitute] + ([_leave_out] if len(number) == _LONG_DIMEX else [])
    wrong = subject.draw.source.choice(ways)(subject, number, places)
    return {column: wrong} if wrong != number else NOTHING


def without_zeros(subject: Subject) -> Changes:
    """A cédula in three parts whose leading zeros were left out: 1-613-584."""
    column, number = subject.text("document_number")
    figures = number.replace("-", "")
    if not figures.isdigit() or len(figures) not in _CEDULA or _kind(subject) not in {"cedula", ""}:
        return NOTHING
    province, volume, entry = figures[-9], figures[-8:-4], figures[-4:]
    if not (volume.startswith("0") or entry.startswith("0")) or int(volume) == 0 or int(entry) == 0:
        return NOTHING
    return {column: f"{province}-{int(volume)}-{int(entry)}"}


def impossible(subject: Subject) -> Changes:
    """Too short to be a number of the kind that the form states."""
    column, number = subject.text("document_number")
    start = number[:5]
    has_kind = _kind(subject) in {"cedula", "dimex"}
    # One figure five times is how clerks write that there is no number.
    return {column: start} if has_kind and len({*start.lstrip("0")}) > 1 else NOTHING


def _kind(subject: Subject) -> str:
    return subject.text("document_type")[1]


def _substitute(subject: Subject, number: str, places: list[int]) -> str:
    place = subject.draw.source.choice(places)
    other = subject.draw.source.choice([sign for sign in "0123456789" if sign != number[place]])
    return number[:place] + other + number[place + 1 :]


def _exchange(subject: Subject, number: str, places: list[int]) -> str:
    """Two neighbours that differ; the number itself where none do."""
    pairs = [place for place in places[:-1] if place + 1 in places and number[place] != number[place + 1]]
    if not pairs:
        return number
    place = subject.draw.source.choice(pairs)
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def _leave_out(subject: Subject, number: str, places: list[int]) -> str:
    place = subject.draw.source.choice(places)
    return number[:place] + number[place + 1 :]
