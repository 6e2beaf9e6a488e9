"""What can go wrong around the simulated institutions, with the cure."""

from typing import ClassVar

from faro.errors import ConfigurationError, DeliveryError, SourceError, StackError
from faro.language import Language


class PortInUseError(StackError):
    template: ClassVar[dict[Language, str]] = {
        "es": "El puerto {port} que necesita {service} ya está en uso. "
        "Detenga el programa que lo usa o indique otro puerto en {setting}.",
        "en": "Port {port}, which {service} needs, is already in use. "
        "Stop the program that uses it or set another port in {setting}.",
    }


class UnreadableDatasetError(DeliveryError):
    template: ClassVar[dict[Language, str]] = {
        "es": "El archivo {path} no se puede leer en la línea {line}: cada línea es un objeto JSON "
        "con los campos del contrato. Corrija esa línea o ejecute «python -m faro.simulation deliver».",
        "en": "The file {path} cannot be read at line {line}: every line is a JSON object with the contract's "
        "fields. "
        "Correct that line or run `python -m faro.simulation deliver`.",
    }


class DatabaseUnreachableError(SourceError):
    template: ClassVar[dict[Language, str]] = {
        "es": "La base de datos de {institution} en {host}, puerto {port}, no aceptó la conexión. "
        "Inicie PostgreSQL o corrija FARO_POSTGRES_PORT.",
        "en": "The database of {institution} at {host}, port {port}, did not accept the connection. "
        "Start PostgreSQL or correct FARO_POSTGRES_PORT.",
    }


class UnexpectedHeaderError(DeliveryError):
    template: ClassVar[dict[Language, str]] = {
        "es": "El archivo {path} no tiene las columnas de la tabla de {institution}/{dataset}: {count} no coinciden. "
        "Use el archivo publicado en 2020 o quítelo de FARO_DATA para trabajar con datos sintéticos.",
        "en": "The file {path} does not have the columns of the table of {institution}/{dataset}: {count} differ. "
        "Use the file published for 2020, or remove it from FARO_DATA to work with synthetic data.",
    }


class NoSftpInstitutionError(ConfigurationError):
    template: ClassVar[dict[Language, str]] = {
        "es": "Ningún contrato de {path} usa SFTP. Indique «type: sftp» en los servidores de al menos un contrato.",
        "en": "No contract in {path} uses SFTP. State `type: sftp` among the servers of at least one contract.",
    }


class InvalidSettingError(ConfigurationError):
    template: ClassVar[dict[Language, str]] = {
        "es": "El valor de {setting} no es válido. Quítelo del entorno y de .env para usar el valor por defecto, "
        "o corríjalo: los números son enteros positivos y el límite se escribe como «20/second».",
        "en": "The value of {setting} is not valid. Remove it from the environment and .env to use the default, "
        "or correct it: numbers are positive integers and the limit is written like `20/second`.",
    }


class OtherScaleError(ConfigurationError):
    template: ClassVar[dict[Language, str]] = {
        "es": "Las instituciones simuladas de {path} ya entregaron un país de tamaño {count}; mezclarlo con otro "
        "falsearía toda cifra. Use «--scale {count}» (o FARO_SIMULATION_SCALE={count}), u otra carpeta en {setting}.",
        "en": "The simulated institutions of {path} already delivered a country of scale {count}; mixing it with "
        "another would falsify every figure. Use `--scale {count}` (or FARO_SIMULATION_SCALE={count}), or another "
        "folder in {setting}.",
    }
