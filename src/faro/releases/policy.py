"""What contracts/disclosure.yml declares: populations, thresholds, periods, dimensions."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from faro.disclosure.figures import Subset
from faro.releases.errors import DeclarationInvalid
from faro.settings import PROJECT
from faro.vocabularies import vocabularies

Model = TypeVar("Model", bound=BaseModel)
FILE = PROJECT / "contracts" / "disclosure.yml"
_BETWEEN_TERMS = re.compile(r" (?:=|>=|<=|\+) ")
#: Everything but what is not recorded, and that.
RECORDED, NOT_RECORDED = "recorded", "not_recorded"


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Thresholds(_Declared):
    """The least count that is shown; `unpublished`: that may be known where it stands in no table; `reach`: one more
    than what every hidden count has to look possible up to; `shown`: the least share of the counts of a breakdown that
    can be."""

    one_characteristic: int = Field(gt=1)
    crossing: int = Field(gt=1)
    median: int = Field(gt=1)
    unpublished: int = Field(gt=1)
    reach: int | None = Field(default=None, gt=1)
    shown: float = Field(default=0, ge=0, le=1)


class Weights(_Declared):
    """How much more is lost with a count without a characteristic, by one of `headlines`, and by another one.

    Of `populations`; of others a headline is what another characteristic is.
    `pooled`: how much more again with a headline of several years, the last answer where those of years are hidden.
    """

    total: float = Field(default=1, ge=1)
    headline: float = Field(default=1, ge=1)
    one_characteristic: float = Field(default=1, ge=1)
    pooled: float = Field(default=1, ge=1)
    headlines: frozenset[str] = frozenset()
    populations: frozenset[str] = frozenset()

    def is_headline(self, population: str, characteristics: Sequence[str]) -> bool:
        """Whether a count of that population by these is asked for before others."""
        return population in self.populations and len(characteristics) == 1 and characteristics[0] in self.headlines


class Periods(_Declared):
    """Sums of years that are published beside each year: of so many complete ones, the last of which is `ending` or as
    many years away from it, and of all complete ones, `since` a year; and what is published of the running year."""

    years: tuple[int, ...] = ()
    all: bool = False
    since: int = 0
    ending: int = 0
    running: Literal["totals", "breakdowns"] = "breakdowns"


class Within(_Declared):
    """In which dimensions a population is part of another; `rest` names those who are in the other one alone."""

    dimensions: frozenset[str]
    rest: str | None = None


class Population(_Declared):
    es: str
    en: str
    crossing: bool = True
    within: dict[str, Within] = {}


class AllBut(_Declared):
    but: frozenset[str]


class Category(_Declared):
    es: str
    en: str


class Groups(_Declared):
    """Members of a list that are, together, the one that this attribute of theirs names, where it names one."""

    vocabulary: str
    attribute: str

    def sums(self, folder: Path) -> dict[str, frozenset[str]]:
        """Group → its members. Raises KeyError where there is no such list, or nobody in it has such an attribute."""
        found: dict[str, set[str]] = defaultdict(set)
        for member in vocabularies(folder)[self.vocabulary].members:
            if group := member.attributes.get(self.attribute):
                found[group].add(member.code)
        if not found:
            raise KeyError(self.attribute)
        return {group: frozenset(members) for group, members in found.items() if members != {group}}


class DimensionRule(_Declared):
    """`members`: all there are, where somebody who is told all but one knows the last. `collapse`: sums that are
    published in the place of their members where there are few of one of them. `groups`: sums that a list tells."""

    several: bool = False
    sums: dict[str, frozenset[str] | AllBut] = {}
    groups: Groups | None = None
    members: tuple[str, ...] = ()
    collapse: dict[str, Category] = {}

    @model_validator(mode="after")
    def _collapses_sums(self) -> "DimensionRule":
        for name in self.collapse:
            if self.several or not isinstance(self.sums.get(name), frozenset):
                raise ValueError(f"collapse.{name}: {', '.join(self.sums)}")
        return self

    def coarser(self) -> dict[str, str]:
        """Member → the sum that it can be published in."""
        sums = {name: self.sums[name] for name in self.collapse}
        return {one: name for name, members in sums.items() if isinstance(members, frozenset) for one in members}


class Publication(_Declared):
    """Counts that somebody else published: year → whom it counts, as a term → how many. `es`, `en`: where; `published`:
    in which year, where that is known."""

    es: str
    en: str
    published: int | None = None
    counts: dict[int, dict[str, Annotated[int, Field(ge=0)]]]


#: Category → members of dimensions; or the dimensions of its parts, in their order.
Categories = dict[str, dict[str, str]] | tuple[str, ...]


class DisclosurePolicy(_Declared):
    """`holders`: counts of the records of one institution, the member in the place of `*`; `public`: what everybody can
    read elsewhere; `downloads`: whether the files of a release are offered beside the dashboard."""

    thresholds: Thresholds
    weights: Weights = Weights()
    periods: Periods
    populations: dict[str, Population]
    dimensions: dict[str, DimensionRule] = {}
    relations: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    public: tuple[Publication, ...] = ()
    breakdowns: dict[str, Categories] = {}
    downloads: Literal["open", "closed"] = "closed"

    def threshold(self, population: str, characteristics: int) -> int:
        """The least count of that population, looked at by so many characteristics, that is shown."""
        is_crossing = characteristics > 1 and self.populations[population].crossing
        return self.thresholds.crossing if is_crossing else self.thresholds.one_characteristic

    def weight(self, population: str, characteristics: Sequence[str], is_pooled: bool = False) -> float:
        """Of a count of that population by these, in a year or in several, beside one by several characteristics.

        To be of a population that is part of another one, and is compared with it by nothing, is a characteristic too.
        """
        within = self.populations[population].within.values() if population in self.populations else ()
        if any(not outer.dimensions for outer in within):
            characteristics = [population, *characteristics]
        if not characteristics:
            return self.weights.total
        if self.weights.is_headline(population, characteristics):
            return self.weights.headline * (self.weights.pooled if is_pooled else 1)
        return 1 if len(characteristics) > 1 else self.weights.one_characteristic

    def members(self, breakdown: str, category: str) -> dict[str, str] | None:
        """Dimension → member of a category; None where it is no member of anything, and so is not released."""
        categories = self._categories(breakdown)
        if isinstance(categories, dict):
            return categories.get(category)
        parts = [category] if len(categories) == 1 else category.split("|")
        return dict(zip(categories, parts, strict=True))

    def coarser(self, breakdown: str) -> dict[str, str]:
        """Category → the one that it can be published in, of a breakdown by one dimension."""
        return self._rule(breakdown).coarser()

    def label(self, breakdown: str, category: str) -> tuple[str, str]:
        """Spanish and English, of a category that stands for several."""
        found = self._rule(breakdown).collapse[category]
        return found.es, found.en

    def _categories(self, breakdown: str) -> Categories:
        """Those of the dimension of its name, where it declares none."""
        return self.breakdowns.get(breakdown, (breakdown,))

    def _rule(self, breakdown: str) -> DimensionRule:
        """Of the dimension that it is by; one that declares nothing where that is none or several."""
        dimensions = self._categories(breakdown)
        by_one = dimensions[0] if isinstance(dimensions, tuple) and len(dimensions) == 1 else ""
        return self.dimensions.get(by_one, DimensionRule())

    def dimensions_of(self, breakdown: str) -> set[str]:
        """What its categories are members of."""
        categories = self._categories(breakdown)
        return (
            set(categories) if isinstance(categories, tuple) else {name for one in categories.values() for name in one}
        )

    def parts_of(self, breakdown: str) -> tuple[str, ...]:
        """The dimensions of the parts of its categories, in their order; none where each category tells its members."""
        categories = self._categories(breakdown)
        return categories if isinstance(categories, tuple) else ()

    def tied_populations(self) -> list[frozenset[str]]:
        """Those of which one tells of the others."""
        within = [
            frozenset((inner, outer, one.rest or inner))
            for inner, population in self.populations.items()
            for outer, one in population.within.items()
        ]
        return [*within, *(frozenset(_populations_of(relation)) for relation in self.relations)]

    def subsets(self, *always: str) -> list[Subset]:
        """Which population is part of which, in dimensions that are always there too."""
        return [
            Subset(inner, outer, within.dimensions | set(always))
            for inner, population in self.populations.items()
            for outer, within in population.within.items()
        ]


def disclosure_policy(path: Path = FILE) -> DisclosurePolicy:
    """Raises DeclarationInvalid."""
    policy = _grouped(declared(DisclosurePolicy, path), path)
    for name, population in policy.populations.items():
        for outer in population.within:
            if outer not in policy.populations:
                raise DeclarationInvalid(
                    path=path.name, field=f"populations.{name}.within", rule=", ".join(policy.populations)
                )
    for relation in policy.relations:
        named = _populations_of(relation)
        if len(named) == 1 or any(name not in policy.populations for name in named):
            raise DeclarationInvalid(path=path.name, field=f"relations: {relation}", rule=", ".join(policy.populations))
    return policy


def _grouped(policy: DisclosurePolicy, path: Path) -> DisclosurePolicy:
    """With the sums that the lists beside it tell."""
    dimensions = dict(policy.dimensions)
    for name, rule in dimensions.items():
        if rule.groups is not None:
            try:
                sums = rule.groups.sums(path.parent / "vocabularies")
            except KeyError as unknown:
                raise DeclarationInvalid(
                    path=path.name, field=f"dimensions.{name}.groups", rule=str(unknown)
                ) from unknown
            dimensions[name] = rule.model_copy(update={"sums": {**sums, **rule.sums}})
    return policy.model_copy(update={"dimensions": dimensions})


def _populations_of(relation: str) -> list[str]:
    return [term.split()[0] for term in _BETWEEN_TERMS.split(relation)]


def declared(model: type[Model], path: Path) -> Model:
    """What a file declares. Raises DeclarationInvalid, which names the first field that breaks a rule."""
    try:
        return model.model_validate(document(path))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise DeclarationInvalid(path=path.name, field=field, rule=first["msg"]) from None


def document(path: Path) -> Any:
    """Raises DeclarationInvalid where it is no YAML."""
    try:
        return YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DeclarationInvalid(path=path.name, field=str(line), rule="YAML") from None
