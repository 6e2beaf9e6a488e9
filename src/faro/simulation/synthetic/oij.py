"""Police statistics of a year that never was: one row per victim, with the publisher's habits and defects."""

import csv
import io
from datetime import date

from faro.simulation.synthetic.draw import Draw
from faro.simulation.synthetic.places import COSTA_RICA

ROWS = 1500
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)

#: The last two columns are empty and have no name, as in the publisher's files.
HEADER = (
    "Delito",
    "SubDelito",
    "Fecha",
    "Hora",
    "Victima",
    "SubVictima",
    "Edad",
    "Genero",
    "Nacionalidad",
    "Provincia",
    "Canton",
    "Distrito",
    "",
    "",
)
OFFENCES = {
    "ASALTO": (56.0, {"ARMA DE FUEGO": 42, "ARMA BLANCA": 24, "ARREBATO": 16, "GOLPES": 8, "INTIMIDACION VERBAL": 5}),
    "HURTO": (37.0, {"POR DESCUIDO": 50, "CARTERISTA": 28, "POR CONFIANZA": 10, "ARDID PREVIO/DISTRACCION": 6}),
    "HOMICIDIO": (3.5, {"AJUSTE DE CUENTAS/VENGANZA": 40, "DISCUSION/RIÑA": 20, "NO DETERMINADO": 10}),
    "ROBO": (2.8, {"FORZADURA": 60, "OTRO O INDETERMINADO": 40}),
    "TACHA DE VEHICULO": (0.6, {"TACHA DE VEHICULO": 1}),
    "ROBO DE VEHICULO": (0.1, {"ASALTO": 1}),
}
OCCUPATIONS = {
    "PEATON": 56,
    "OTRO O INDETERMINADO": 18,
    "CLIENTE LOCAL COMERCIAL": 8,
    "PASAJERO DE TRANSPORTE PUBLICO": 6,
    "CLIENTE HOTEL/MOTEL/PENSION": 2,
    "ESTUDIANTE": 2,
    "TAXISTA": 2,
    "TURISTA/EXTRANJERO": 1,
    "MENOR DE EDAD": 1,
}
AGES = {"Mayor de edad": 86, "Menor de edad": 5, "Desconocido": 5, "Adulto Mayor": 4}
SEXES = {"HOMBRE": 61, "MUJER": 37, "DESCONOCIDO": 2}
NATIONALITIES = {
    "COSTA RICA": 790,
    "NICARAGUA": 125,
    "Desconocido": 13,
    "ESTADOS UNIDOS": 13,
    "CANADA": 7,
    "COLOMBIA": 6,
    "EL SALVADOR": 5,
    "VENEZUELA": 5,
    "ALEMANIA": 4,
    "FRANCIA": 4,
    "PANAMA": 3,
    "PAISES BAJOS (HOLANDA)": 2,
    "CHINA": 2,
    "DOMINICANA, REPUBLICA": 2,
    "HONDURAS": 2,
    "CUBA": 2,
    "ESPANA": 2,
}
#: Share of victims whose row equals the row before: several victims of one assault.
IDENTICAL = 0.045


def content() -> bytes:
    """The file: UTF-8 with BOM, CRLF, two trailing columns without a name."""
    draw = Draw("oij")
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(HEADER)
    row: tuple[str, ...] = ()
    for _ in range(ROWS):
        row = row if row and draw.happens(IDENTICAL) else _victim(draw)
        writer.writerow(row)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _victim(draw: Draw) -> tuple[str, ...]:
    offence = draw.one({name: weight for name, (weight, _) in OFFENCES.items()})
    province = draw.one({name: weight for name, (weight, _) in COSTA_RICA.items()})
    cantons = COSTA_RICA[province][1]
    canton = draw.one({name: len(districts) for name, districts in cantons.items()})
    hour = draw.number(0, 7) * 3
    return (
        offence,
        draw.one(OFFENCES[offence][1]),
        draw.day(FIRST, LAST).strftime("%d/%m/%Y"),
        f"{hour:02}:00:00 - {hour + 2:02}:59:59",
        "PERSONA",
        draw.one(OCCUPATIONS) + (" [PERSONA]" if draw.happens(0.97) else ""),
        draw.one(AGES),
        draw.one(SEXES),
        draw.one(NATIONALITIES),
        province,
        canton,
        draw.one(dict.fromkeys(cantons[canton], 1)),
        "",
        "",
    )
