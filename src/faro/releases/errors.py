"""What is wrong with the declarations of releases, or with the figures that they are about."""

from typing import ClassVar

from faro.errors import ConfigurationError, Sentences


class DeclarationInvalid(ConfigurationError):
    """A file of the declarations breaks a rule."""

    template: ClassVar[Sentences] = {
        "es": "{path}: «{field}» no cumple la regla «{rule}».\n  Corríjalo ahí.",
        "en": "{path}: '{field}' breaks the rule '{rule}'.\n  Correct it there.",
    }


class FiguresDiffer(ConfigurationError):
    """Two tables say that they count the same and do not, or categories count more than their whole."""

    template: ClassVar[Sentences] = {
        "es": "{field} y {rule} no cuentan lo mismo, como dice {path}.\n  Dé a una de las dos tablas otra población u "
        "otra dimensión.",
        "en": "{field} and {rule} do not count the same, as {path} says.\n  Give one of the two tables another "
        "population or another dimension.",
    }


class NothingCounted(ConfigurationError):
    """The marts have no figures: nothing was transformed yet."""

    template: ClassVar[Sentences] = {
        "es": "Todavía no hay cifras de indicadores que publicar.\n  Reciba las entregas y espere su transformación: "
        "faro ingest",
        "en": "There are no figures of indicators to publish yet.\n  Load the deliveries and wait until they are "
        "transformed: faro ingest",
    }
