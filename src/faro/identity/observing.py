"""The rows of identity.observation: a person's facts as tokens and encodings, which only the resolver reads."""

import polars as pl

from faro.contracts import Contract
from faro.identity.blocks import blocks_of, documents_near
from faro.identity.encoding import PARTS, encode
from faro.identity.keys import Domain, KeyRing
from faro.identity.records import erasure_tokens, key_tokens
from faro.identity.tokens import tokens

_TEXT, _TEXTS = pl.String(), pl.List(pl.String)
#: The columns of identity.observation but `load_id`, in their order.
SCHEMA = pl.Schema(
    {
        "row_number": pl.Int64(), "institution": _TEXT, "dataset": _TEXT, "role": _TEXT, "record_key": _TEXT,
        "erasure": _TEXT,
        "version": _TEXT, "withdrawn": pl.Boolean(), "key_id": _TEXT, "document": _TEXT, "document_kind": _TEXT,
        "document_near": _TEXTS, "given": pl.Binary(), "surnames": pl.Binary(), "names": pl.Binary(),
        "birth_year": _TEXT, "birth_month": _TEXT, "birth_day": _TEXT, "birth_is_first_of_january": pl.Boolean(),
        "phone": _TEXT, "places": _TEXTS, "sex": _TEXT, "nationality": _TEXT, "blocks": _TEXTS,
    }
)  # fmt: skip


def observations_of(
    frame: pl.DataFrame, contract: Contract, ring: KeyRing, record_keys: pl.Series, facts: pl.DataFrame
) -> pl.DataFrame:
    """One row per row of the frame where the contract is about persons; none where it is not."""
    if contract.person is None:
        return SCHEMA.to_frame()
    near, blocks = documents_near(facts), blocks_of(facts)
    columns = [
        *_record(frame, contract, ring, record_keys),
        *_birth(ring, facts["birth"]),
        *(encode(ring, part, facts[part]) for part in PARTS),
        tokens(ring, "document", facts["document"]),
        facts["document_kind"],
        listed_tokens(ring, "document", near),
        tokens(ring, "phone", facts["phone"]),
        listed_tokens(ring, "place", facts["places"]),
        facts["sex"],
        facts["nationality"],
        _all_blocks(ring, near, blocks),
    ]
    return pl.DataFrame(columns).select(SCHEMA.names()).cast(SCHEMA)


def listed_tokens(ring: KeyRing, domain: Domain, lists: pl.Series) -> pl.Series:
    """The token of every member of every list; nothing for nothing."""
    places = pl.DataFrame({"row": pl.int_range(len(lists), eager=True), "value": lists}).explode("value")
    made = places.drop_nulls("value").with_columns(tokens(ring, domain, places["value"].drop_nulls()).alias("value"))
    grouped = made.group_by("row", maintain_order=True).agg("value")
    rows = pl.DataFrame({"row": pl.int_range(len(lists), eager=True), "was": lists})
    joined = rows.join(grouped, on="row", how="left", maintain_order="left")
    empty = pl.lit([], dtype=_TEXTS)
    return (
        joined.select(pl.when(pl.col("was").is_not_null()).then(pl.col("value").fill_null(empty)))
        .to_series()
        .alias(lists.name)
    )


def _record(frame: pl.DataFrame, contract: Contract, ring: KeyRing, record_keys: pl.Series) -> list[pl.Series]:
    """Which record it is, and of which version."""
    relation = contract.relation
    constant = {
        "institution": contract.institution,
        "dataset": contract.dataset,
        "role": contract.person.role if contract.person else "",
        "key_id": ring.newest.id,
    }
    version = frame[relation.version].cast(pl.String) if relation.version else _nothing(frame)
    withdrawn = pl.repeat(False, frame.height, eager=True)
    if relation.withdrawn:
        withdrawn = frame[relation.withdrawn.column].str.to_lowercase() == relation.withdrawn.value.lower()
    return [
        frame["_row_number"].alias("row_number"),
        *(pl.repeat(value, frame.height, dtype=pl.String, eager=True).alias(name) for name, value in constant.items()),
        key_tokens(ring, contract.id, record_keys),
        erasure_tokens(ring, contract.id, record_keys),
        version.alias("version"),
        withdrawn.fill_null(False).alias("withdrawn"),
    ]


def _birth(ring: KeyRing, birth: pl.Series) -> list[pl.Series]:
    """Day and month as bare numbers in one domain, so that swapped ones can be seen."""
    written = {
        "birth_year": birth.dt.to_string("%Y"),
        "birth_month": birth.dt.to_string("%m"),
        "birth_day": birth.dt.to_string("%d"),
    }
    parts = [tokens(ring, "birth", texts).alias(name) for name, texts in written.items()]
    return [*parts, ((birth.dt.month() == 1) & (birth.dt.day() == 1)).alias("birth_is_first_of_january")]


def _all_blocks(ring: KeyRing, near: pl.Series, blocks: pl.Series) -> pl.Series:
    """Documents too are found by blocks, whose tokens nobody can tell from those of `document`."""
    numbers = pl.lit(near).list.eval(pl.format("document|{}", pl.element())).fill_null(pl.lit([], dtype=_TEXTS))
    united = pl.select(pl.concat_list(numbers, pl.lit(blocks)).alias("blocks")).to_series()
    return listed_tokens(ring, "block", united)


def _nothing(frame: pl.DataFrame) -> pl.Series:
    return pl.repeat(None, frame.height, dtype=pl.String, eager=True)
