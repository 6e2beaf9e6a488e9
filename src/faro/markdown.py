"""Tables of pages that follow from declarations, as Markdown writes them."""

from collections.abc import Iterable, Sequence


def row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A line for each row under the head, the last one ended too."""
    return "".join(f"{row(cells)}\n" for cells in (head, ["---"] * len(head), *rows))
