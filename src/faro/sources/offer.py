"""What every source has in common: it offers named, versioned content and writes it as it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, ClassVar, Protocol

from faro.errors import ConfigurationError, Sentences, SourceError


@dataclass(frozen=True)
class Offer:
    """Something that can be fetched. The same name with another version is other content."""

    name: str
    version: str


class Source(Protocol):
    """One dataset's source."""

    def offers(self) -> Iterable[Offer]:
        """What is there now, oldest first."""

    def fetch(self, offer: Offer, into: BinaryIO) -> None:
        """Write the offered content, byte for byte. Raises SourceUnreachable when it changed or broke off."""


class SourceUnreachable(SourceError):
    template: ClassVar[Sentences] = {
        "es": "La fuente de {institution}/{dataset} no responde o cortó la entrega.\n"
        "  Se intentará de nuevo; si persiste, avise a la institución. Lo ya cargado sigue disponible.",
        "en": "The source of {institution}/{dataset} does not answer or broke off the delivery.\n"
        "  It will be tried again; if it persists, tell the institution. What is loaded stays available.",
    }


class ConnectionMissing(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Airflow no tiene la conexión «{setting}» a la fuente de {institution}/{dataset}.\n"
        "  Escríbala en el archivo de conexiones (FARO_CONNECTIONS) y reinicie los trabajadores.",
        "en": "Airflow has no connection `{setting}` to the source of {institution}/{dataset}.\n"
        "  Write it into the file of connections (FARO_CONNECTIONS) and restart the workers.",
    }


class SourceDenied(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "La fuente de {institution}/{dataset} rechazó nuestra cuenta o su clave de servidor cambió.\n"
        "  Confirme con la institución y corrija la conexión «{setting}» de Airflow. No se ha recibido nada.",
        "en": "The source of {institution}/{dataset} refused our account, or its host key changed.\n"
        "  Confirm with the institution and correct Airflow's connection `{setting}`. Nothing was received.",
    }
