"""The numbers that institutions gave their records, read again from the sealed originals for whoever has to ask them.

The warehouse holds tokens of them only. Nothing that is found here is written anywhere.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby

import psycopg

from faro import feedback, ledger
from faro.contracts import find_contract
from faro.identity.records import record_keys
from faro.landing import OriginalsKeyMissing, SealBroken
from faro.language import text
from faro.parsing import parse
from faro.parsing.received import ROW
from faro.retention import OriginalPurged, open_original
from faro.settings import Settings

#: A delivery and a row of it.
Place = tuple[int, int]


def records_at(settings: Settings, loader_uri: str, places: Iterable[Place]) -> dict[Place, str]:
    """Place → institution/dataset/number; by delivery and row where the original cannot be opened here."""
    found: dict[Place, str] = {}
    with psycopg.connect(loader_uri, autocommit=True) as connection:
        for load, of_load in groupby(sorted(set(places)), key=lambda place: place[0]):
            delivery = ledger.find_delivery(connection, load)
            dataset = f"{delivery.institution}/{delivery.dataset}"
            numbers = _numbers(settings, loader_uri, delivery)
            for place in of_load:
                found[place] = f"{dataset}/{numbers[place[1]]}" if place[1] in numbers else _by_place(dataset, place)
    return found


def _numbers(settings: Settings, loader_uri: str, delivery: ledger.Delivery) -> Mapping[int, str]:
    """Row → number of its record, of all rows of a delivery."""
    contract = find_contract(delivery.institution, delivery.dataset)
    try:
        original = open_original(settings, loader_uri, delivery.sha256, delivery.source_name)
    except (OriginalPurged, SealBroken, OriginalsKeyMissing):
        return {}
    layout = feedback.layout_of(contract, delivery.source_name)
    frame = parse(original, layout, file_name=delivery.source_name, format=contract.sealed_format).frame
    return dict(zip(frame[ROW], record_keys(frame, contract, delivery.sha256), strict=True))


def _by_place(dataset: str, place: Place) -> str:
    delivery, row = place
    return text(es=f"{dataset} (entrega {delivery}, fila {row})", en=f"{dataset} (delivery {delivery}, row {row})")
