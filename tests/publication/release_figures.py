"""Figures of a release, as tests of its files make them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from faro.publication.figures import Facts, PublishedFigure
from faro.publication.files import public_files
from faro.publication.notes import Names
from faro.releases.policy import DisclosurePolicy, disclosure_policy

NAMES: Names = {"eri": {"es": "Equipo de Respuesta Inmediata", "en": "Immediate Response Team"}}

FACTS = Facts("2026-T3", "2026-10-15", "0.1.0")
_LABELS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda text: not text.startswith("'") and "_x" not in text
)
_VALUES = st.one_of(
    st.integers(-(10**12), 10**12).map(float),
    st.floats(-1e9, 1e9, allow_nan=False).filter(lambda each: abs(each) > 1e-9),
)


def figure(**given: object) -> PublishedFigure:
    """A figure that is shown, but for what is given."""
    usual = {
        "indicator_id": "I-04", "indicator_es": "Víctimas acreditadas", "indicator_en": "Accredited victims",
        "unit_es": "personas", "unit_en": "persons", "period": "2022", "breakdown": "sex", "breakdown_es": "Sexo",
        "breakdown_en": "Sex", "category": "woman", "category_es": "Mujer", "category_en": "Woman", "value": 18.0,
        "status": "published", "sources": "eri",
    }  # fmt: skip
    return PublishedFigure(**{**usual, **given})


@st.composite
def figures(draw: st.DrawFn) -> list[PublishedFigure]:
    """Some of each status, whatever their labels."""
    texts = [name for name in PublishedFigure.__dataclass_fields__ if name not in ("value", "status")]
    labels = st.fixed_dictionaries(dict.fromkeys(texts, _LABELS))
    values = st.one_of(
        _VALUES.map(lambda value: {"value": value, "status": "published"}),
        st.sampled_from(("suppressed", "no_data")).map(lambda status: {"value": None, "status": status}),
    )
    return [figure(**one, **other) for one, other in draw(st.lists(st.tuples(labels, values), max_size=6))]


def files_of(
    rows: Sequence[PublishedFigure],
    facts: Facts = FACTS,
    policy: DisclosurePolicy | None = None,
    names: Names = NAMES,
) -> dict[str, bytes]:
    """The public files of those figures; by the policy in force where none is given."""
    return public_files(rows, facts, policy or disclosure_policy(), names)
