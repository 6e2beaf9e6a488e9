"""What is served without an account shows no small number of rows, nor what one could be reckoned from."""

import re
from html import unescape
from pathlib import Path

import pytest
from private_warehouse import Warehouse
from validation_material import contract_with, frame

from faro.loading.work_table import WorkTable
from faro.settings import Settings
from faro.validation.places import results_folder, site_folder

ROWS, WRONG = 97, 3


@pytest.fixture(scope="module")
def served(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The pages of a delivery of which three rows are wrong in one way, and one in another."""
    import great_expectations as gx

    from faro.validation.context import COARSE, context_for
    from faro.validation.run import validate
    from faro.validation.suites import suite_of

    contract = contract_with(tmp_path_factory.mktemp("contracts"))
    settings = warehouse.settings.model_copy(update={"home": tmp_path_factory.mktemp("home")})
    rows = [{"age": 900} if number < WRONG else {} for number in range(ROWS)]
    with warehouse.copy() as copy, copy.connect("faro_loader") as connection:
        table = WorkTable(contract, 1)
        table.fill(connection, [lambda: frame(*rows[:-1], {"sex": "otro"})])
        validate(settings, copy.uri("faro_loader"), connection, contract, table.name, 150)
    context = context_for(settings, COARSE)
    name = f"{contract.institution}.{contract.dataset}"
    context.suites.add(gx.ExpectationSuite(name=name, expectations=suite_of(contract, rows_in_force=0)))
    context.build_data_docs()
    return settings


#: What a page holds beside its words.
_MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL)


def texts(folder: Path) -> list[str]:
    return [" ".join(unescape(_MARKUP.sub(" ", page.read_text())).split()) for page in folder.rglob("*.html")]


def test_the_kept_result_is_exact(served: Settings) -> None:
    (result,) = results_folder(served).rglob("*.json")
    assert f'"unexpected_count": {WRONG}' in result.read_text()


def test_a_page_shows_tens(served: Settings) -> None:
    shown = " ".join(texts(site_folder(served) / "validations"))
    assert "10 unexpected values found" in shown
    assert "10% of 100 total rows" in shown
    for betraying in ("3 unexpected", "1 unexpected", " 97 ", " 75 ", "3.09", "1.03"):
        assert betraying not in shown
