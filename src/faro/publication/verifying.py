"""Whether releases are what they were: their files, their figures, and once more from what they were made of."""

from collections.abc import Iterator

import psycopg

from faro.language import text
from faro.publication.bundle import COUNTS, MANIFEST, code_version, digest, figures_in, inputs_of, manifest, rebuilt
from faro.publication.counts import counts_read
from faro.publication.ledger import Release, figures_of, files_of, release, releases


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


def is_of_this_version(connection: psycopg.Connection, number: int) -> bool:
    """Whether this version of Faro made it: another one may hide other cells. Raises ReleaseUnknown."""
    found = release(connection, number)
    return inputs_of(files_of(connection, found.proposal_id)).facts.code == code_version()


def differing_files(connection: psycopg.Connection, number: int) -> list[str]:
    """The names of files that are others when made again from the same inputs. Minutes. Raises ReleaseUnknown."""
    found = release(connection, number)
    files = files_of(connection, found.proposal_id)
    again = rebuilt(inputs_of(files), [counts_read(one[COUNTS]) for one in _earlier(connection, found)])
    return sorted(name for name, content in again.items() if files.get(name) != content)


def _earlier(connection: psycopg.Connection, of: Release) -> Iterator[dict[str, bytes]]:
    for one in releases(connection):
        if one.release_id < of.release_id:
            yield files_of(connection, one.proposal_id)
