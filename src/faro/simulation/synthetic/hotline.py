"""A hotline's reports and the persons named in them, none of whom exist; with the habits of a busy desk."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, timedelta
from functools import cache

from faro.simulation.synthetic.draw import Draw

REPORTS, PERSONS = 300, 240
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)

#: Province and locality → INDEC code; one province came from nowhere and has none.
PLACES = {
    ("Buenos Aires", "La Plata"): "06",
    ("Buenos Aires", "Mar del Plata"): "06",
    ("Buenos Aires", "Moreno"): "06",
    ("Ciudad Autónoma de Buenos Aires", "Ciudad Autónoma de Buenos Aires"): "02",
    ("Córdoba", "Córdoba"): "14",
    ("Santa Fe", "Rosario"): "82",
    ("Mendoza", "Mendoza"): "50",
    ("Misiones", "Posadas"): "54",
    ("Salta", "Salta"): "66",
    ("Tucumán", "San Miguel de Tucumán"): "90",
    ("Colorado", ""): "",
    ("", ""): "",
}
#: Forms as the desk writes them: single labels, some with commas inside, some in two spellings.
FORMS = {
    "Explotación sexual": 37,
    "Explotación laboral": 14,
    "Explotación sexual niñas, niños y adolescentes": 8,
    "Posible captación": 7,
    "Persona desaparecida": 7,
    "Oferta laboral engañosa": 5,
    "Otro": 4,
    "Extracción forzosa de órganos, tejidos o fluidos": 2,
    "Privacion ilegitima de la libertad": 2,
    "Privación ilegitima de la libertad": 2,
    "Grooming": 2,
    "Matrimonio forzado": 1,
}
NATIONALITIES = {"": 73, "Argentina": 18, "Paraguay": 3, "Bolivia": 2, "Peru": 1, "Venezuela": 1, "Sin descripcion": 1}
GENDERS = {"Mujer": 52, "Hombre": 38, "": 8, "Transexual": 1, "Travesti": 1}
REFERRED_TO = {"Protex": 60, "Gendarmería Nacional Argentina": 15, "Comisarías": 10, "Juzgado / Fiscalía": 5}
YES_NO = {"Si": 62, "No": 34, "si": 4}


@dataclass(frozen=True)
class Report:
    """One report; the fields are the institution's columns, in its order."""

    fecha_ingreso: str
    hora_ingreso: str
    nro_registro_interno: str
    situacion: str
    origen: str
    es_anonima: str
    tema: str
    subtema: str
    provincia: str
    localidad: str
    dependencia_alta: str
    via_ingreso: str
    derivacion_institucion: str
    derivacion_fecha: str
    derivacion_judicializa: str
    derivacion2_institucion: str
    derivacion2_fecha: str
    derivacion2_judicializa: str
    derivacion3_institucion: str
    derivacion3_fecha: str
    derivacion3_judicializa: str
    denunciante_nacionalidad: str
    denunciante_provincia: str
    denunciante_localidad: str
    denunciante_tipo: str
    denunciante_como_conocio_la_linea: str
    denunciante_genero: str
    denunciante_edad_aparente: str
    provincia_indec_id: str


@dataclass(frozen=True)
class Person:
    """One person named in a report; the fields are the institution's columns, in its order."""

    nro_registro_interno: str
    fecha_ingreso_denuncia: str
    tema: str
    subtema: str
    referido_tipo: str
    nacionalidad: str
    provincia: str
    localidad: str
    genero: str
    edad_aparente: str
    embarazada: str
    discapacidad: str
    provincia_indec_id: str


def reports() -> bytes:
    """The file of reports."""
    return _file(Report, _reports())


def persons() -> bytes:
    """The file of persons; each belongs to a report, and some are exactly alike."""
    return _file(Person, _persons(Draw("linea145 persons")))


def _file(kind: type[Report] | type[Person], rows: Iterable[Report | Person]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(kind)])
    writer.writerows(astuple(row) for row in rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


@cache
def _reports() -> tuple[Report, ...]:
    draw = Draw("linea145 reports")
    days = sorted(draw.day(FIRST, LAST) for _ in range(REPORTS))
    return tuple(_report(draw, number, day) for number, day in enumerate(days, start=1))


def _report(draw: Draw, number: int, day: date) -> Report:
    (province, locality), code = draw.one(dict.fromkeys(PLACES.items(), 1))
    known = draw.happens(0.3)
    return Report(
        fecha_ingreso=day.isoformat(),
        hora_ingreso="",
        nro_registro_interno=f"9000{number:05}",
        situacion=draw.one({"Urgencia": 82, "Emergencia": 18}),
        origen=draw.one({"Ciudadano": 92, "Institución": 8}),
        es_anonima=draw.one({"No": 56, "Si": 42, "si": 2}),
        tema="Trata",
        subtema=_forms(draw),
        provincia=province,
        localidad=locality,
        dependencia_alta="PNR - Línea 145",
        via_ingreso=draw.one({"Línea 145": 94, "Correo Institucional": 6}),
        **_referrals(draw, day),
        denunciante_nacionalidad=draw.one(NATIONALITIES),
        denunciante_provincia=province if known else "",
        denunciante_localidad=locality if known else "",
        denunciante_tipo=draw.one({"Denunciante - ciudadano": 85, "": 10, "Denunciante": 5}),
        denunciante_como_conocio_la_linea=draw.one({"": 55, "Por publicidad en internet": 30, "Por Recomendación": 15}),
        denunciante_genero=draw.one(GENDERS),
        denunciante_edad_aparente=_age(draw),
        provincia_indec_id=code,
    )


def _referrals(draw: Draw, day: date) -> dict[str, str]:
    """Up to three referrals; now and then one is dated before the report came in."""
    columns: dict[str, str] = {}
    goes_on = draw.happens(0.92)
    for prefix, share_of_next in (("derivacion", 0.13), ("derivacion2", 0.05), ("derivacion3", 0.0)):
        moment = datetime(day.year, day.month, day.day) + timedelta(minutes=draw.number(-300, 4000))
        columns[f"{prefix}_institucion"] = draw.one(REFERRED_TO) if goes_on else ""
        columns[f"{prefix}_fecha"] = f"{moment:%Y-%m-%d %H:%M}" if goes_on else ""
        columns[f"{prefix}_judicializa"] = draw.one(YES_NO) if goes_on else ""
        goes_on = goes_on and draw.happens(share_of_next)
    return columns


def _persons(draw: Draw) -> Iterator[Person]:
    person: Person | None = None
    for _ in range(PERSONS):
        if person is None or not draw.happens(0.05):
            person = _person(draw, draw.one(dict.fromkeys(_reports(), 1)))
        yield person


def _person(draw: Draw, report: Report) -> Person:
    (province, locality), code = draw.one(
        {(("", ""), ""): 50, ((report.provincia, report.localidad), report.provincia_indec_id): 50}
    )
    return Person(
        nro_registro_interno=report.nro_registro_interno,
        fecha_ingreso_denuncia=report.fecha_ingreso,
        tema=report.tema,
        subtema=report.subtema,
        referido_tipo=draw.one({"Acusado": 51, "Victima directa": 43, "Victima indirecta - familiar": 6}),
        nacionalidad=draw.one(NATIONALITIES),
        provincia=province,
        localidad=locality,
        genero=draw.one(GENDERS),
        edad_aparente=_age(draw),
        embarazada=draw.one({"No": 99, "Si": 1}),
        discapacidad=draw.one({"": 96, "No": 3, "Si": 1}),
        provincia_indec_id=code,
    )


def _forms(draw: Draw) -> str:
    """One form, or a list of different ones separated by commas."""
    chosen = dict.fromkeys(draw.one(FORMS) for _ in range(draw.one({1: 88, 2: 10, 3: 2})))
    return ", ".join(chosen)


def _age(draw: Draw) -> str:
    """Mostly blank; 0 also means that nobody knows."""
    return draw.one({"": 66, "0": 4, str(draw.number(12, 75)): 30})
