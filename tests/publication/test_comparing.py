"""What changed between two releases is said of each figure, and what did not is not."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from faro.publication.comparing import differences, key_of
from faro.publication.figures import PublishedFigure

FIGURE = PublishedFigure(
    "I-01", "Víctimas", "Victims", "personas", "persons", "2022", "sex", "Sexo", "Sex", "woman", "Mujer", "Woman",
    7, "published", "oij/investigations",
)  # fmt: skip
HIDDEN = replace(FIGURE, value=None, status="suppressed")


def kinds(before: list[PublishedFigure], now: list[PublishedFigure]) -> list[str]:
    return [one.kind for one in differences(before, now)]


def test_each_kind_of_difference() -> None:
    assert kinds([FIGURE], [FIGURE]) == []
    assert kinds([HIDDEN], [HIDDEN]) == []
    assert kinds([], [FIGURE]) == ["new"]
    assert kinds([FIGURE], []) == ["gone"]
    assert kinds([FIGURE], [HIDDEN]) == ["suppressed"]
    assert kinds([HIDDEN], [FIGURE]) == ["shown"]
    assert kinds([FIGURE], [replace(FIGURE, value=8)]) == ["changed"]
    assert kinds([FIGURE], [replace(FIGURE, value=None, status="no_data")]) == ["changed"]


FIGURES = st.lists(
    st.builds(
        lambda period, value: replace(
            FIGURE, period=period, value=value, status="suppressed" if value is None else "published"
        ),
        st.sampled_from(["2020", "2021", "2022"]),
        st.none() | st.integers(0, 3).map(float),
    ),
    unique_by=key_of,
)


@given(FIGURES, FIGURES)
def test_the_differences_lead_from_one_to_the_other(before: list[PublishedFigure], now: list[PublishedFigure]) -> None:
    figures = {key_of(one): one for one in before}
    for one in differences(before, now):
        if one.now is None:
            del figures[key_of(one.figure)]
        else:
            figures[key_of(one.figure)] = one.now
    assert sorted(figures.values(), key=key_of) == sorted(now, key=key_of)
