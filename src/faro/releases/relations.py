"""What is true of counts by what they mean, though no dimension tells it, as contracts/disclosure.yml declares it."""

import re
from collections.abc import Iterable, Iterator

from faro.disclosure.figures import Cell, Tie
from faro.releases.counts import Counts
from faro.releases.tables import REST
from faro.releases.terms import Term

_SIGN = re.compile(r" (=|>=|<=) ")
#: Of parts that are together at most the whole, in the place of the sign.
_TOGETHER = "+"


def add_relations(declared: Iterable[str], counts: Counts) -> Iterator[Tie]:
    """Ties of the counts of which each is true; what is left of the one on the left of `=` is added to them.

    `whole = part + part`: whatever is in the whole and in none of the parts that are told is left. `whole >= part +
    part`: each part is at most the whole. `one <= part + part`: it is at most all of them together. `part + part <=
    whole`: all of them together are at most the whole.
    """
    for text in declared:
        left, sign, right = _SIGN.split(text)
        if " + " in left:
            left, sign, right = right, _TOGETHER, left
        whole, *parts = map(Term.of, (left, *right.split(" + ")))
        named = {name for term in (whole, *parts) for name in term.parts}
        for cell in list(counts.of):
            context = whole.context(cell)
            if context is not None and not named & context[0].keys():
                own = [part.cell(cell.measure, *context) for part in parts]
                if sign != "<=" or not counts.left_out.intersection(own):
                    yield from _ties(text, cell, sign, [one for one in own if one in counts.of], counts)


def _ties(text: str, whole: Cell, sign: str, there: list[Cell], counts: Counts) -> Iterator[Tie]:
    left = counts.of[whole] - sum(counts.of[part] for part in there)
    if sign == ">=":
        yield from (Tie({whole: 1, part: -1}, 0, float("inf")) for part in there if counts.of[part] <= counts.of[whole])
    elif sign == _TOGETHER and there and left >= 0:
        yield Tie({whole: 1, **dict.fromkeys(there, -1)}, 0, float("inf"))
    elif sign == "<=" and there and left <= 0:  # what is not there is 0
        yield Tie({whole: 1, **dict.fromkeys(there, -1)}, float("-inf"), 0)
    elif sign == "=" and there and left >= 0:
        terms = {whole: 1, **dict.fromkeys(there, -1)}
        if left > 0:
            rest = whole.within(REST, text)
            counts.add(rest, left, text)
            terms[rest] = -1
        yield Tie(terms, 0, 0)
