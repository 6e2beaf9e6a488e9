"""The synthetic country as a source: shapes, codes, versions, references, and that a later day only adds records."""

import hashlib
import os
import re
import subprocess
import sys
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from faro.simulation.country import DATASETS, FIRST_DAY, HORIZON, Country, codes, places
from faro.simulation.country.columns import PERSON, PERSON_IN_ONE_NAME

PROVINCES = tuple(places.INHABITANTS)
CANTONS = tuple(places.cantons()["canton"])
LISTS = {
    "exploitation_forms": codes.EXPLOITATION_FORM,
    "means": codes.MEANS,
    "control_methods": codes.CONTROL_METHOD,
    "abuses": codes.ABUSE,
}
CODES = {
    "document_type": codes.DOCUMENT_TYPE,
    "sex": codes.SEX,
    "nationality": codes.NATIONALITY,
    "record_status": codes.RECORD_STATUS,
    "province": PROVINCES,
    "canton": CANTONS,
    "district": tuple(places.districts()["district"]),
    "offence": codes.OFFENCE,
    "suspected_form": codes.EXPLOITATION_FORM,
    "filed_complaint": codes.YES_NO,
    "became_trafficking": codes.YES_NO,
    "unit": codes.POLICE_UNIT,
    "border_post": codes.BORDER_POST,
    "referring_institution": codes.REFERRING_INSTITUTION,
    "gender_identity": codes.GENDER_IDENTITY,
    "disability": codes.DISABILITY,
    "indigenous_people": codes.INDIGENOUS_PEOPLE,
    "mother_tongue": codes.MOTHER_TONGUE,
    "education": codes.EDUCATION,
    "occupation": codes.OCCUPATION,
    "migration_status": codes.MIGRATION_STATUS,
    "exploitation_country": codes.NATIONALITY,
    "exploitation_province": PROVINCES,
    "labour_sector": codes.LABOUR_SECTOR,
    "sector": codes.LABOUR_SECTOR,
    "recruitment_method": codes.RECRUITMENT_METHOD,
    "recruitment_platform": codes.RECRUITMENT_PLATFORM,
    "recruiter_relationship": codes.RELATIONSHIP,
    "relationship": codes.RELATIONSHIP,
    "route": codes.ROUTE,
    "category": codes.SPECIAL_CATEGORY,
    "channel": codes.COMPLAINT_CHANNEL,
    "office": codes.PROSECUTION_OFFICE,
    "case_state": codes.CASE_STATE,
    "role_in_offence": codes.ROLE_IN_OFFENCE,
    "stage": codes.STAGE,
    "court": codes.COURT,
    "asset_type": codes.ASSET_TYPE,
    "measure": codes.PANI_MEASURE,
    "care_type": codes.CARE_TYPE,
    "establishment": codes.ESTABLISHMENT,
    "coverage": codes.COVERAGE,
    "subsidy": codes.SUBSIDY,
    "incident_type": codes.INCIDENT_TYPE,
    "operation_type": codes.OPERATION_TYPE,
    "reason_code": codes.REJECTION_REASON,
    "activity_type": codes.PREVENTION_ACTIVITY,
    "audience": codes.AUDIENCE,
    "institution": codes.PREVENTION_ORGANISER,
    "budget_line": codes.FUND_LINE,
    "destination_country": codes.NATIONALITY,
    "return_type": codes.RETURN_TYPE,
    "reintegration_support": codes.YES_NO,
    ("oapvd/assistance", "service"): codes.OAPVD_SERVICE,
    ("inamu/services", "service"): codes.INAMU_SERVICE,
    ("eri/resolutions", "outcome"): codes.RESOLUTION_OUTCOME,
    ("fiscalia/stages", "outcome"): codes.STAGE_OUTCOME,
    ("poder_judicial/sentences", "outcome"): codes.SENTENCE_OUTCOME,
    ("poder_judicial/convictions", "outcome"): codes.CONVICTION_OUTCOME,
    ("oij/investigations", "outcome"): codes.INVESTIGATION_OUTCOME,
    ("mtss/labour_inspections", "outcome"): codes.INSPECTION_OUTCOME,
}  # fmt: skip
NOT_CODED = re.compile(
    r".*_on$|.*_number$|.*names?$|.*_surname$|full_name|birth_date|called_at|phone|caller_phone|address|observations|narrative"
    r"|facts|reason|description|_person"
)
#: Dataset, column → the dataset whose key it is.
REFERENCES = {
    ("eri/resolutions", "referral_number"): "eri/referrals",
    ("dgme/smuggled_migrants", "event_number"): "dgme/smuggling_events",
    ("fiscalia/cases", "complaint_number"): "fiscalia/complaints",
    ("fiscalia/accused", "case_number"): "fiscalia/cases",
    ("fiscalia/case_victims", "case_number"): "fiscalia/cases",
    ("fiscalia/stages", "case_number"): "fiscalia/cases",
    ("poder_judicial/sentences", "case_number"): "fiscalia/cases",
    ("poder_judicial/seizures", "case_number"): "fiscalia/cases",
    ("poder_judicial/convictions", "sentence_number"): "poder_judicial/sentences",
}
#: One state has one fund, however many people live in it.
NOT_BY_SCALE = {"eri/fund_execution"}
FINGERPRINT = """
import hashlib
from faro.simulation.country import DATASETS, Country
country = Country(seed=7)
for each in DATASETS:
    print(hashlib.sha256(country.records(each).write_csv().encode()).hexdigest())
print(hashlib.sha256(country.truth().write_csv().encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def country() -> Country:
    return Country()


def fingerprint(frame: pl.DataFrame) -> str:
    return hashlib.sha256(frame.write_csv().encode()).hexdigest()


@pytest.mark.parametrize("dataset", DATASETS)
def test_columns_are_those_of_the_contract_and_two_of_the_truth(country: Country, dataset: str) -> None:
    records = country.records(dataset)
    assert records.columns == [*DATASETS[dataset].columns, "_person", "_known_on"]
    assert records.columns[-4:-2] == ["updated_on", "record_status"]
    assert dict(records.schema) == DATASETS[dataset].schema
    assert len(records) > 100
    required = [DATASETS[dataset].key, "updated_on", "record_status", "_known_on"]
    assert records.select(required).null_count().sum_horizontal().item() == 0


@pytest.mark.parametrize("dataset", DATASETS)
def test_persons_are_given_with_all_their_columns_or_not_at_all(country: Country, dataset: str) -> None:
    columns, records = set(DATASETS[dataset].columns), country.records(dataset)
    if DATASETS[dataset].is_about_persons:
        assert set(PERSON) <= columns or set(PERSON_IN_ONE_NAME) <= columns
        assert records["_person"].null_count() == 0
    else:
        assert not columns & (set(PERSON) - {"sex", "nationality"})
        assert records["_person"].null_count() == len(records)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_text_is_one_of_the_published_codes(country: Country, dataset: str) -> None:
    records = country.records(dataset)
    for column, kind in records.schema.items():
        if kind != pl.String or NOT_CODED.fullmatch(column):
            continue
        values = records[column].drop_nulls()
        if column in LISTS:
            values, allowed = values.str.split(codes.LIST_SEPARATOR).explode(), LISTS[column]
        else:
            allowed = CODES.get((dataset, column)) or CODES[column]
        assert set(values.unique()) <= set(allowed), column


def test_every_code_list_is_without_doubles_and_separators() -> None:
    lists = {name: value for name, value in vars(codes).items() if isinstance(value, tuple)}
    assert len(lists) > 40
    for name, values in lists.items():
        assert len(set(values)) == len(values), name
        assert not any(codes.LIST_SEPARATOR in value for value in values), name


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_key_has_versions_in_the_order_of_their_days(country: Country, dataset: str) -> None:
    key = DATASETS[dataset].key
    records = country.records(dataset).with_columns(row=pl.int_range(pl.len()))
    assert records["_known_on"].is_sorted()
    assert (records["_known_on"] >= records["updated_on"]).all()
    ordered = records.sort(key, "row").with_columns(before=pl.col("updated_on").shift(1).over(key))
    assert (ordered["updated_on"] > ordered["before"]).drop_nulls().all()
    first = records.unique(key, keep="first")
    assert set(first["record_status"]) == {"Vigente"}
    assert records.group_by(key).agg(pl.col("_person").n_unique())["_person"].max() == 1


@pytest.mark.parametrize(("dataset", "column"), REFERENCES)
@pytest.mark.parametrize("until", [HORIZON, date(2021, 6, 30), date(2016, 3, 1)])
def test_what_a_record_refers_to_exists(country: Country, dataset: str, column: str, until: date) -> None:
    there = country.at(until)
    target = REFERENCES[dataset, column]
    known = set(there.in_force(target)[DATASETS[target].key])
    referring = there.records(dataset)[column]
    assert referring.null_count() == 0
    assert set(referring) <= known


@pytest.mark.parametrize("until", [FIRST_DAY + timedelta(days=200), date(2019, 12, 31), date(2024, 2, 29)])
def test_a_later_day_only_adds_records(country: Country, until: date) -> None:
    """A country made for that day alone is the beginning of the whole one."""
    earlier = Country(until=until)
    for dataset in DATASETS:
        expected = country.records(dataset).filter(pl.col("_known_on") <= until)
        assert earlier.records(dataset).equals(expected), dataset
    assert len(earlier.truth()) < len(country.truth())


@given(
    days=st.tuples(*[st.dates(date(2014, 12, 1), HORIZON + timedelta(days=60))] * 2),
    dataset=st.sampled_from(list(DATASETS)),
)
@examples(60)
def test_any_day_continues_any_earlier_one(country: Country, days: tuple[date, date], dataset: str) -> None:
    first, second = sorted(days)
    before, after = country.at(first).records(dataset), country.at(second).records(dataset)
    assert after.head(len(before)).equals(before)
    assert (after.slice(len(before))["_known_on"] > first).all()


def test_the_same_bytes_every_time_and_in_another_process() -> None:
    country = Country(seed=7)
    backwards = [fingerprint(country.records(each)) for each in reversed(DATASETS)]
    here = [*reversed(backwards), fingerprint(country.truth())]
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    there = subprocess.check_output([sys.executable, "-c", FINGERPRINT], env=environment, text=True).split()
    assert there == here
    assert len(set(here)) == len(here)


def test_another_seed_is_another_country(country: Country) -> None:
    other = Country(seed=2)
    for dataset in ("eri/resolutions", "ccss/care_episodes"):
        assert fingerprint(other.records(dataset)) != fingerprint(country.records(dataset))
    assert len(other.accredited()) == len(country.accredited())


@pytest.mark.slow
def test_scale_multiplies_persons_and_records(country: Country) -> None:
    threefold = Country(scale=3)
    once = country.accredited().group_by("year").len().sort("year")
    thrice = threefold.accredited().group_by("year").len().sort("year")
    assert thrice["len"].to_list() == [3 * each for each in once["len"]]
    assert len(threefold.people) == pytest.approx(3 * len(country.people), rel=0.01)
    for dataset in DATASETS:
        growth = len(threefold.records(dataset)) / len(country.records(dataset))
        assert growth == 1 if dataset in NOT_BY_SCALE else 2 < growth < 4, dataset


def test_the_sizes_are_those_of_a_small_country(country: Country) -> None:
    assert 350 <= len(country.accredited()) <= 450
    assert 20_000 <= sum(len(country.records(each)) for each in DATASETS) <= 30_000
