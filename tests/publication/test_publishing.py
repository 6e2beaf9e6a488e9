"""What is published is what two people approved, whole or not at all, and nobody changes it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from marts_of_counts import COUNTS, fill, state
from nationalities import COMPLETED, UNDER_WAY
from private_warehouse import Warehouse
from typer.testing import CliRunner

from faro.cli.release import app as release_app
from faro.publication.asking import APPROVING, Answer, answer, ask
from faro.publication.bundle import COUNTS as COUNTS_FILE
from faro.publication.bundle import MANIFEST, digest, manifest
from faro.publication.counts import counts_read
from faro.publication.errors import (
    AlreadyPublished,
    AlreadyWithdrawn,
    MartsUnderWay,
    NotApproved,
    ProposalChanged,
    ProposalOvertaken,
    ReasonMissing,
    ReleaseUnknown,
)
from faro.publication.ledger import current, figures_of, files_of, release, releases
from faro.publication.preparing import Circumstances, Proposal, prepare
from faro.publication.publishing import publish, withdraw
from faro.publication.verifying import differing_files, problems
from faro.releases.drafting import attacked
from faro.releases.policy import disclosure_policy

PEOPLE = dict(zip(APPROVING, ("ana", "luis"), strict=True))


def publisher(warehouse: Warehouse) -> str:
    return warehouse.uri("faro_publisher")


def proposed(warehouse: Warehouse, by: str | None = None) -> Proposal:
    return prepare(publisher(warehouse), Circumstances(prepared_by=by))


def answered(
    warehouse: Warehouse, proposal: Proposal, people: dict[str, str] = PEOPLE, *, approve: bool = True
) -> None:
    for duty, who in people.items():
        question = ask(publisher(warehouse), proposal.proposal_id, duty)
        answer(publisher(warehouse), question, Answer(approve, who, datetime.now(UTC), "revisado"))


def published(warehouse: Warehouse) -> int:
    proposal = proposed(warehouse)
    answered(warehouse, proposal)
    return publish(publisher(warehouse), proposal.proposal_id)


def shown(warehouse: Warehouse, number: int) -> dict[tuple[str, str, str], float | None]:
    with warehouse.connect("faro_publisher") as connection:
        return {(one.breakdown, one.category, one.period): one.value for one in figures_of(connection, number)}


def test_what_was_approved_is_published_and_small_counts_are_not(counted: Warehouse) -> None:
    number = published(counted)
    figures = shown(counted, number)
    assert number == 1
    assert figures["total", "total", "2022"] == sum(COUNTS["2022"])
    assert figures["province", "CR-SJ", "2021"] == 30
    assert figures["province", "CR-L", "2022"] is None
    statuses = counted.rows("select distinct status from publication.figure where value is null")
    assert statuses == [("suppressed",)]


def test_hidden_counts_stand_in_no_public_file(counted: Warehouse) -> None:
    published(counted)
    with counted.connect("faro_publisher") as connection:
        names = connection.execute("select name from publication.file where is_public").fetchall()
    assert {name for (name,) in names} >= {"cifras.csv", "manifest.json"}
    assert not any("/" in name for (name,) in names)


@pytest.mark.parametrize(
    ("people", "by"),
    [
        ({}, None),
        ({"custodia": "ana"}, None),
        ({"custodia": "ana", "aprobación": "ana"}, None),
        ({"custodia": "ana", "aprobación": "luis"}, "luis"),
        ({"custodia": "ana", "aprobación": "luis"}, "ana"),
    ],
    ids=["nobody", "one", "the same person", "who started it", "who started it, the other duty"],
)
def test_nothing_is_published_without_two_others(counted: Warehouse, people: dict[str, str], by: str | None) -> None:
    proposal = proposed(counted, by)
    answered(counted, proposal, people)
    with pytest.raises(NotApproved):
        publish(publisher(counted), proposal.proposal_id)
    assert counted.rows("select 1 from publication.release") == []


def test_a_rejection_says_who_and_why(counted: Warehouse) -> None:
    proposal = proposed(counted)
    answered(counted, proposal, approve=False)
    with pytest.raises(NotApproved, match="revisado"):
        publish(publisher(counted), proposal.proposal_id)


def test_what_was_answered_before_it_was_asked_again_does_not_count(counted: Warehouse) -> None:
    proposal = proposed(counted)
    answered(counted, proposal)
    ask(publisher(counted), proposal.proposal_id, APPROVING[0])
    with pytest.raises(NotApproved):
        publish(publisher(counted), proposal.proposal_id)


def test_a_question_is_answered_once(counted: Warehouse) -> None:
    question = ask(publisher(counted), proposed(counted).proposal_id, APPROVING[0])
    answer(publisher(counted), question, Answer(False, "ana", datetime.now(UTC), "faltan datos"))
    with pytest.raises(psycopg.errors.UniqueViolation):
        answer(publisher(counted), question, Answer(True, "ana", datetime.now(UTC), "mejor sí"))


def test_files_that_changed_after_the_answer_are_not_published(counted: Warehouse) -> None:
    proposal = proposed(counted)
    answered(counted, proposal)
    with counted.connect() as connection:
        connection.execute(
            "update publication.file set content = content || 'x', sha256 = encode(sha256(content || 'x'), 'hex')"
            " where name = 'cifras.csv'"
        )
    with pytest.raises(ProposalChanged):
        publish(publisher(counted), proposal.proposal_id)
    assert counted.rows("select 1 from publication.release") == []


def test_of_two_proposals_the_second_does_not_know_the_first(counted: Warehouse) -> None:
    first, second = proposed(counted), proposed(counted)
    for one in (first, second):
        answered(counted, one)
    publish(publisher(counted), first.proposal_id)
    with pytest.raises(ProposalOvertaken):
        publish(publisher(counted), second.proposal_id)


def test_published_twice_at_once_it_is_one_release(counted: Warehouse) -> None:
    proposal = proposed(counted)
    answered(counted, proposal)
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: publish(publisher(counted), proposal.proposal_id), range(4)))
    assert numbers == [1, 1, 1, 1]
    assert counted.rows("select count(*) from publication.release") == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "update publication.figure set value = 1",
        "delete from publication.figure",
        "update publication.release set published_at = now()",
        "update publication.file set is_public = true",
        "delete from publication.withdrawal",
        "truncate publication.answer",
        "update publication.answer set is_approved = true",
        "update publication.proposal set sha256 = ''",
    ],
)
def test_whoever_publishes_changes_nothing_that_is_written(counted: Warehouse, statement: str) -> None:
    with counted.connect("faro_publisher") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


_RELEASE = "insert into publication.release (release_id, proposal_id"
_FIGURE = "'I-01', '', '', '', '', '2001', 'total', '', '', 'x', '', '', 1, 'published', ''"


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        (f"{_RELEASE}) select 7, min(proposal_id) from publication.proposal", "next release"),
        (f"insert into publication.figure select release_id, {_FIGURE} from publication.release", "no more figures"),
        (f"{_RELEASE}, published_at) values (2, 1, '2001-01-01')", "permission denied"),
        ("insert into publication.withdrawal values (1, 'x', 'x', '2001-01-01')", "permission denied"),
    ],
)
def test_whoever_publishes_adds_nothing_to_a_release_and_dates_none(
    counted: Warehouse, statement: str, refusal: str
) -> None:
    published(counted)
    with counted.connect("faro_publisher") as connection, pytest.raises(psycopg.Error, match=refusal):
        connection.execute(statement)


def test_a_withdrawn_release_gives_way_to_the_one_before_and_stays(counted: Warehouse) -> None:
    published(counted)
    fill(counted, {**COUNTS, "2023": (9, 9, 9, 9, 12)}, load=2)
    second = published(counted)
    withdraw(publisher(counted), second, "un archivo equivocado", "ana")
    with counted.connect("faro_publisher") as connection:
        assert current(releases(connection)) == release(connection, 1)
        assert release(connection, second).withdrawal == "un archivo equivocado"
        assert figures_of(connection, second)
    assert counted.rows("select release_id from publication.current_release") == [(1,)]
    with pytest.raises(AlreadyWithdrawn):
        withdraw(publisher(counted), second, "otra vez", "ana")
    with pytest.raises(ReleaseUnknown):
        withdraw(publisher(counted), 9, "no existe", "ana")


def test_a_release_is_made_again_byte_for_byte(counted: Warehouse) -> None:
    published(counted)
    fill(counted, {**COUNTS, "2022": (30, 9, 7, 7, 2)}, load=2)
    second = published(counted)
    with counted.connect("faro_publisher") as connection:
        for number in (1, second):
            assert list(problems(connection, number)) == []
            assert differing_files(connection, number) == []


def test_a_figure_that_somebody_changed_is_found(counted: Warehouse) -> None:
    number = published(counted)
    with counted.connect() as connection:
        connection.execute("update publication.figure set value = 31 where value = 30 and period = '2021'")
    with counted.connect("faro_publisher") as connection:
        assert len(list(problems(connection, number))) == 1


def test_what_is_published_is_not_asked_about_again(counted: Warehouse) -> None:
    proposal = proposed(counted)
    answered(counted, proposal)
    publish(publisher(counted), proposal.proposal_id)
    with pytest.raises(AlreadyPublished):
        ask(publisher(counted), proposal.proposal_id, APPROVING[0])


@pytest.mark.parametrize(
    "statement",
    [
        "update publication.answer set is_approved = false",
        "update publication.answer set answered_by = 'ana'",
        "delete from publication.answer",
        "update publication.file set is_public = true where name like 'private/counts%'",
        "update publication.proposal set edition = '2020-T1'",
        "update publication.proposal set is_demonstration = true",
        'update publication.proposal set summary = summary || \'{"held": ["2022 (I-01)"]}\'',
    ],
)
def test_a_release_that_somebody_tampered_with_is_found(counted: Warehouse, statement: str) -> None:
    number = published(counted)
    with counted.connect() as connection:
        connection.execute(statement)
    with counted.connect("faro_publisher") as connection:
        assert len(list(problems(connection, number))) == 1


def test_a_file_that_was_not_made_is_found(counted: Warehouse) -> None:
    """Even where the list of files and what was approved were made to fit it."""
    number = published(counted)
    with counted.connect("faro_publisher") as connection:
        files = files_of(connection, release(connection, number).proposal_id)
    forged = manifest({**files, "otro.csv": b"x"})
    with counted.connect() as connection:
        connection.execute(
            "insert into publication.file select proposal_id, 'otro.csv', true, encode(sha256('x'), 'hex'), 'x'"
            " from publication.release"
        )
        change = "update publication.file set content = %s, sha256 = %s where name = %s"
        connection.execute(change, [forged, digest(forged), MANIFEST])
        connection.execute("update publication.proposal set sha256 = %s", [digest(forged)])
    with counted.connect("faro_publisher") as connection:
        assert differing_files(connection, number) == ["otro.csv"]


@pytest.mark.parametrize(
    "given", ["", "  ", "x", "y" * 301, "**ya aprobado**", "[a](http://b)", "a\x1b[2J", "http://a.b"]
)
def test_a_reason_is_a_line_of_plain_text(counted: Warehouse, given: str) -> None:
    number = published(counted)
    with pytest.raises(ReasonMissing):
        withdraw(publisher(counted), number, given, "ana")
    assert counted.rows("select 1 from publication.withdrawal") == []


def test_a_release_is_withdrawn_by_who_says_so_twice(
    counted: Warehouse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    number = published(counted)
    monkeypatch.setenv("FARO_HOME", str(tmp_path))
    monkeypatch.setattr("faro.stack.postgres.reachable_uri", lambda *_: publisher(counted))
    command = ["withdraw", str(number), "--reason", "un archivo equivocado"]
    for answer_given, withdrawn in (("", []), ("n\n", []), ("y\n", [(number,)])):
        CliRunner().invoke(release_app, command, input=answer_given)
        assert counted.rows("select release_id from publication.withdrawal") == withdrawn


def test_what_was_withdrawn_is_nothing_to_go_back_to(counted: Warehouse) -> None:
    """What is new is compared with the release that stands, and both are in the system."""
    published(counted)
    fill(counted, {**COUNTS, "2023": (9, 9, 9, 9, 12)}, load=2)
    withdraw(publisher(counted), published(counted), "un archivo equivocado", "ana")
    report = proposed(counted).report
    assert "Respecto de la publicación 1:" in report


def test_a_correction_that_would_tell_of_a_few_stays_out(counted: Warehouse) -> None:
    """Each 9 of 2023 is published: that 3 are left of one would be no secret. What else is new is published."""
    of_many = dict.fromkeys(("2021", "2022", "2023", "2024"), (9, 9, 9, 9, 9))
    fill(counted, of_many)
    published(counted)
    fill(counted, {**of_many, "2023": (9, 9, 9, 9, 3), "2024": (40, 20, 10, 9, 8)}, load=2)
    figures = shown(counted, published(counted))
    assert (figures["total", "total", "2023"], figures["province", "CR-L", "2023"]) == (45, 9)
    assert figures["total", "total", "2024"] == 87
    assert counted.rows("select summary -> 'held' from publication.current_release") == [(["2023 (I-01)"],)]


def test_a_breakdown_that_is_new_and_would_tell_of_a_few_is_not_published(counted: Warehouse) -> None:
    """The report names it; made once more from its own files, the release is the same."""
    state(counted, UNDER_WAY)
    published(counted)
    state(counted, COMPLETED, load=2)
    proposal = proposed(counted)
    assert "**No se publica, por protección:** I-01, Nacionalidad (2021)." in proposal.report
    answered(counted, proposal)
    number = publish(publisher(counted), proposal.proposal_id)
    by_country = {period for breakdown, _, period in shown(counted, number) if breakdown == "nationality"}
    assert "2022" in by_country
    assert "2021" not in by_country
    with counted.connect("faro_publisher") as connection:
        assert differing_files(connection, number) == []


def test_all_releases_together_tell_of_nobody(counted: Warehouse) -> None:
    changing = ({}, {"2022": (30, 9, 7, 7, 2)}, {"2022": (31, 9, 7, 7, 2)}, {"2021": (30, 9, 8, 3, 3)})
    for load, change in enumerate(changing, 1):
        fill(counted, {**COUNTS, **change}, load)
        published(counted)
    with counted.connect("faro_publisher") as connection:
        kept = [counts_read(files_of(connection, one.proposal_id)[COUNTS_FILE]) for one in releases(connection)]
    assert len(kept) == len(changing)
    assert attacked(kept, disclosure_policy()) == ()


def test_nothing_is_prepared_while_the_marts_are_written(counted: Warehouse) -> None:
    with counted.connect() as connection:
        connection.execute(
            "insert into ops.model_run (transformation_id, layer, schema_name, model, status, seconds, tests)"
            " values (99, 'marts', 'marts', 'indicator_value', 'built', 1, 0)"
        )
    with pytest.raises(MartsUnderWay):
        proposed(counted)


def test_a_publication_that_is_killed_half_way_leaves_the_one_before(counted: Warehouse) -> None:
    """With kill -9, once its rows are written and not yet all of them certain."""
    first = published(counted)
    fill(counted, {**COUNTS, "2023": (9, 9, 9, 9, 12)}, load=2)
    proposal = proposed(counted)
    answered(counted, proposal)
    process = subprocess.Popen(
        [sys.executable, "-c", _HALF_WAY, publisher(counted), str(proposal.proposal_id)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"written\n"
    process.kill()
    process.wait()
    assert counted.rows("select release_id from publication.current_release") == [(first,)]
    assert counted.rows("select distinct release_id from publication.figure") == [(first,)]
    assert publish(publisher(counted), proposal.proposal_id) == first + 1


#: Publishes all but the end of the transaction.
_HALF_WAY = """
import sys, time
from faro.publication import publishing

publish_rows = publishing._publish

def held(*given):
    publish_rows(*given)
    print("written", flush=True)
    time.sleep(600)

publishing._publish = held
publishing.publish(sys.argv[1], int(sys.argv[2]))
"""
