"""What happens to a person's records later, from the delivery to the mart: held back and corrected, rectified,
under new keys, erased at request, entered again all the same, and the delivery itself withdrawn.

The marts are asked about years before those of the country: nobody else is in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl
import psycopg
import pytest
import record_tokens
from clerk import Clerk
from offered_files import hand_over
from psycopg.rows import dict_row

from faro.contracts import find_contract
from faro.settings import Settings
from faro.simulation.databases import fill_table
from faro.simulation.files import sheet
from faro.simulation.habits import file_path, habit_of
from faro.simulation.received import Row, headers

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = pytest.mark.stack

RESOLUTIONS, DETECTIONS = find_contract("eri", "resolutions"), find_contract("msp", "detections")
EARLIER, LATER = 2012, 2013
NUMBER = "ERI-2013-90001"
ANA = {
    "document_type": "cedula", "document_number": "0909120913", "given_names": "Anabelinda",
    "first_surname": "Inventadísima", "second_surname": "Deprueba", "birth_date": date(1985, 7, 23), "sex": "Mujer",
    "nationality": "CRI",
}  # fmt: skip
BERTA = ANA | {"document_number": "0808110812", "given_names": "Bertalina", "birth_date": date(1979, 2, 11)}
CARLA = ANA | {"document_number": "0707100711", "given_names": "Carlamaría", "birth_date": date(1991, 12, 3)}
#: A register is asked for what changed since the newest change that is known.
TODAY = datetime.now(ZoneInfo("America/Costa_Rica")).date()
MARKS = {"updated_on": date(LATER, 6, 30), "record_status": "Vigente"}


def resolution(year: int, updated_on: date) -> dict[str, Any]:
    decided = {"known_on": date(year, 5, 4), "resolved_on": date(year, 5, 11), "outcome": "Acreditada"}
    return {"resolution_number": NUMBER, **decided, **ANA, "updated_on": updated_on, "record_status": "Vigente"}


def detection(number: int, person: Mapping[str, Any], form: str = "Explotación sexual") -> dict[str, Any]:
    found = {
        "detection_number": _detection_number(number),
        "detected_on": date(LATER, 6, 29),
        "unit": "Fuerza Pública",
    }
    return {**found, **person, "suspected_form": form, **MARKS}


def _detection_number(number: int) -> str:
    return f"DET-{LATER}-9000{number}"


def rows_of(records: list[dict[str, Any]]) -> list[Row]:
    return [Row(str(number), date.min, date.min, record, 1, ()) for number, record in enumerate(records)]


class Offices:
    """The ERI's database and the border police's folder, as their people use them."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def write_resolution(self, record: dict[str, Any]) -> None:
        with psycopg.connect(self._stack.institution_uri("eri_owner", "eri")) as connection:
            assert fill_table(connection, RESOLUTIONS, headers(RESOLUTIONS, pl.DataFrame([record])), rows_of([record]))

    def deliver_detections(self, records: list[dict[str, Any]]) -> str:
        habit = habit_of(DETECTIONS)
        names = headers(DETECTIONS, pl.DataFrame(records))
        content = habit.write(sheet(DETECTIONS, habit, names, rows_of(records)))
        return hand_over(self._stack, "msp", file_path(DETECTIONS, "tarde").name, content).name

    def correct_detections(self, delivery: int, header: str, value: str) -> str:
        name = f"correcciones_detections_{delivery}.xlsx"
        clerk = Clerk((self._stack.outbox("msp").with_name("inbox") / name).read_bytes())
        assert clerk.lines == 1
        clerk.type(1, header, value)
        return hand_over(self._stack, "msp", name, clerk.save()).name


@dataclass(frozen=True)
class State:
    """What the marts say of the two years, and what is held."""

    years: dict[int, tuple[int, int]]  #: year → presumed, accredited
    several: dict[int, tuple[int, int]]  #: year → persons, those of several institutions
    detections: set[str]
    held: int
    key_ids: set[str]


@dataclass(frozen=True)
class Story:
    delivered: State
    corrected: State
    rotated: State
    erased: State
    entered_again: State
    withdrawn: State
    said_of_erasure: str
    reasons: list[str]


@pytest.fixture(scope="module")
def story(stack: Stack) -> Iterator[Story]:
    offices = Offices(stack)
    offices.write_resolution(resolution(LATER, TODAY - timedelta(days=2)))
    file = offices.deliver_detections([detection(1, ANA), detection(2, BERTA, "Cosecha"), detection(3, CARLA)])
    stack.faro("ingest", "eri", "msp")
    delivery = newest_delivery(stack, file)
    delivered = state(stack, delivery)

    offices.write_resolution(resolution(EARLIER, TODAY - timedelta(days=1)))
    form = DETECTIONS.editions[-1].headers["suspected_form"]
    corrected_file = offices.correct_detections(delivery, form, "Explotación laboral o trabajo forzoso")
    stack.faro("ingest", "eri", "msp")
    corrected = state(stack, delivery)

    stack.faro("identity", "rotate", "--reason", "prueba de rotación")
    rotated = state(stack, delivery)

    said = stack.faro("identity", "erase", f"eri/resolutions/{NUMBER}", "--request", "SOL-1", "--yes").stdout
    erased = state(stack, delivery)

    offices.write_resolution(resolution(EARLIER, TODAY))
    stack.faro("ingest", "eri")
    entered_again = state(stack, delivery)
    reasons = reasons_of_newest(stack, "resolutions")

    stack.faro("delivery", "withdraw", str(delivery), "--reason", "a pedido de la institución")
    yield Story(delivered, corrected, rotated, erased, entered_again, state(stack, delivery), said, reasons)
    for name in (file, corrected_file):
        (stack.outbox("msp") / name).unlink()


def newest_delivery(stack: Stack, file: str) -> int:
    return stack.deliveries_of(file)[-1]


def reasons_of_newest(stack: Stack, dataset: str) -> list[str]:
    rows = stack.sql(
        "select reason ->> 'rule' as rule from quarantine.row cross join jsonb_array_elements(reasons) as reason"
        f" where load_id = (select max(load_id) from ops.load where dataset = '{dataset}')"
    )
    return [row["rule"] for row in rows]


def state(stack: Stack, delivery: int) -> State:
    with as_transformer(stack) as cursor:

        def rows(query: str) -> list[dict[str, Any]]:
            return cursor.execute(query).fetchall()  # type: ignore[call-overload]

        early = f"year in ({EARLIER}, {LATER})"
        years = rows(f"select year, presumed, accredited from marts.victims_by_year where {early}")
        several = rows(f"select year, persons, in_several from marts.victims_in_several_institutions where {early}")
        detections = rows(
            f"select detection_number from raw_msp.detections_current where extract(year from detected_on) = {LATER}"
        )
        (held,) = rows(f"select count(*) as rows from quarantine.open_row where load_id = {delivery}")
        keys = rows(
            "select distinct split_part(document_number, ':', 1) as key from raw_msp.detections"
            " union select distinct split_part(document_number, ':', 1) from raw_eri.resolutions"
        )
    tokens = record_tokens.numbers(Settings(home=stack.home), DETECTIONS, [_detection_number(n) for n in (1, 2, 3)])
    ours = dict(zip(tokens, "123", strict=True))
    return State(
        {each["year"]: (each["presumed"], each["accredited"]) for each in years},
        {each["year"]: (each["persons"], each["in_several"]) for each in several},
        {ours[each["detection_number"]] for each in detections},
        held["rows"],
        {each["key"] for each in keys if each["key"]},
    )


@contextmanager
def as_transformer(stack: Stack) -> Iterator[psycopg.Cursor[dict[str, Any]]]:
    with psycopg.connect(stack.uri("faro_transformer"), row_factory=dict_row) as connection:
        yield connection.cursor()


def test_one_person_of_two_institutions_is_one_victim(story: Story) -> None:
    assert story.delivered.years == {LATER: (2, 1)}
    assert story.delivered.several == {LATER: (2, 1)}
    assert (story.delivered.detections, story.delivered.held) == ({"1", "3"}, 1)


def test_a_corrected_row_arrives_in_the_marts(story: Story) -> None:
    assert (story.corrected.detections, story.corrected.held) == ({"1", "2", "3"}, 0)
    assert story.corrected.years[LATER][0] == 3


def test_a_rectified_record_moves_its_figure(story: Story) -> None:
    assert story.corrected.years == {EARLIER: (1, 1), LATER: (3, 0)}
    assert story.corrected.several == {EARLIER: (1, 0), LATER: (3, 0)}


def test_new_keys_change_every_token_and_no_figure(story: Story) -> None:
    assert len(story.corrected.key_ids) == len(story.rotated.key_ids) == 1
    assert story.corrected.key_ids != story.rotated.key_ids
    assert (story.rotated.years, story.rotated.several) == (story.corrected.years, story.corrected.several)


def test_an_erased_person_is_in_no_figure_of_any_institution(story: Story) -> None:
    assert story.erased.years == {LATER: (2, 0)}
    assert story.erased.several == {LATER: (2, 0)}
    assert story.erased.detections == {"2", "3"}
    assert "filas que aún las tienen: 0" in " ".join(story.said_of_erasure.split())


def test_an_erased_person_who_is_entered_again_is_held_back(story: Story) -> None:
    assert story.reasons == ["person_erased"]
    assert story.entered_again.years == story.erased.years


def test_a_withdrawn_delivery_takes_its_corrected_rows_with_it(story: Story) -> None:
    assert story.withdrawn.years == {}
    assert story.withdrawn.detections == set()
