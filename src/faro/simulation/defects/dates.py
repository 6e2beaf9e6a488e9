"""What happens to dates: day and month exchanged, a birthday nobody knows, a day that does not exist."""

from datetime import date, datetime

from faro.simulation.defects.subject import NOTHING, Changes, Subject


def day_and_month_exchanged(subject: Subject) -> Changes:
    """The day of birth, where that is a date too."""
    column, born = _birth(subject)
    if born is None or born.day > 12 or born.day == born.month:
        return NOTHING
    exchanged = born.replace(month=born.day, day=born.month)
    return {column: exchanged} if exchanged <= _day_of_age(subject) else NOTHING


def first_of_january(subject: Subject) -> Changes:
    """Only the year of birth was known."""
    column, born = _birth(subject)
    return {column: born.replace(month=1, day=1)} if born and (born.month, born.day) != (1, 1) else NOTHING


def impossible(subject: Subject) -> Changes:
    """The thirtieth of February."""
    column = None if subject.form.is_typed else subject.one_of(subject.form.dates)
    value = subject.cells.get(column or "")
    return {column: f"{value.year}-02-30"} if column and isinstance(value, date) else NOTHING


def _day_of_age(subject: Subject) -> date:
    """Nobody is born after the day on which their age counts: that would be no disguise but an impossible age."""
    person = subject.form.contract.person
    value = subject.cells.get(person.age_at or "") if person else None
    return value if isinstance(value, date) and not isinstance(value, datetime) else date.max


def _birth(subject: Subject) -> tuple[str, date | None]:
    column = subject.form.roles.get("birth_date", "")
    value = subject.cells.get(column)
    return column, value if isinstance(value, date) else None
