"""What a run of `deliver` did, told to people."""

from dataclasses import dataclass

from faro.language import text


@dataclass(frozen=True)
class Delivered:
    """What one institution offers now: a file, an API's dataset or a table, its rows, and whether this run wrote it."""

    institution: str
    dataset: str
    what: str
    rows: int
    is_synthetic: bool
    is_new: bool = True

    def sentence(self) -> str:
        kind = text(es="sintético", en="synthetic") if self.is_synthetic else text(es="real", en="real")
        news = text(es="entregado", en="delivered") if self.is_new else text(es="ya estaba", en="already there")
        rows = text(es="filas", en="rows")
        return f"{self.institution}/{self.dataset}: {self.what}, {self.rows} {rows}, {kind}, {news}"
