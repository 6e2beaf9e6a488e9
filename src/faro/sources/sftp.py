"""Files in an institution's outgoing folder, over an open paramiko session."""

import re
from collections.abc import Iterable
from fnmatch import translate
from pathlib import PurePosixPath
from stat import S_ISREG
from typing import BinaryIO
from urllib.parse import urlsplit

from paramiko import SFTPAttributes, SFTPClient

from faro.contracts import Contract, datasets_of
from faro.feedback.names import is_for, is_ours, is_registration
from faro.sources.offer import Offer, SourceUnreachable


class SftpSource:
    """The files that match the contract's `location`, such as `sftp://oij/outbox/*.{csv,xlsx}`."""

    def __init__(self, contract: Contract, client: SFTPClient) -> None:
        self._contract, self._client = contract, client
        pattern = PurePosixPath(urlsplit(contract.server.location or "").path)
        self._folder, self._names = str(pattern.parent), _name_pattern(pattern.name)
        self._beside = datasets_of(contract.institution) - {contract.dataset}

    def offers(self) -> Iterable[Offer]:
        files = [each for each in self._client.listdir_attr(self._folder) if self._is_delivery(each)]
        return [
            Offer(each.filename, _version(each))
            for each in sorted(files, key=lambda each: (each.st_mtime, each.filename))
        ]

    def fetch(self, offer: Offer, into: BinaryIO) -> None:
        """A file that changes while it is read is not taken: its writer has not finished."""
        path = f"{self._folder}/{offer.name}"
        self._client.getfo(path, into)
        if _version(self._client.stat(path)) != offer.version:
            raise SourceUnreachable(institution=self._contract.institution, dataset=self._contract.dataset)

    def _is_delivery(self, file: SFTPAttributes) -> bool:
        """What Faro handed out is a delivery of its own dataset, whatever the dataset's files are called."""
        if not S_ISREG(file.st_mode or 0) or self._is_of_another_dataset(file.filename):
            return False
        return is_ours(file.filename, self._contract.dataset) or bool(self._names.fullmatch(file.filename))

    def _is_of_another_dataset(self, name: str) -> bool:
        """Also a workbook that Faro handed out for a dataset beside this one, which the pattern may well match."""
        return not is_for(name, self._contract.dataset) or any(is_registration(name, each) for each in self._beside)


def _version(file: SFTPAttributes) -> str:
    return f"{file.st_mtime}-{file.st_size}"


def _name_pattern(glob: str) -> re.Pattern[str]:
    """`*.{csv,xlsx}` as a case-insensitive pattern that leaves hidden files out."""
    head, *rest = re.split(r"\{([^}]*)\}", glob)
    tails = rest[0].split(",") if rest else [""]
    either = "|".join(translate(head + tail + "".join(rest[1:])) for tail in tails)
    return re.compile(rf"(?!\.)(?:{either})", re.IGNORECASE)
