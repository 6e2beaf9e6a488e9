"""Runs of the resolver on a real PostgreSQL: what comes, goes and is decided, and nothing left of what was."""

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linkage_material import Deliveries, Row, person_token
from private_warehouse import Warehouse
from properties import examples

from faro.linkage import candidates, decide, force, forget, queue
from faro.linkage.clustering import pair
from faro.linkage.review import GroundUnknown, PairUnknown, decide_records, pair_id

ANA = {"given": "ANA LUCIA", "document": "0112340567"}
LUIS = {"given": "LUIS", "surnames": "PEREZ ROJAS", "birth": "1984-03-02", "sex": "man"}


@pytest.fixture
def deliveries(own_warehouse: Warehouse) -> Deliveries:
    return Deliveries(own_warehouse)


def together(*groups: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in groups}


def everything(warehouse: Warehouse) -> list[tuple]:
    return warehouse.rows(
        "select 'person', person::text from identity.person union all select 'link', link::text from identity.link"
        " union all select 'review', review::text from identity.review"
        " union all select 'load', resolved_load::text from identity.resolved_load"
        " union all select 'run', resolution::text from identity.resolution"
        " union all select 'finding', finding::text from ops.finding order by 1, 2"
    )


def test_records_of_one_person_get_one_key(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", **ANA), Row("pani/measures/2", **LUIS)])
    deliveries.deliver([Row("imas/subsidies/7", **ANA), Row("imas/subsidies/8", **LUIS)])
    found = deliveries.resolve()
    assert found is not None
    assert (found.loads, found.entered, found.links, found.persons, found.last_load_id) == (2, 4, 2, 2, 2)
    assert deliveries.groups() == together("1 7", "2 8")
    assert deliveries.persons()["pani/measures/1"] == person_token("imas/subsidies/7")
    ((score, reasons),) = deliveries.warehouse.rows(
        "select score, reasons from identity.link order by score desc limit 1"
    )
    assert score > 40
    assert {"document=same", "given=same", "birth=same"} <= set(reasons)


def test_a_second_run_writes_nothing(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", **ANA), Row("pani/measures/2", **ANA)])
    deliveries.resolve()
    before = everything(deliveries.warehouse)
    assert deliveries.resolve() is None
    assert everything(deliveries.warehouse) == before


def test_a_correction_undoes_a_link(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", **ANA, version="2024-01-01")])
    deliveries.deliver([Row("imas/subsidies/7", **ANA)])
    deliveries.resolve()
    assert deliveries.groups() == together("1 7")
    deliveries.deliver([Row("pani/measures/1", **LUIS, version="2024-02-01")])
    found = deliveries.resolve()
    assert found is not None
    assert (found.entered, found.departed) == (1, 1)
    assert deliveries.groups() == together("1", "7")
    assert deliveries.warehouse.rows("select * from identity.link") == []


def test_an_older_version_that_arrives_late_changes_nothing(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", **LUIS, version="2024-02-01"), Row("pani/measures/2", **ANA)])
    deliveries.resolve()
    deliveries.deliver([Row("pani/measures/1", **ANA, version="2024-01-01")])
    found = deliveries.resolve()
    assert found is not None
    assert (found.entered, found.departed) == (0, 0)
    assert deliveries.groups() == together("1", "2")


def test_a_withdrawn_row_takes_the_record_out_and_a_later_one_brings_it_back(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", **ANA, version="2024-01-01"), Row("pani/measures/2", **ANA)])
    deliveries.resolve()
    deliveries.deliver([Row("pani/measures/1", **ANA, version="2024-01-02", withdrawn=True)])
    deliveries.resolve()
    assert deliveries.groups() == together("2")
    deliveries.deliver([Row("pani/measures/1", **ANA, version="2024-01-03")])
    deliveries.resolve()
    assert deliveries.groups() == together("1 2")


def test_a_withdrawn_delivery_brings_the_version_before_it_back(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", **ANA, version="2024-01-01"), Row("pani/measures/2", **ANA)])
    wrong = deliveries.deliver([Row("pani/measures/1", **LUIS, version="2024-02-01"), Row("pani/measures/3", **LUIS)])
    deliveries.resolve()
    assert deliveries.groups() == together("1 3", "2")
    deliveries.withdraw(wrong)
    deliveries.resolve()
    assert deliveries.groups() == together("1 2")
    assert deliveries.resolve() is None


def test_the_link_between_two_groups_goes_with_the_record_that_made_it(deliveries: Deliveries) -> None:
    """1 and 3 have nothing in common but 2, which has the document of one and the phone and name of the other."""
    deliveries.deliver([Row("pani/measures/1", given="ANA", birth=None, document="0112340567", places=())])
    between = deliveries.deliver([Row("pani/measures/2", given="ANA", document="0112340567", phone="88880000")])
    deliveries.deliver([Row("pani/measures/3", given="ANA", phone="88880000", document=None)])
    deliveries.resolve()
    assert deliveries.groups() == together("1 2 3")
    deliveries.withdraw(between)
    deliveries.resolve()
    assert deliveries.groups() == together("1", "3")
    assert deliveries.persons()["pani/measures/3"] == person_token("pani/measures/3")


def test_an_edition_replaces_the_one_before(own_warehouse: Warehouse) -> None:
    deliveries = Deliveries(own_warehouse, relation="fullEdition")
    deliveries.deliver([Row("pani/measures/1", **ANA), Row("pani/measures/2", **ANA)])
    deliveries.resolve()
    newest = deliveries.deliver([Row("pani/measures/2", **ANA), Row("pani/measures/3", **ANA)])
    deliveries.resolve()
    assert deliveries.groups() == together("2 3")
    deliveries.withdraw(newest)
    deliveries.resolve()
    assert deliveries.groups() == together("1 2")


def test_a_dataset_about_persons_whose_periods_are_replaced_is_refused(own_warehouse: Warehouse) -> None:
    deliveries = Deliveries(own_warehouse, relation="periodReplacement")
    deliveries.deliver([Row("pani/measures/1", **ANA)])
    with pytest.raises(force.RelationNotLinkable) as refused:
        deliveries.resolve()
    assert refused.value.facts == {"institution": "pani", "dataset": "measures"}
    assert deliveries.warehouse.rows("select * from identity.resolved_load") == []


def test_erasing_a_person_leaves_nothing_but_the_others(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", **ANA), Row("pani/measures/2", **ANA), Row("pani/measures/3", **LUIS)])
    deliveries.resolve()
    erased = person_token("pani/measures/1")
    with deliveries.warehouse.connect("faro_resolver") as connection:
        decide_records(connection, ("pani/measures/1", "pani/measures/3"), "different", "test", "documents_seen")
        assert forget(connection, ["pani/measures/1", "pani/measures/2"]) == 1
    deliveries.warehouse.connect().execute("delete from identity.observation where record_key in ('1', '2')")
    deliveries.resolve()
    assert deliveries.groups() == together("3")
    assert erased not in str(everything(deliveries.warehouse))
    assert deliveries.warehouse.rows("select * from identity.departure") == []
    assert deliveries.warehouse.rows("select * from identity.link") == []


def test_others_see_only_which_row_is_of_which_person(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", **ANA), Row("pani/measures/2", **ANA)])
    deliveries.resolve()
    warehouse = deliveries.warehouse
    key = person_token("pani/measures/1")
    assert warehouse.rows("select * from identity.person_of_row", "faro_transformer") == [(1, 0, key), (1, 1, key)]
    tables = ["person", "link", "review", "decision", "observation", "block", "departure", "resolution"]
    for role in ("faro_transformer", "faro_loader", "faro_analyst", "faro_reader", "faro_publisher"):
        for table in tables:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                warehouse.rows(f"select * from identity.{table}", role)


def test_what_the_loader_takes_back_is_noted(deliveries: Deliveries) -> None:
    number = deliveries.deliver([Row("pani/measures/1", **ANA)])
    deliveries.resolve()
    with deliveries.warehouse.connect("faro_loader") as connection:
        connection.execute("delete from identity.observation where load_id = %s", [number])
    assert len(deliveries.warehouse.rows("select * from identity.departure")) == 1
    deliveries.resolve()
    assert deliveries.groups() == set()


def test_an_attempt_that_fails_leaves_no_trace(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", **ANA)])

    def broken(_record: str) -> str:
        raise RuntimeError

    from faro import linkage

    with pytest.raises(RuntimeError):
        linkage.resolve(deliveries.warehouse.uri("faro_resolver"), broken)
    assert everything(deliveries.warehouse) == []
    deliveries.resolve()
    assert deliveries.groups() == together("1")


TWINS = [
    Row("pani/measures/1", given="ANA", document="0112340567"),
    Row("imas/subsidies/2", given="EVA", document="0112340568"),
    Row("oapvd/assistance/3", given="EVA", document=None),
]


def test_what_people_decide_counts_until_it_is_undone(deliveries: Deliveries) -> None:
    deliveries.deliver([Row("pani/measures/1", document="0112340567"), Row("imas/subsidies/2", document="0298760123")])
    deliveries.resolve()
    assert deliveries.groups() == together("1", "2")
    with deliveries.warehouse.connect("faro_resolver") as connection:
        (waiting,) = queue(connection)
        assert waiting.records == ("imas/subsidies/2", "pani/measures/1")
        assert "documentos distintos del mismo tipo" in waiting.reasons("es")
        assert "different documents of one kind" in waiting.reasons("en")
        decide(connection, waiting.id, "same", "test", "documents_seen")
        assert queue(connection) == []
    deliveries.resolve()
    assert deliveries.warehouse.rows("select kind, row_count from ops.change") == [("decision", 1)]
    assert deliveries.groups() == together("1 2")
    assert deliveries.resolve() is None
    deliveries.deliver([Row("pani/measures/1", document="0112340567", version="9", phone="88880000")])
    deliveries.resolve()
    assert deliveries.groups() == together("1 2")
    with deliveries.warehouse.connect("faro_resolver") as connection:
        decide(connection, waiting.id, "undone", "test", "decided_in_error")
    deliveries.resolve()
    assert deliveries.groups() == together("1", "2")
    with deliveries.warehouse.connect("faro_resolver") as connection:
        assert [each.id for each in queue(connection)] == [waiting.id]


def test_a_person_may_part_what_looks_like_one(deliveries: Deliveries) -> None:
    deliveries.deliver(
        [Row("pani/measures/1", **ANA), Row("imas/subsidies/2", **ANA), Row("oapvd/assistance/3", **ANA)]
    )
    deliveries.resolve()
    with deliveries.warehouse.connect("faro_resolver") as connection:
        records = pair("pani/measures/1", "imas/subsidies/2")
        decide_records(connection, records, "different", "test", "case_file_seen")
    deliveries.resolve()
    assert frozenset("12") not in {group & frozenset("12") for group in deliveries.groups()}
    assert len(deliveries.groups()) == 2


def test_a_decision_needs_a_pair_and_a_ground_that_exist(deliveries: Deliveries) -> None:
    with deliveries.warehouse.connect("faro_resolver") as connection:
        with pytest.raises(PairUnknown):
            decide(connection, pair_id(("a", "b")), "same", "test", "documents_seen")
        with pytest.raises(GroundUnknown):
            decide(connection, pair_id(("a", "b")), "same", "test", "because")
        with pytest.raises(psycopg.errors.CheckViolation):
            decide_records(connection, ("a", "a"), "same", "test", "documents_seen")


def test_a_block_that_too_many_share_is_a_finding(deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "LARGEST_BLOCK", 3)
    same = [Row(f"pani/measures/{number}", **LUIS, document=None, phone="88880000") for number in range(4)]
    deliveries.deliver(same)
    found = deliveries.resolve()
    assert found is not None
    assert (found.compared, found.oversize_blocks > 0) == (0, True)
    ((code, facts),) = deliveries.warehouse.rows("select code, facts from ops.finding")
    assert (code, facts["count"]) == ("BlocksOversize", 4)
    deliveries.deliver([Row("pani/measures/0", **LUIS, version="2", withdrawn=True)])
    deliveries.resolve()
    assert deliveries.groups() == together("1 2 3")  # small enough again: compared after all


POOL = [
    *TWINS,
    Row("pani/measures/4", given="ANA", document="0112340567", birth="1990-01-01"),
    Row("pani/measures/5", given="ANA", document=None, birth="1961-05-17", phone="88880000"),
    Row("imas/subsidies/6", given="ANA", document=None, phone="88880000"),
    Row("imas/subsidies/7", given="ANA", document="0112340657", birth="1990-05-17"),
    Row("imas/subsidies/8", given="LUIS", surnames="PEREZ", document="0112340567", birth="1975-11-30", sex="man"),
    Row("imas/subsidies/9", given=None, surnames=None, full_name="MORA SOLANO ANA", birth="1990-05-17"),
    Row("pani/measures/4", given="EVA", document=None, version="1"),
    Row("imas/subsidies/6", given="ANA", document=None, version="1", withdrawn=True),
]  # fmt: skip


@examples(8, keeps_fixtures=True)
@given(data=st.data())
def test_any_order_and_any_portions_give_the_same_persons(linked: Deliveries, data: st.DataObject) -> None:
    """Also where blocks are so small that they grow beyond comparing and shrink back."""
    order = data.draw(st.permutations(POOL))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(POOL) - 1))))
    largest = data.draw(st.sampled_from([2, 4, 300]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "LARGEST_BLOCK", largest)
        once, apart = (
            _outcome(linked, [POOL]),
            _outcome(linked, [order[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)]),
        )
    assert apart == once


def _outcome(linked: Deliveries, portions: list[list[Row]]) -> tuple:
    """Persons and pairs, with the records' own numbers; every portion is resolved by itself."""
    with linked.warehouse.connect() as connection:
        connection.execute(
            "truncate identity.observation, identity.block, identity.person, identity.link, identity.review,"
            " identity.resolved_load, identity.departure, identity.resolution, ops.load, ops.delivery, quarantine.row,"
            " ops.finding, ops.change cascade"
        )
    for portion in portions:
        linked.deliver(portion)
        linked.resolve()
    pairs = linked.warehouse.rows(
        "select what, least(a.record_key, b.record_key), greatest(a.record_key, b.record_key), score, reasons from ("
        " select 'link' as what, link.* from identity.link union all select 'review', review.* from identity.review) p"
        " join identity.observation as a on (a.load_id, a.row_number) = (a_load, a_row)"
        " join identity.observation as b on (b.load_id, b.row_number) = (b_load, b_row) order by 1, 2, 3"
    )
    return linked.persons(), pairs


@pytest.fixture(scope="module")
def linked(warehouse: Warehouse):  # type: ignore[no-untyped-def]
    with warehouse.copy() as copy:
        yield Deliveries(copy)
