"""What can go wrong while the stack starts, and what to do about it."""

from typing import ClassVar

from faro.errors import ConfigurationError, Sentences, StackError


class PortInUse(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "El puerto {port} ({setting}) ya está en uso.\n"
        "  Detenga el programa que lo usa o elija otro: {setting}=… make demo",
        "en": "Port {port} ({setting}) is already in use.\n"
        "  Stop the program that uses it or choose another one: {setting}=… make demo",
    }


class AlreadyRunning(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Faro ya está funcionando en {path}.\n"
        "  Véalo con «faro status»; deténgalo con Ctrl-C en su terminal o con «faro down».",
        "en": "Faro is already running in {path}.\n"
        "  See it with `faro status`; stop it with Ctrl-C in its terminal or with `faro down`.",
    }


class NotRunning(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Faro no está funcionando en {path}.\n  Inícielo con «make demo».",
        "en": "Faro is not running in {path}.\n  Start it with `make demo`.",
    }


class NotEnoughSpace(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Quedan {size} MiB libres en el disco de {path}; hacen falta {total}.\n"
        "  Libere espacio o elija otro disco (FARO_HOME; en contenedores, el volumen). Nada se ha modificado.",
        "en": "Only {size} MiB are free on the disk of {path}; {total} are needed.\n"
        "  Free some space or choose another disk (FARO_HOME; in containers, the volume). Nothing was changed.",
    }


class DatabaseUnreachable(StackError):
    template: ClassVar[Sentences] = {
        "es": "PostgreSQL no responde en {host}:{port}.\n"
        "  Compruebe que funciona y que FARO_POSTGRES_HOST y la red son los suyos; después, inicie otra vez.",
        "en": "PostgreSQL does not answer at {host}:{port}.\n"
        "  Check that the service runs and that FARO_POSTGRES_HOST and the network are right; then start again.",
    }


class WrongPassword(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Las contraseñas de {path} no son las de la base de datos de esta carpeta.\n"
        "  Restaure ese archivo de la copia de respaldo. No se ha modificado nada.",
        "en": "The passwords in {path} are not those of this folder's database.\n"
        "  Restore that file from the backup. Nothing was changed.",
    }


class ServiceFailed(StackError):
    template: ClassVar[Sentences] = {
        "es": "El servicio {service} no arrancó ({status}).\n"
        "  La razón está en {log}. Corríjala y vuelva a intentar con «make demo».",
        "en": "Service {service} did not start ({status}).\n"
        "  The reason is in {log}. Mend it and try again with `make demo`.",
    }


class ServiceTimeout(StackError):
    template: ClassVar[Sentences] = {
        "es": "El servicio {service} no respondió en {seconds} s.\n  Vea {log} y vuelva a intentar con «make demo».",
        "en": "Service {service} did not answer within {seconds} s.\n  See {log} and try again with `make demo`.",
    }


class StepFailed(StackError):
    template: ClassVar[Sentences] = {
        "es": "El paso «{command}» terminó con el estado {status}.\n"
        "  La razón está en {log}. Corríjala y vuelva a intentar con «make demo».",
        "en": "Step `{command}` ended with status {status}.\n"
        "  The reason is in {log}. Mend it and try again with `make demo`.",
    }
