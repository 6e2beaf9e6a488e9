"""Why nothing is published, or nothing found."""

from typing import ClassVar

from faro.errors import ConfigurationError, FaroError, Sentences


class ReleaseUnknown(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "No hay una publicación {count}.\n  Las que hay: faro release list",
        "en": "There is no release {count}.\n  Those there are: faro release list",
    }


class AlreadyWithdrawn(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "La publicación {count} ya fue retirada.\n  El motivo: faro release show {count}",
        "en": "Release {count} is withdrawn already.\n  The reason: faro release show {count}",
    }


class AlreadyPublished(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Ya se publicó: es la publicación {count}, y nadie responde otra vez.\n"
        "  Si está mal, retírela: faro release withdraw {count}",
        "en": "It is published: it is release {count}, and nobody answers again.\n"
        "  If it is wrong, withdraw it: faro release withdraw {count}",
    }


class ReasonMissing(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Falta el motivo, que queda escrito en lo publicado.\n"
        "  Escríbalo en una línea de texto llano, de 3 a {total} caracteres.",
        "en": "The reason is missing, which is written in what is published.\n"
        "  Write it in one line of plain text, from 3 to {total} characters.",
    }


class NotApproved(FaroError):
    """Published is only what two people of different duties approved, neither of whom started it."""

    exit_code = 15
    template: ClassVar[Sentences] = {
        "es": "Nada se publicó: {rule} ({field}).\n  Rige la publicación anterior. Para publicar, inicie otra vez "
        "«release» en Airflow y que respondan ambas personas.",
        "en": "Nothing was published: {rule} ({field}).\n  The release before stays in force. To publish, start "
        "`release` in Airflow again and let both people answer.",
    }


class ProposalChanged(FaroError):
    """What would be published is not what was approved."""

    exit_code = 15
    template: ClassVar[Sentences] = {
        "es": "Nada se publicó: los archivos de la propuesta {count} no son los que se aprobaron.\n"
        "  Inicie otra vez «release» en Airflow y averigüe quién cambió el almacén.",
        "en": "Nothing was published: the files of proposal {count} are not those that were approved.\n"
        "  Start `release` in Airflow again and find out who changed the warehouse.",
    }


class ProposalOvertaken(FaroError):
    """Another release was published since it was protected, without knowing of it."""

    exit_code = 15
    template: ClassVar[Sentences] = {
        "es": "Nada se publicó: desde que se preparó la propuesta {count} se publicó otra.\n"
        "  Inicie otra vez «release» en Airflow: se protege junto con todas las anteriores.",
        "en": "Nothing was published: another release came out since proposal {count} was prepared.\n"
        "  Start `release` in Airflow again: it is protected together with all earlier ones.",
    }


class TooMuchComputed(FaroError):
    """The attack on what would be published, beside all that was published, computes small counts."""

    exit_code = 15
    template: ClassVar[Sentences] = {
        "es": "Nada se propone: quien lea podría calcular {count} recuentos pequeños, por ejemplo de {field}.\n"
        "  Rige la publicación anterior. Cuáles son: faro release preview",
        "en": "Nothing is proposed: whoever reads could compute {count} small counts, for example of {field}.\n"
        "  The release before stays in force. Which ones: faro release preview",
    }


class MartsUnderWay(FaroError):
    """A transformation is writing the marts, or one did not end."""

    exit_code = 15
    template: ClassVar[Sentences] = {
        "es": "Las cifras se están transformando, o su última transformación no terminó.\n"
        "  Espere a que termine «transform» en Airflow, o ejecútelo, y prepare otra vez la publicación.",
        "en": "The figures are being transformed, or their last transformation did not end.\n"
        "  Wait until `transform` has ended in Airflow, or run it, and prepare the release again.",
    }


class WarehouseFull(FaroError):
    """What PostgreSQL was told to keep found no place; nothing of it is there."""

    exit_code = 15
    template: ClassVar[Sentences] = {
        "es": "El disco de PostgreSQL está lleno: nada se escribió, y rige la misma publicación que antes.\n"
        "  Libere espacio en él y repita lo que hacía.",
        "en": "The disk of PostgreSQL is full: nothing was written, and the same release as before is in force.\n"
        "  Free some space on it and do the same again.",
    }


class FolderFull(FaroError):
    """A file found no place; what was there before is whole."""

    exit_code = 15
    template: ClassVar[Sentences] = {
        "es": "El disco de {path} está lleno: nada queda a medias, y lo que había sigue entero.\n"
        "  Libere espacio en él y repita lo que hacía.",
        "en": "The disk of {path} is full: nothing is left half done, and what was there is whole.\n"
        "  Free some space on it and do the same again.",
    }
