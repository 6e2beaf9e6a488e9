"""How a returning file is read: an edition derived from the contract's newest one, plus the columns Faro added."""

from dataclasses import replace

from faro.contracts import Contract
from faro.feedback.names import is_registration, returning
from faro.parsing.layout import Column, DateOrder, Edition, Layout

#: The edition of every corrected workbook; no institution may call one of its own so.
CORRECTIONS = "correcciones"

SHEET = "Correcciones"

#: The edition of every registration workbook; title, hint and example stand above its header, so none is ever data.
REGISTRATION, REGISTRATION_SHEET, ROWS_ABOVE_HEADER = "registro", "Registro", 3

#: How a date is read that somebody typed as text; the workbooks say so where dates are asked for.
DATE_ORDER: DateOrder = "dmy"

#: Identity of a held row: the delivery that brought it and its row number there.
LOAD, ROW = "_corrects_load", "_corrects_row"
CONTROL_HEADERS = {LOAD: "Entrega (Faro)", ROW: "Fila en su archivo"}
EXPLANATION_HEADERS = {
    "_wrong": "Qué está mal",
    "_expected": "Qué se espera",
    "_suggestion": "Sugerencia",
}


def is_correction(file_name: str) -> bool:
    """Whether a delivery brings corrected rows back instead of new ones."""
    return returning(file_name) is not None


def layout_of(contract: Contract, file_name: str) -> Layout:
    """The contract's own layout, or for a workbook that Faro handed out the one it was handed out with."""
    if is_correction(file_name):
        return correction_layout(contract)
    return registration_layout(contract) if is_registration(file_name, contract.dataset) else contract.layout()


def correction_layout(contract: Contract) -> Layout:
    """The contract's columns under their newest headers, the explanations and the identity of each row."""
    own = contract.layout()
    added = [
        *(Column(name, "string", False) for name in EXPLANATION_HEADERS),
        *(Column(name, "integer", True) for name in CONTROL_HEADERS),
    ]
    headers = {**headers_of(contract), **EXPLANATION_HEADERS, **CONTROL_HEADERS}
    edition = Edition(CORRECTIONS, SHEET, skip_rows=0, headers=headers, date_order=DATE_ORDER)
    return replace(own, columns=(*own.columns, *added), editions=(edition,))


def registration_layout(contract: Contract) -> Layout:
    """The contract's columns under their newest headers, below the title and the example."""
    own = contract.layout()
    edition = Edition(
        REGISTRATION,
        REGISTRATION_SHEET,
        skip_rows=ROWS_ABOVE_HEADER,
        headers=headers_of(contract),
        date_order=DATE_ORDER,
    )
    return replace(own, editions=(edition,))


def headers_of(contract: Contract) -> dict[str, str]:
    """Column → the header under which the institution delivers it now; only what it does deliver."""
    return {name: header for name, header in contract.editions[-1].headers.items() if header}
