"""Filling the sources: what lies there afterwards, that a second time changes nothing, and which data are used."""

import shutil
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from faro.settings import Settings
from faro.simulation.dataset_file import DatasetFile, Edition, dataset_file
from faro.simulation.delivered import Delivered
from faro.simulation.errors import DatabaseUnreachableError, UnexpectedHeaderError
from faro.simulation.published import deliver_published as deliver

REAL = Settings().data


def rows(delivered: list[Delivered]) -> dict[tuple[str, str], int]:
    return {(entry.institution, entry.dataset): entry.rows for entry in delivered}


def state_of_files(home: Path) -> dict[Path, tuple[int, int, bytes]]:
    found = (home / "institutions").rglob("*")
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()) for path in found if path.is_file()}


def state_of_tables(uri: str) -> list[tuple]:
    """Every row's position, version and key: a rewrite shows even when it writes the same."""
    with psycopg.connect(uri) as connection:
        return [
            row
            for table in ("denuncias", "referidos")
            for row in connection.execute(f"select ctid::text, xmin::text, id from {table} order by id").fetchall()
        ]


def served(home: Path) -> Edition:
    edition = DatasetFile(dataset_file(home, "dgme", "border_entries"), frozenset({"t", "geo", "nat", "n"})).edition()
    assert edition is not None
    return edition


def query(uri: str, text: str) -> list[tuple]:
    with psycopg.connect(uri) as connection:
        return connection.execute(text).fetchall()


def test_what_is_missing_is_synthetic_and_says_so(synthetic_site) -> None:
    assert rows(synthetic_site.delivered) == {
        ("oij", "police_statistics"): 1500,
        ("unodc", "glotip"): 2170,
        ("oim", "missing_migrants"): 600,
        ("oim", "irregular_flows"): 768,
        ("dgme", "border_entries"): 960,
        ("linea145", "reports"): 300,
        ("linea145", "persons"): 240,
    }
    assert all(entry.is_synthetic and entry.is_new for entry in synthetic_site.delivered)
    home = synthetic_site.settings.home
    for institution in ("oij", "unodc"):
        (file,) = (home / "institutions" / institution / "outbox").iterdir()
        assert "sintetico" in file.name
    names = sorted(file.name for file in (home / "institutions" / "oim" / "outbox").iterdir())
    assert names == ["MissingMigrants-Global_sintetico_2024-12-31.csv", "irreg_sintetico.csv"]
    edition = served(home)
    assert (edition.is_synthetic, len(edition.rows)) == (True, 960)
    for table, count in (("denuncias", 300), ("referidos", 240)):
        found = query(
            synthetic_site.database_uri, f"select count(*), obj_description('{table}'::regclass) from {table}"
        )
        assert found[0][0] == count
        assert "SINTÉTICOS" in found[0][1]


def test_a_second_time_changes_nothing(synthetic_site) -> None:
    home, uri = synthetic_site.settings.home, synthetic_site.database_uri
    before = state_of_files(home), state_of_tables(uri)
    again = deliver(synthetic_site.settings, uri)
    assert (state_of_files(home), state_of_tables(uri)) == before
    assert again == [replace(entry, is_new=False) for entry in synthetic_site.delivered]
    assert len(before[1]) == 540


def test_what_an_institution_adds_stays(tmp_path: Path, hotline_server) -> None:
    settings, uri = Settings(home=tmp_path / "home", data=tmp_path), hotline_server.new_database("additions")
    deliver(settings, uri)
    query(uri, "insert into denuncias (fecha_ingreso, nro_registro_interno) values ('2025-01-01', 'x') returning id")
    (settings.outbox("oij") / "next.csv").write_text("a\n")
    deliver(settings, uri)
    assert query(uri, "select count(*), max(id) from denuncias") == [(301, 301)]
    assert (settings.outbox("oij") / "next.csv").read_text() == "a\n"


def test_the_reader_reads_and_no_more(synthetic_site, hotline_server) -> None:
    reader = hotline_server.as_role("linea145_reader", "synthetic_site")
    assert query(reader, "select count(*) from denuncias d join referidos r using (nro_registro_interno)") == [(240,)]
    for statement in ("delete from denuncias", "insert into referidos default values", "create table mine (x int)"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            query(reader, statement)


def test_the_tables_are_typed_as_an_institution_would(synthetic_site) -> None:
    uri = synthetic_site.database_uri
    typed = query(
        uri,
        "select column_name, data_type from information_schema.columns "
        "where table_name in ('denuncias', 'referidos') and data_type <> 'text' and column_name <> 'id'",
    )
    assert dict(typed) == {
        "fecha_ingreso": "date",
        "fecha_ingreso_denuncia": "date",
        "derivacion_fecha": "timestamp without time zone",
        "derivacion2_fecha": "timestamp without time zone",
        "derivacion3_fecha": "timestamp without time zone",
        "denunciante_edad_aparente": "integer",
        "edad_aparente": "integer",
    }
    assert query(
        uri, "select count(*) from denuncias where provincia = 'Buenos Aires' and provincia_indec_id <> '06'"
    ) == [(0,)]
    assert query(uri, "select count(*) from denuncias where provincia_indec_id = '06'")[0][0] > 0
    assert query(uri, "select count(hora_ingreso) from denuncias where hora_ingreso is not null or localidad = ''") == [
        (0,)
    ]


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", data=tmp_path)
    with pytest.raises(DatabaseUnreachableError) as error:
        deliver(settings, "postgresql://linea145_owner:hidden@127.0.0.1:1/institution_linea145")
    assert (error.value.facts["port"], "hidden" in str(error.value)) == ("1", False)


def test_a_real_file_with_other_columns_is_refused_and_the_tables_stay(tmp_path: Path, hotline_server) -> None:
    uri, data = hotline_server.new_database("headers"), tmp_path / "data"
    deliver(Settings(home=tmp_path / "home", data=tmp_path), uri)
    before = state_of_tables(uri)
    (data / "linea145").mkdir(parents=True)
    for name in ("ar_denuncias_2020.csv", "ar_referidos_2020.csv"):
        (data / "linea145" / name).write_text("fecha_ingreso,other\n2020-01-01,x\n")
    with pytest.raises(UnexpectedHeaderError) as error:
        deliver(Settings(home=tmp_path / "home", data=data), uri)
    assert error.value.facts["dataset"] == "reports"
    assert state_of_tables(uri) == before


def test_a_person_never_refers_to_a_report_of_the_other_origin(tmp_path: Path, hotline_server) -> None:
    folder = tmp_path / "data" / "linea145"
    folder.mkdir(parents=True)
    (folder / "ar_referidos_2020.csv").write_text("nro_registro_interno\n1\n")
    delivered = deliver(
        Settings(home=tmp_path / "home", data=tmp_path / "data"), hotline_server.new_database("origins")
    )
    assert [(entry.dataset, entry.is_synthetic) for entry in delivered[-2:]] == [("reports", True), ("persons", True)]


@pytest.mark.data
@pytest.mark.skipif(REAL is None or not REAL.is_dir(), reason="FARO_DATA is not set and ../shared/data does not exist")
def test_real_files_are_used_where_they_exist(tmp_path: Path, hotline_server) -> None:
    settings, uri = Settings(home=tmp_path / "home", data=REAL), hotline_server.new_database("real")
    deliver(Settings(home=tmp_path / "home", data=tmp_path), uri)
    delivered = deliver(settings, uri)
    assert not any(entry.is_synthetic for entry in delivered)
    assert list(rows(delivered).values()) == [7619, 46556, 5333, 10438, 6292, 1603, 1250]
    for institution, name in (
        ("oij", "oij/oij_estadisticas_2020.csv"),
        ("unodc", "glotip/data_glotip_2023-05-30.xlsx"),
    ):
        (file,) = settings.outbox(institution).iterdir()
        assert (file.name, file.read_bytes()) == (Path(name).name, (REAL / name).read_bytes())
        assert file.stat().st_mtime_ns == (REAL / name).stat().st_mtime_ns
    for name in ("missing_migrants/MissingMigrants-Global-2019-03-29.csv", "iom/irreg.csv"):
        assert (settings.outbox("oim") / Path(name).name).read_bytes() == (REAL / name).read_bytes()
    assert len(list(settings.outbox("oim").iterdir())) == 2
    edition = served(settings.home)
    assert (edition.is_synthetic, sum(row["n"] for row in edition.rows)) == (False, 12_856_950)
    assert query(
        uri, "select count(*) from referidos left join denuncias d using (nro_registro_interno) where d.id is null"
    ) == [(0,)]
    assert query(uri, "select count(*) from denuncias where provincia_indec_id = '06'") == [(723,)]
    before = state_of_files(settings.home), state_of_tables(uri)
    deliver(settings, uri)
    assert (state_of_files(settings.home), state_of_tables(uri)) == before


@pytest.mark.data
@pytest.mark.skipif(REAL is None or not (REAL / "oij").is_dir(), reason="FARO_DATA holds no oij/ folder")
def test_one_missing_file_is_replaced_alone(tmp_path: Path, hotline_server) -> None:
    data = tmp_path / "data"
    shutil.copytree(REAL / "oij", data / "oij")
    delivered = deliver(Settings(home=tmp_path / "home", data=data), hotline_server.new_database("partial"))
    assert [entry.is_synthetic for entry in delivered] == [False, *[True] * 6]
