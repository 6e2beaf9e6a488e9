"""How the files that Faro hands out are called, and how each is known by its name when it comes back filled in."""

import re
from dataclasses import dataclass

_RETURNING = re.compile(r"correcciones_(?P<dataset>[a-z][a-z0-9_]*)_(?P<delivery>\d+)[^.]*\.xlsx", re.IGNORECASE)


@dataclass(frozen=True)
class Returning:
    """What the name of a corrected workbook says."""

    dataset: str
    delivery_id: int


def receipt_name(dataset: str, delivery_id: int) -> str:
    return f"acuse_{dataset}_{delivery_id}.txt"


def corrections_name(dataset: str, delivery_id: int) -> str:
    return f"correcciones_{dataset}_{delivery_id}.xlsx"


def returning(file_name: str) -> Returning | None:
    """The dataset and delivery that a file corrects; None for every other file.

    A copy that a desktop renamed, such as `correcciones_x_7 (1).xlsx`, still is one.
    """
    found = _RETURNING.fullmatch(file_name)
    return Returning(found["dataset"].lower(), int(found["delivery"])) if found else None


def is_for(file_name: str, dataset: str) -> bool:
    """Whether a file that lies beside the deliveries of several datasets may be one of that dataset."""
    found = returning(file_name)
    return found is None or found.dataset == dataset


def registration_name(dataset: str) -> str:
    return f"registro_{dataset}.xlsx"


def is_registration(file_name: str, dataset: str) -> bool:
    """Whether it is the registration workbook of that dataset, perhaps with a word more: `registro_x enero.xlsx`."""
    return bool(re.fullmatch(rf"registro_{dataset}(?:[ .(-].*)?\.xlsx", file_name, re.IGNORECASE))


def is_ours(file_name: str, dataset: str) -> bool:
    """Whether Faro handed the file out for that dataset: it is a delivery whatever the contract says of names."""
    return is_registration(file_name, dataset) or (returning(file_name) is not None and is_for(file_name, dataset))
