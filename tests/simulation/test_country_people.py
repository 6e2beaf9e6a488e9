"""The people of the country: names and documents as they are here, relatives who look alike, and one truth."""

from collections import Counter
from datetime import timedelta

import polars as pl
import pytest
from stdnum.cr import cpf, cr

from faro.simulation.country import DATASETS, Country
from faro.simulation.country.columns import PERSON
from faro.simulation.country.names import given_names, surnames

ABOUT_PERSONS = [each.id for each in DATASETS.values() if each.is_about_persons]
IN_PARTS = [each for each in ABOUT_PERSONS if "given_names" in DATASETS[each].columns]


@pytest.fixture(scope="module")
def country() -> Country:
    return Country()


@pytest.fixture(scope="module")
def shown(country: Country) -> pl.DataFrame:
    """Every record in force about a person, of all datasets that give names in parts."""
    return pl.concat([country.in_force(each).select(*PERSON, "_person") for each in IN_PARTS])


def test_a_person_is_the_same_everywhere_once_corrected(shown: pl.DataFrame) -> None:
    same = shown.group_by("_person").agg(
        pl.col("given_names", "first_surname", "birth_date", "sex", "nationality").n_unique(),
        pl.col("second_surname").drop_nulls().n_unique(),
    )
    assert same.drop("_person", "second_surname").max().row(0) == (1, 1, 1, 1, 1)
    assert same["second_surname"].max() == 1


def test_every_record_names_somebody_of_the_country(country: Country) -> None:
    truth = country.truth()
    assert set(truth["person"]) <= set(country.people["person"])
    assert truth.select("dataset", "record_key").is_duplicated().sum() == 0
    assert set(truth["dataset"]) == set(ABOUT_PERSONS)
    keys = sum(country.records(each)[DATASETS[each].key].n_unique() for each in ABOUT_PERSONS)
    assert len(truth) == keys


def test_documents_are_those_of_costa_rica(shown: pl.DataFrame) -> None:
    numbers = {
        kind: shown.filter(pl.col("document_type") == kind)["document_number"]
        for kind in ("cedula", "dimex", "pasaporte")
    }
    assert all(cpf.is_valid(number) and len(number) == 10 for number in numbers["cedula"])
    assert {number[1] for number in numbers["cedula"]} == set("12345678")
    assert all(cr.is_valid(number) for number in numbers["dimex"])
    assert {len(number) for number in numbers["dimex"]} == {11, 12}
    assert all((number.isalnum() and number.isupper()) or number.isdigit() for number in numbers["pasaporte"])
    assert (shown["document_type"].is_null() == shown["document_number"].is_null()).all()
    assert (shown.filter(pl.col("document_type") == "cedula")["nationality"] == "CRI").all()


def test_cedulas_may_lose_zeros(shown: pl.DataFrame) -> None:
    """Volume and entry begin with zeros often enough for that defect to be met."""
    cedulas = shown.filter(pl.col("document_type") == "cedula")["document_number"].unique()
    assert (cedulas.str.slice(6, 1) == "0").mean() > 0.9
    assert (cedulas.str.slice(2, 1) == "0").mean() > 0.1


def test_a_document_names_one_person_but_for_lent_passports(shown: pl.DataFrame) -> None:
    holders = (
        shown.drop_nulls("document_number")
        .group_by("document_type", "document_number")
        .agg(pl.col("_person").n_unique())
    )
    shared = holders.filter(pl.col("_person") > 1)
    assert set(shared["document_type"]) == {"pasaporte"}
    assert 1 <= len(shared) < 40


def test_documents_are_missing_among_migrants(country: Country, shown: pl.DataFrame) -> None:
    missing = {
        nationality: people["document_number"].is_null().mean()
        for (nationality,), people in shown.with_columns(national=pl.col("nationality") == "CRI").group_by("national")
    }
    assert missing[True] < 0.06
    assert missing[False] > 0.25
    assert country.in_force("dgme/smuggled_migrants")["document_number"].is_null().mean() > 0.5


def test_the_same_foreigner_shows_different_documents(shown: pl.DataFrame) -> None:
    kinds = (
        shown.filter(pl.col("nationality") != "CRI")
        .group_by("_person")
        .agg(pl.col("document_type").n_unique(), pl.len())
    )
    assert (kinds.filter(pl.col("len") > 2)["document_type"] > 1).mean() > 0.3


def test_names_are_as_they_are_here(shown: pl.DataFrame) -> None:
    people = shown.unique("_person")
    assert (people.filter(pl.col("nationality") == "CRI")["second_surname"].is_null()).mean() < 0.06
    assert people.filter(pl.col("nationality") == "HTI")["second_surname"].null_count() > 50
    assert people["given_names"].str.contains(" ").mean() > 0.4
    surname = pl.concat([people["first_surname"], people["second_surname"].drop_nulls()])
    assert surname.str.contains("ñ").any()
    assert surname.str.contains("[áéíóú]").mean() > 0.3
    for particle in ("De la ", "De los ", "Del ", "De "):
        assert surname.str.starts_with(particle).any(), particle
    assert people["given_names"].str.contains(" de los | del | de la ").any()


def test_frequent_names_are_frequent(shown: pl.DataFrame) -> None:
    """Namesakes happen: different persons of one name, some of them in the same institution."""
    people = shown.unique("_person")
    commonest = people.filter(pl.col("nationality") == "CRI")["first_surname"].value_counts(sort=True)
    assert commonest["count"][0] > 5 * commonest["count"].median()
    full = Counter(
        people.drop_nulls("second_surname").select("given_names", "first_surname", "second_surname").iter_rows()
    )
    assert sum(count > 1 for count in full.values()) > 20


def test_no_list_repeats_a_name() -> None:
    for names in (*given_names().values(), *surnames().values()):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("relation", "alike"), [("twin_of", ("first_surname", "birth_date")), ("son_of", ("given_names", "first_surname"))]
)
def test_relatives_who_look_alike_are_in_the_records(country: Country, relation: str, alike: tuple[str, ...]) -> None:
    people = country.people
    pairs = people.drop_nulls(relation).join(people, left_on=relation, right_on="person", suffix="_other")
    assert len(pairs) > 20
    for column in (*alike, "address", "province"):
        assert pairs[column].equals(pairs[f"{column}_other"]), column
    different = "given_names" if relation == "twin_of" else "birth_date"
    assert not (pairs[different] == pairs[f"{different}_other"]).any()
    known = set(country.truth()["person"])
    both = [pair for pair in pairs.select("person", relation).iter_rows() if set(pair) <= known]
    assert len(both) >= 10


def test_people_share_addresses_and_telephones(country: Country) -> None:
    people = country.people
    assert people.group_by("district", "address").len()["len"].max() >= 4
    assert people["phone"].drop_nulls().is_duplicated().mean() > 0.1
    assert people["phone"].null_count() > 500


def test_corrections_and_withdrawals_follow_the_first_version(country: Country) -> None:
    corrected = withdrawn = 0
    for dataset in ABOUT_PERSONS:
        key, rows = DATASETS[dataset].key, country.records(dataset)
        births = rows.group_by(key).agg(pl.col("birth_date").n_unique())["birth_date"]
        corrected += (births > 1).sum()
        withdrawn += (rows["record_status"] == "Anulado").sum()
    assert corrected > 50
    assert withdrawn > 50


def test_some_records_come_late(country: Country) -> None:
    delay = (pl.col("_known_on") - pl.col("updated_on")).dt.total_days()
    late = {each: country.records(each).select((delay > 14).mean()).item() for each in ABOUT_PERSONS}
    assert 0.01 < max(late.values()) < 0.25
    assert sum(late.values()) > 0.3
    assert country.records("eri/referrals").select(delay.max()).item() == 0


def test_requests_of_persons_are_told_with_the_record_they_change(country: Country) -> None:
    requests = country.requests()
    assert Counter(requests["kind"])["erasure"] >= 6
    assert Counter(requests["kind"])["rectification"] >= 10
    for request in requests.iter_rows(named=True):
        rows = country.records(request["dataset"])
        versions = rows.filter(pl.col(DATASETS[request["dataset"]].key) == request["record_key"])
        assert set(versions["_person"]) == {request["person"]}
        after = versions.filter(pl.col("updated_on") > request["requested_on"])
        if request["kind"] == "erasure":
            assert after["record_status"][-1] == "Anulado"
        else:
            wrong = versions.filter(pl.col("updated_on") <= request["requested_on"])[request["column"]][-1]
            assert after[request["column"]].ne_missing(pl.Series([wrong], dtype=after[request["column"]].dtype)).any()


def test_a_record_written_twice_by_mistake_is_withdrawn_soon(country: Country) -> None:
    rows = country.records("ccss/care_episodes")
    annulled = rows.filter(pl.col("record_status") == "Anulado")
    first = rows.unique("episode_number", keep="first").select("episode_number", first="updated_on")
    waits = annulled.join(first, on="episode_number").select(pl.col("updated_on") - pl.col("first")).to_series()
    assert len(waits) > 10
    assert (waits <= timedelta(days=45)).mean() > 0.5
