"""The files of a release, made from its inputs: the same inputs make the same bytes, whenever and wherever."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path

import faro
from faro.indicators.definitions import TOTAL, Breakdown, Definitions
from faro.publication.counts import counts_written
from faro.publication.figures import Facts, PublishedFigure, Status
from faro.publication.files import public_files
from faro.publication.inputs import (
    Contracts,
    Labels,
    contracts_of,
    figures_read,
    figures_written,
    labels_read,
    labels_written,
)
from faro.publication.ledger import PRIVATE
from faro.releases.drafting import Draft, Drafting
from faro.releases.figures import ReleaseFigure, TableOfPeriod
from faro.releases.holding import Rows
from faro.releases.published import Published

#: The digest of each other file; its own digest is what is approved.
MANIFEST = f"{PRIVATE}manifest.json"
FIGURES, COUNTS, INPUTS = f"{PRIVATE}figures.jsonl", f"{PRIVATE}counts.csv", f"{PRIVATE}inputs.csv"
_LABELS, _FACTS, _CONTRACTS = f"{PRIVATE}labels.csv", f"{PRIVATE}facts.json", f"{PRIVATE}contracts/"
#: What decides which figures are shown, and how they are written.
_ROOMS = ("disclosure", "indicators", "publication", "releases")
_LIBRARIES = ("babel", "highspy", "polars", "xlsxwriter")


@dataclass(frozen=True)
class Inputs:
    """All that a release is made of beside the earlier ones. `salt`: 32 bytes in hexadecimal, so that nobody who knows
    a digest of hidden counts tries which ones have it. `withheld`: tables that are not published beside those."""

    rows: Rows
    labels: Labels
    texts: Mapping[str, bytes]
    facts: Facts
    salt: str
    withheld: tuple[TableOfPeriod, ...] = ()

    def files(self) -> dict[str, bytes]:
        return {
            INPUTS: figures_written(self.rows),
            _LABELS: labels_written(self.labels),
            _FACTS: _json({**asdict(self.facts), "salt": self.salt, "withheld": self.withheld}),
            **{_CONTRACTS + path: text for path, text in self.texts.items()},
        }


def inputs_of(files: Mapping[str, bytes]) -> Inputs:
    """What the files of a release say that it was made of."""
    stated = json.loads(files[_FACTS])
    salt, withheld = stated.pop("salt"), stated.pop("withheld")
    texts = {name.removeprefix(_CONTRACTS): text for name, text in files.items() if name.startswith(_CONTRACTS)}
    facts = Facts(**{**stated, "held": tuple(stated["held"])})
    tables = tuple((indicator, breakdown, period) for indicator, breakdown, period in withheld)
    return Inputs(figures_read(files[INPUTS]), labels_read(files[_LABELS]), texts, facts, salt, tables)


def rebuilt(inputs: Inputs, earlier: Sequence[Published]) -> dict[str, bytes]:
    """Name → content, once more from the inputs, after those releases; minutes."""
    contracts = contracts_of(inputs.texts)
    found = Drafting(contracts.tables, contracts.policy, earlier).draft(inputs.rows, inputs.withheld)
    return made(inputs, found, contracts)


def made(inputs: Inputs, found: Draft, contracts: Contracts) -> dict[str, bytes]:
    """Name → content of every file that follows from the inputs and what was drafted of them."""
    figures = list(published_figures(found, contracts, inputs.labels))
    return {
        **public_files(figures, inputs.facts, contracts.policy, contracts.names),
        **inputs.files(),
        COUNTS: counts_written(found.published()),
        FIGURES: b"".join(_line(asdict(one)) for one in figures),
    }


def manifest(files: Mapping[str, bytes]) -> bytes:
    """The digests of all files but itself."""
    digests = {name: digest(content) for name, content in files.items() if name != MANIFEST}
    return _json(digests)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def figures_in(files: Mapping[str, bytes]) -> list[PublishedFigure]:
    """What a release publishes, as its own file says it exactly."""
    return [PublishedFigure(**json.loads(line)) for line in files[FIGURES].splitlines()]


def published_figures(found: Draft, contracts: Contracts, labels: Labels) -> Iterator[PublishedFigure]:
    """Each figure of a draft as it is published, in the order of its keys."""
    for figure in sorted(found.counted.released, key=attrgetter("indicator", "breakdown", "category", "period")):
        yield _published(figure, found.is_shown(figure), contracts, labels)


def _published(figure: ReleaseFigure, is_shown: bool, contracts: Contracts, labels: Labels) -> PublishedFigure:
    given, category = contracts.definitions, (figure.breakdown, figure.category)
    indicator, value = given.indicators[figure.indicator], figure.value if is_shown else None
    unit = given.units["share" if figure.is_share and indicator.unit == "mixed" else indicator.unit]
    breakdown = _breakdown(figure.breakdown, given)
    category_es, category_en = labels.get(category) or contracts.policy.label(*category)
    status: Status = "suppressed" if not is_shown else "no_data" if value is None else "published"
    return PublishedFigure(
        indicator.id, indicator.es, indicator.en, unit["es"], unit["en"],
        figure.period, figure.breakdown, breakdown.es, breakdown.en,
        figure.category, category_es, category_en, value, status, ", ".join(indicator.sources),
    )  # fmt: skip


def _breakdown(code: str, given: Definitions) -> Breakdown:
    return given.breakdowns.get(code) or Breakdown(TOTAL, "Total", "Total", ())


def code_version() -> str:
    """Of Faro, with the digest of what decides, and of the libraries that do: two of one name are one."""
    room = Path(faro.__file__).parent
    content = b"".join(path.read_bytes() for name in _ROOMS for path in sorted((room / name).glob("*.py")))
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"faro {version('faro')} ({digest(content)[:12]}), {libraries}"


def _json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _line(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False) + "\n").encode()
