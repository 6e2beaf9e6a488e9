"""What can go wrong while provisioning, said with the file that is wrong and with the cure."""

from typing import ClassVar

from faro.errors import ConfigurationError, StackError


class MissingSetting(ConfigurationError):
    template: ClassVar = {
        "es": "Falta la variable {setting}. Arranque con `make demo`, o defínala en el entorno antes de aprovisionar.",
        "en": "The variable {setting} is missing. Start with `make demo`, or set it before provisioning.",
    }


class AssetUnreadable(ConfigurationError):
    template: ClassVar = {
        "es": "{file}, línea {line}: no es YAML válido. Corrija la sangría o las comillas de esa línea.",
        "en": "{file}, line {line}: not valid YAML. Correct the indentation or the quotes of that line.",
    }


class AssetInvalid(ConfigurationError):
    template: ClassVar = {
        "es": "{file}: {field}: {rule}. Corrija el archivo y repita.",
        "en": "{file}: {field}: {rule}. Correct the file and run again.",
    }


class ImportRefused(ConfigurationError):
    template: ClassVar = {
        "es": "Superset no acepta {file}: {rule}. Nada se importó; corrija ese archivo en superset/assets y repita.",
        "en": "Superset refuses {file}: {rule}. Nothing was imported; correct that file in superset/assets and repeat.",
    }


class PermissionUnknown(ConfigurationError):
    template: ClassVar = {
        "es": "{file}: el rol {field} pide el permiso «{rule}», que este Superset no tiene. Corrija el nombre.",
        "en": "{file}: role {field} asks for permission “{rule}”, which this Superset does not have. Correct the name.",
    }


class MetadataUnreachable(StackError):
    template: ClassVar = {
        "es": "No se puede abrir la base de metadatos de Superset ({rule}). Compruebe que PostgreSQL está en marcha y "
        "que FARO_SUPERSET_DATABASE_URI es correcta.",
        "en": "Superset's metadata database cannot be opened ({rule}). Check that PostgreSQL is running and that "
        "FARO_SUPERSET_DATABASE_URI is right.",
    }
