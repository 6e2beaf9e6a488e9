"""The receipt: what arrived, what became of it and what the institution has to do, as a page of plain Spanish."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.numbers import format_decimal

from faro.contracts import Contract, institutions
from faro.feedback.layout import is_correction
from faro.ledger import Delivery, Load

_ZONE = ZoneInfo("America/Costa_Rica")
_WIDTH = 100


@dataclass(frozen=True)
class Arrival:
    """A judged delivery as the ledger tells it; `remarks` are the Spanish sentences somebody has to read."""

    delivery: Delivery
    load: Load
    received_at: datetime
    remarks: Sequence[str]
    corrected: int = 0


def receipt(contract: Contract, arrival: Arrival, workbook: str | None) -> bytes:
    """The text of `acuse_….txt`; `workbook` is the name of the corrections that go with it."""
    lines = [*_what_came(contract, arrival), "", *_counts(arrival), ""]
    lines += [
        "LO QUE ENCONTRAMOS",
        *_remarks(arrival),
        "",
        "QUÉ HACER",
        *_paragraph(_cure(contract, arrival, workbook)),
    ]
    lines += ["", "Este acuse no contiene datos de ninguna persona."]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _what_came(contract: Contract, arrival: Arrival) -> Iterator[str]:
    moment = format_datetime(arrival.received_at.astimezone(_ZONE), "d 'de' MMMM 'de' y, HH:mm", locale="es_CR")
    yield f"ACUSE DE RECIBO, ENTREGA {arrival.delivery.delivery_id}"
    yield ""
    yield f"Institución:        {institutions()[contract.institution].name['es']}"
    yield f"Conjunto de datos:  {contract.title} ({contract.id})"
    yield f"Archivo recibido:   {arrival.delivery.source_name}"
    yield f"SHA-256:            {arrival.delivery.sha256}"
    yield f"Recibido:           {moment} (hora de Costa Rica)"


def _counts(arrival: Arrival) -> Iterator[str]:
    load = arrival.load
    counted = {"entregadas": load.delivered, "aceptadas": load.accepted, "en cuarentena": load.quarantined}
    for name, count in counted.items():
        yield f"Filas {name + ':':<14}{format_decimal(count, locale='es_CR'):>12}"
    if is_correction(arrival.delivery.source_name):
        yield f"Filas retenidas que quedaron corregidas: {format_decimal(arrival.corrected, locale='es_CR')}"


def _remarks(arrival: Arrival) -> Iterator[str]:
    """What was found, under the institution's own headers."""
    for remark in arrival.remarks:
        yield from _paragraph(" ".join(remark.split()), bullet=True)
    if not arrival.remarks:
        yield "Nada que corregir."


def _cure(contract: Contract, arrival: Arrival, workbook: str | None) -> str:
    load = arrival.load
    if load.state == "rejected":
        return (
            "No se cargó ninguna fila; lo que estaba cargado antes no cambió. Corrija lo señalado arriba y entregue "
            "de nuevo el archivo completo, con el mismo nombre."
        )
    if workbook is None and load.quarantined:
        return "Borre en su sistema los registros señalados arriba. No hay nada que corregir ni que enviar de nuevo."
    if workbook is None:
        return "Nada. Gracias por su entrega."
    others = " Las demás filas ya están cargadas." if load.accepted else ""
    if contract.transport != "sftp":
        return f"Corrija en su sistema los casos del libro {workbook}, que está en esta misma bandeja.{others}"
    return (
        f"Abra el libro {workbook}, que está en esta misma bandeja; corrija las celdas marcadas, guárdelo con el mismo "
        f"nombre y déjelo en su carpeta de salida.{others}"
    )


def _paragraph(words: str, *, bullet: bool = False) -> list[str]:
    lead, rest = ("- ", "  ") if bullet else ("", "")
    return wrap(words, _WIDTH, initial_indent=lead, subsequent_indent=rest, break_long_words=False)
