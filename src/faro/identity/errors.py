"""What can go wrong with keys and at the door, told without a value of anybody's data."""

from typing import ClassVar

from faro.errors import ConfigurationError, Sentences, StackError


class IdentityKeysUnreadable(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Las llaves de identidad de {path} no se pueden leer.\n"
        "  Restaure el archivo desde su respaldo; sin él no se reconoce a ninguna persona ya cargada.",
        "en": "The identity keys in {path} cannot be read.\n"
        "  Restore the file from its backup; without it no person loaded so far can be recognised.",
    }


class IdentityKeysExposed(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Las llaves de identidad de {path} las puede leer alguien más que su dueño.\n"
        "  Ciérrelas: chmod 600 {path}. Si pudieron copiarse, rote las llaves.",
        "en": "The identity keys in {path} can be read by others than their owner.\n"
        "  Close them: chmod 600 {path}. If they may have been copied, rotate the keys.",
    }


class IdentityKeysDiffer(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Las llaves de identidad de {path} no son las del almacén; no se cargó nada.\n"
        "  Restaure el archivo desde su respaldo, o termine la rotación que quedó a medias.",
        "en": "The identity keys in {path} are not those of the warehouse; nothing was loaded.\n"
        "  Restore the file from its backup, or finish the rotation that was cut off.",
    }


class ProtectionFailed(StackError):
    template: ClassVar[Sentences] = {
        "es": "Los datos personales de {institution}/{dataset} no se pudieron proteger ({status}); no se cargó nada.\n"
        "  El original sigue sellado. Avise a ingeniería con este mensaje.",
        "en": "The personal data of {institution}/{dataset} could not be protected ({status}); nothing was loaded.\n"
        "  The original is still sealed. Tell the engineers this message.",
    }
