"""What can go wrong with the sealed store, and what to do about it."""

from typing import ClassVar

from faro.errors import ConfigurationError, Sentences, StackError


class DiskFull(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "El disco de {path} está lleno: la entrega no se guardó y sigue intacta en la institución.\n"
        "  Libere espacio; la próxima ejecución la recibirá.",
        "en": "The disk of {path} is full: the delivery was not kept and is still untouched at the institution.\n"
        "  Free some space; the next run will receive it.",
    }


class SealBroken(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "El original sellado {path} ya no es el que se recibió.\n"
        "  Restáurelo de la copia de respaldo; no se ha cargado nada.",
        "en": "The sealed original {path} is no longer what was received.\n"
        "  Restore it from the backup; nothing was loaded.",
    }


class OriginalsKeyMissing(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Falta la clave de los originales, o el archivo {path} no contiene una.\n"
        "  Restáurelo de la copia de respaldo; sin él no se guarda ni se lee ninguna entrega. Nada se ha modificado.",
        "en": "The key of the originals is missing, or the file {path} holds none.\n"
        "  Restore it from the backup; without it no delivery is kept or read. Nothing was changed.",
    }


class OriginalsKeyWrong(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "La clave {path} no es la de los originales sellados.\n"
        "  Restaure las dos mitades de la clave, de la misma copia de respaldo. Nada se ha modificado.",
        "en": "The key {path} is not that of the sealed originals.\n"
        "  Restore both halves of the key, from the same backup. Nothing was changed.",
    }


class StoreUnreachable(StackError):
    template: ClassVar[Sentences] = {
        "es": "El almacén de originales {path} no responde en {host}.\n"
        "  Se intentará de nuevo; si persiste, avise a quien lo administra. No se ha guardado ni cargado nada.",
        "en": "The store of originals {path} does not answer at {host}.\n"
        "  It will be tried again; if it persists, tell whoever runs it. Nothing was kept or loaded.",
    }


class StoreDenied(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "El almacén de originales {host} rechazó nuestra clave o no tiene {path}.\n"
        "  Corrija FARO_ORIGINALS o los secretos originals_key_id y originals_secret_key. No se ha guardado nada.",
        "en": "The store of originals {host} refused our key or has no {path}.\n"
        "  Correct FARO_ORIGINALS or the secrets originals_key_id and originals_secret_key. Nothing was kept.",
    }
