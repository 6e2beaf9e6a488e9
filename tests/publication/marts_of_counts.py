"""A warehouse whose marts hold a few counts of detected victims, as a transformation would leave them."""

from collections.abc import Iterable, Mapping

from private_warehouse import Warehouse

from faro.releases.figures import IndicatorFigure

PROVINCES = ("CR-SJ", "CR-A", "CR-C", "CR-H", "CR-L")
#: By year, in the order of the provinces: two small counts in 2021, two in 2022; 2024 goes on.
COUNTS: Mapping[str, tuple[int, ...]] = {
    "2021": (30, 9, 8, 3, 2),
    "2022": (30, 9, 7, 6, 2),
    "2023": (9, 9, 9, 9, 9),
    "2024": (4, 3, 2, 1, 1),
}


def fill(warehouse: Warehouse, counts: Mapping[str, tuple[int, ...]], load: int = 1) -> None:
    """The marts say that; the newest transformation covers the loads up to that one."""
    rows = []
    for year, of_year in counts.items():
        by_category = {("total", "total"): sum(of_year)}
        by_category |= {("province", province): count for province, count in zip(PROVINCES, of_year, strict=True)}
        rows += [IndicatorFigure("I-01", year, *what, count, count, None) for what, count in by_category.items()]
    state(warehouse, rows, load)


def state(warehouse: Warehouse, rows: Iterable[IndicatorFigure], load: int = 1) -> None:
    """The same of any figures."""
    with warehouse.connect() as connection:
        connection.execute("drop table if exists marts.indicator_value")
        connection.execute(
            "create table marts.indicator_value (indicator_id text, year int, breakdown text, category text,"
            " value numeric, numerator numeric, denominator numeric, category_es text, category_en text)"
        )
        connection.execute("grant select on marts.indicator_value to faro_publisher")
        connection.cursor().executemany(
            "insert into marts.indicator_value values (%s, %s, %s, %s, %s, %s, null, %s, %s)",
            [
                (
                    one.indicator,
                    int(one.year),
                    one.breakdown,
                    one.category,
                    one.value,
                    one.numerator,
                    *[f"«{one.category}»"] * 2,
                )
                for one in rows
            ],
        )
        connection.execute(
            "insert into ops.transformation (fingerprint, last_load_id, last_change_id) values ('x', %s, 0)", [load]
        )
