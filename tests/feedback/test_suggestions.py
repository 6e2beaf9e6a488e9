"""Suggestions follow from rules: the nearest accepted value, day and month swapped, zeros put back, or nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from synthetic_contracts import column, synthetic_contract

from faro.contracts import Column
from faro.feedback.expected import expected
from faro.feedback.suggestions import suggestion

RECEIVED = date(2026, 3, 10)
IDENTITY = [{"property": "identity", "value": "document_number"}]


@pytest.fixture
def stated(tmp_path: Path) -> Any:
    def make(kind: str, **said: Any) -> Column:
        columns = [column("numero", classification="record_identifier"), column("dato", kind, **said)]
        return synthetic_contract(tmp_path, "casos", columns, {"type": "newRows"}).column("dato")

    return make


@pytest.mark.parametrize(
    ("cell", "better"),
    [("Sin infraccion", "Sin infracción"), ("PREVENCION ", "Prevención"), ("Denunsia penal", "Denuncia penal"),
     ("Otra cosa", None)],
)  # fmt: skip
def test_the_nearest_value_of_a_closed_list(stated: Any, cell: str, better: str | None) -> None:
    outcome = stated("string", enum=[{"value": each} for each in ("Sin infracción", "Prevención", "Denuncia penal")])
    assert suggestion(outcome, "unlisted_value", cell, RECEIVED) == better


@pytest.mark.parametrize(
    ("cell", "rule", "better"),
    [
        ("2026-12-02", "in_the_future", "2026-02-12"),  # day and month swapped
        ("12/02/2026", "date_order_uncertain", "2026-02-12"),  # the other reading lies after the delivery
        ("05/02/2024", "date_order_uncertain", None),  # both are possible: nobody guesses
        ("13/25/2024", "not_a_date", None),
        ("30/02/2024", "not_a_date", None),
        ("15/03/24", "two_digit_year", "2024-03-15"),
        ("15/03/87", "two_digit_year", "1987-03-15"),
        ("5 de marzo de 2024", "not_a_date", "2024-03-05"),
        ("05-Set-2024", "not_a_date", "2024-09-05"),
        ("45292", "not_a_date", "2024-01-01"),  # the number under which Excel keeps that day
        ("2024-01-15 08:30", "time_in_date", "2024-01-15"),
        ("ayer", "not_a_date", None),
    ],
)
def test_a_date_that_can_only_be_one(stated: Any, cell: str, rule: str, better: str | None) -> None:
    assert suggestion(stated("date"), rule, cell, RECEIVED) == better


@pytest.mark.parametrize(
    ("kind", "cell", "better"),
    [("integer", "12 personas", "12"), ("integer", "1O", "10"), ("integer", "12,0", "12"), ("integer", "doce", None),
     ("number", "₡ 15,5", "15.5"), ("number", "1.234.5", None), ("integer", "12,5", None)],
)  # fmt: skip
def test_a_number_without_its_trimmings(stated: Any, kind: str, cell: str, better: str | None) -> None:
    assert suggestion(stated(kind), "not_an_integer", cell, RECEIVED) == better


@pytest.mark.parametrize(
    ("cell", "better"),
    [("1-613-584", "0106130584"), ("1O8880999", "0108880999"), ("1558-1234567-8", "155812345678"), ("12", None),
     ("sin documento", None)],
)  # fmt: skip
def test_a_document_with_its_zeros(stated: Any, cell: str, better: str | None) -> None:
    document = stated("string", classification="direct_identifier", customProperties=IDENTITY)
    assert suggestion(document, "not_a_document", cell, RECEIVED) == better


@pytest.mark.parametrize(("cell", "better"), [("7", "07"), (" 12 ", None), ("Limón", None)])
def test_a_code_with_its_zeros(stated: Any, cell: str, better: str | None) -> None:
    code = stated("string", logicalTypeOptions={"pattern": r"^\d{2}$"})
    assert suggestion(code, "pattern", cell, RECEIVED) in {better, cell.strip() if better is None else better}


@pytest.mark.parametrize(("cell", "better"), [("Sip", "Sí"), ("NO APLICA", "No"), ("quizá", None)])
def test_yes_or_no(stated: Any, cell: str, better: str | None) -> None:
    assert suggestion(stated("boolean"), "not_a_boolean", cell, RECEIVED) == better


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_an_empty_cell_suggests_nothing(stated: Any, cell: str | None) -> None:
    assert suggestion(stated("date", required=True), "required", cell, RECEIVED) is None


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        ("date", {"required": True}, "Fecha: AAAA-MM-DD o DD/MM/AAAA; no posterior a hoy."),
        ("integer", {"logicalTypeOptions": {"minimum": 0, "maximum": 120}},
         "Número entero, solo cifras; entre 0 y 120; puede quedar vacía."),
        ("string", {"required": True, "enum": [{"value": "Sí"}, {"value": "No"}]}, "Uno de: Sí, No."),
        ("string", {"required": True, "logicalTypeOptions": {"pattern": r"^\d{2}$"}}, "2 cifras."),
    ],
)  # fmt: skip
def test_what_is_expected_is_said_in_words(stated: Any, kind: str, said: dict[str, Any], words: str) -> None:
    assert expected(stated(kind, **said)) == words
