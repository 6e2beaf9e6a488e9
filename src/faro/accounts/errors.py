"""What can be wrong with an account, and what to do about it."""

from typing import ClassVar

from faro.errors import ConfigurationError, Sentences


class DutyUnknown(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "No hay un deber «{field}» en Faro.\n  Escriba, con --duty, uno de estos: {rule}.",
        "en": "There is no duty “{field}” in Faro.\n  Give one of these with --duty: {rule}.",
    }


class InstitutionNeeded(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "El deber «enlace» es el de una institución, y falta decir de cuál.\n"
        "  Agregue --institution con una de estas: {rule}.",
        "en": "Duty “enlace” is that of an institution, and which one is not said.\n"
        "  Add --institution with one of these: {rule}.",
    }


class InstitutionUnknown(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "«{field}» no puede ser la institución de esta cuenta.\n"
        "  Dé --institution solo con --duty enlace, y una que tenga un contrato: {rule}.",
        "en": "“{field}” cannot be the institution of this account.\n"
        "  Give --institution with --duty enlace only, and one that has a contract: {rule}.",
    }


class AccountNameInvalid(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "«{field}» no puede ser el nombre de una cuenta.\n"
        "  Use de 2 a 64 letras minúsculas sin tilde, números, puntos, guiones o «@», y comience con una letra.",
        "en": "“{field}” cannot be the name of an account.\n"
        "  Use 2 to 64 plain lower-case letters, digits, dots, hyphens or “@”, and begin with a letter.",
    }


class MailInvalid(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "«{field}» no es una dirección de correo.\n  Escríbala completa: nombre@institución.cr.",
        "en": "“{field}” is no mail address.\n  Write it in full: name@institution.cr.",
    }


class AccountExists(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Ya hay en {service} una cuenta con el nombre o el correo de «{field}».\n"
        "  Vea las que hay con «faro account list»; una cerrada se abre con «faro account enable».",
        "en": "{service} already has an account with the name or the mail of “{field}”.\n"
        "  See those there are with `faro account list`; a closed one is opened with `faro account enable`.",
    }


class AccountUnknown(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "No hay una cuenta «{field}».\n  Vea las que hay con «faro account list».",
        "en": "There is no account “{field}”.\n  See those there are with `faro account list`.",
    }


class AccountNeeded(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Faro mismo usa la cuenta «{field}»: no se cierra ni se le cambia la contraseña aquí.\n"
        "  Vea en docs/operacion.md cómo se cambia su secreto.",
        "en": "Faro itself uses account “{field}”: it is neither closed nor given a password here.\n"
        "  See in docs/operacion.md how its secret is changed.",
    }


class RoleMissing(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "{service} todavía no tiene el rol «{rule}»; no se creó ninguna cuenta.\n"
        "  Espere a que termine de arrancar y repita.",
        "en": "{service} does not have role “{rule}” yet; no account was made.\n"
        "  Wait until it has started and try again.",
    }
