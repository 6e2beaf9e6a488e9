"""Whether releases are what they were: their files, their figures, and once more from what they were made of."""

from collections.abc import Iterator

import psycopg

from faro.language import text
from faro.publication.bundle import COUNTS, MANIFEST, code_version, digest, figures_in, inputs_of, manifest, rebuilt
from faro.publication.counts import counts_read
from faro.publication.errors import NotApproved
from faro.publication.figures import Facts
from faro.publication.ledger import Release, figures_of, files_of, release, releases
from faro.publication.preparing import REPORT
from faro.publication.publishing import check_answers


def problems(connection: psycopg.Connection, number: int) -> Iterator[str]:
    """Where the files or the figures of a release are not those that were approved. Raises ReleaseUnknown."""
    found = release(connection, number)
    files = files_of(connection, found.proposal_id)
    if digest(files.get(MANIFEST, b"")) != found.sha256:
        yield text(es="la lista de archivos no es la aprobada", en="the list of files is not the approved one")
    elif manifest(files) != files[MANIFEST]:
        yield text(es="hay archivos que no son los aprobados", en="some files are not the approved ones")
    elif figures_of(connection, number) != figures_in(files):
        yield text(es="las cifras no son las aprobadas", en="the figures are not the approved ones")
    elif not _says_what_its_files_say(found, inputs_of(files).facts):
        yield text(es="sus datos no son los de sus archivos", en="what is said of it is not what its files say")
    if _misplaced(connection, found.proposal_id):
        yield text(es="hay archivos públicos que no lo son", en="some public files are not public ones")
    try:
        check_answers(connection, found.proposal_id)
    except NotApproved as error:
        yield error.message()


def _says_what_its_files_say(found: Release, facts: Facts) -> bool:
    stated = found.edition, found.out_of_turn, found.is_demonstration, tuple(found.summary["held"])
    return stated == (facts.edition, facts.out_of_turn, facts.is_demonstration, facts.held)


def _misplaced(connection: psycopg.Connection, proposal_id: int) -> bool:
    """Whether a file is public by its name and not by the ledger, or by the ledger and not by its name."""
    query = "select name, is_public from publication.file where proposal_id = %s"
    return any(is_public == ("/" in name) for name, is_public in connection.execute(query, [proposal_id]))


def is_of_this_version(connection: psycopg.Connection, number: int) -> bool:
    """Whether this version of Faro made it: another one may hide other cells. Raises ReleaseUnknown."""
    found = release(connection, number)
    return inputs_of(files_of(connection, found.proposal_id)).facts.code == code_version()


def differing_files(connection: psycopg.Connection, number: int) -> list[str]:
    """The names of files that are others when made again from the same inputs. Minutes. Raises ReleaseUnknown."""
    found = release(connection, number)
    files = files_of(connection, found.proposal_id)
    again = rebuilt(inputs_of(files), [counts_read(one[COUNTS]) for one in _earlier(connection, found)])
    stated = files.keys() - {MANIFEST, REPORT}
    return sorted(name for name in stated | again.keys() if files.get(name) != again.get(name))


def _earlier(connection: psycopg.Connection, of: Release) -> Iterator[dict[str, bytes]]:
    for one in releases(connection):
        if one.release_id < of.release_id:
            yield files_of(connection, one.proposal_id)
