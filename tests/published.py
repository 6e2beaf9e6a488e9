"""What is published, as facts that every way of running Faro has to come to."""

from typing import Final, NamedTuple

#: Victims accredited in Costa Rica per year: US TIP reports.
ACCREDITED: Final = {2017: 34, 2018: 20, 2019: 35, 2020: 50, 2021: 21, 2022: 38}

OIJ_FILE: Final = "oij_estadisticas_2020.csv"
GLOTIP_FILE: Final = "data_glotip_2023-05-30.xlsx"


class RealFile(NamedTuple):
    """A table of core, a path below FARO_DATA, and a number of rows (of Costa Rica's where the file has others too)."""

    table: str
    path: str
    rows: int


REAL_FILES: Final = {
    "oij/police_statistics": RealFile("fct_reported_offence", f"oij/{OIJ_FILE}", 7_619),
    "unodc/glotip": RealFile("fct_international_figure", f"glotip/{GLOTIP_FILE}", 46_556),
    "oim/missing_migrants": RealFile(
        "fct_missing_migrant", "missing_migrants/MissingMigrants-Global-2019-03-29.csv", 5_333
    ),
    "oim/irregular_flows": RealFile("fct_irregular_flow", "iom/irreg.csv", 10_438),
    "dgme/border_entries": RealFile("fct_border_movement", "iom/regin.csv", 6_292),
    "linea145/reports": RealFile("fct_hotline_report", "linea145/ar_denuncias_2020.csv", 1_603),
    "linea145/persons": RealFile("fct_hotline_person", "linea145/ar_referidos_2020.csv", 1_250),
}
