"""Words of an institution's own as those who analyse may read them: what its contract says too, and nothing else.

A file is called after a person, a sheet after a case, and a row of data stands where a header was expected. Receipts
and `faro status` say these words in full; what everybody reads of the ledger shows of them what the contract knows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from faro.contracts import Contract, institutions
from faro.errors import FROM_DELIVERIES, Reportable
from faro.parsing.headers import normalised
from faro.parsing.layout import Format

MASK = "…"
_WORD = re.compile(r"[^\W_]+")
_MASKS = re.compile(rf"{MASK}(?:[^{MASK}\w]*_*{MASK})+")
#: What files that Faro handed out are called, and how files end.
_OF_FARO = ("correcciones", "registro", *get_args(Format))


@dataclass(frozen=True)
class Mask:
    """What hides the words of one dataset that its contract does not know."""

    contract: Contract

    def words(self, text: str) -> str:
        """The text as it is where the contract has it, else its known words, without any number."""
        if normalised(text) in self._texts:
            return text
        return _MASKS.sub(MASK, _WORD.sub(self._word, text))

    def finding(self, finding: Reportable) -> Reportable:
        """The same finding, in masked words."""
        return finding.with_facts(
            {
                name: self.words(fact) if name in FROM_DELIVERIES and isinstance(fact, str) else fact
                for name, fact in finding.facts.items()
            }
        )

    def _word(self, found: re.Match[str]) -> str:
        return found[0] if normalised(found[0]) in self._words else MASK

    @cached_property
    def _texts(self) -> frozenset[str]:
        return frozenset(map(normalised, _said_by(self.contract)))

    @cached_property
    def _words(self) -> frozenset[str]:
        words = _WORD.findall(" ".join([*self._texts, *_OF_FARO]))
        return frozenset(word for word in words if not any(map(str.isdigit, word)))


def _said_by(contract: Contract) -> Iterable[str]:
    institution = institutions()[contract.institution]
    yield from (contract.institution, institution.short_name, *institution.name.values())
    yield from (contract.dataset, contract.title, contract.server.location or "")
    for column in contract.columns:
        yield from (column.name, column.title)
    yield from _said_by_editions(contract)


def _said_by_editions(contract: Contract) -> Iterator[str]:
    for edition in contract.editions:
        yield from (edition.name, edition.sheet or "", *edition.collected.values())
