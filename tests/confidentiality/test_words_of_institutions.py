"""What an institution calls its files, sheets and columns is no place for an analyst to read a name or a number."""

from hypothesis import given
from hypothesis import strategies as st

from faro.contracts import find_contract
from faro.loading.findings import RowsQuarantined
from faro.masking import Mask
from faro.parsing.findings import finding

INVESTIGATIONS = find_contract("oij", "investigations")
MASK = Mask(INVESTIGATIONS)


def test_a_word_is_shown_that_the_contract_has() -> None:
    assert MASK.words("investigaciones de Ana Mora 1-2345-6789.csv") == "investigaciones de ….csv"
    assert MASK.words("Ana Mora") == "…"
    headers = INVESTIGATIONS.editions[-1].collected.values()
    assert [MASK.words(header) for header in headers] == [*headers]


@given(st.text())
def test_no_number_is_shown_and_what_is_masked_is_masked_for_good(text: str) -> None:
    shown = MASK.words(text)
    assert shown == text or not any(map(str.isdigit, shown))
    assert MASK.words(shown) == shown


def test_a_finding_is_told_in_masked_words() -> None:
    unknown = MASK.finding(finding("UnknownColumn", file="Ana Mora.csv", column="8888-1234", count=2))
    assert unknown.facts == {"file": "….csv", "column": "…", "count": 2}
    assert unknown.message("en").startswith("….csv: column 2, “…”, is not in the contract")
    held = MASK.finding(RowsQuarantined(file="Ana.csv", count=1, row=3, column="—", rule="required"))
    assert held.facts["rule"] == "required"
    assert "Ana" not in held.message("es")
