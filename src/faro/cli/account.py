"""`faro account`: who may come in, and with which duty."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from faro.accounts.duties import DUTIES
from faro.cli.pages import console, moment
from faro.language import text

app = typer.Typer(
    no_args_is_help=True,
    help=text(es="Cuentas de personas, en Superset y Airflow.", en="Accounts of people, in Superset and Airflow."),
)
Name = Annotated[str, typer.Argument(help=text(es="Nombre de la cuenta.", en="Name of the account."))]
_DUTIES = ", ".join(DUTIES)


@app.command(
    help=text(
        es="Crea la cuenta de una persona y dice cómo entra: una sola vez, su contraseña inicial, si la necesita.",
        en="Make a person's account and tell the way in: once, its initial password, where one is needed.",
    )
)
def add(
    name: Name,
    first_name: Annotated[str, typer.Option(help=text(es="Nombre de la persona.", en="The person's first name."))],
    last_name: Annotated[str, typer.Option(help=text(es="Apellidos.", en="The person's last name."))],
    mail: Annotated[str, typer.Option(help=text(es="Correo.", en="Mail address."))],
    duty: Annotated[
        list[str],
        typer.Option(help=text(es=f"Qué hace en Faro: {_DUTIES}. Se repite.", en=f"What they do: {_DUTIES}. Repeat.")),
    ],
    institution: Annotated[
        list[str] | None,
        typer.Option(
            help=text(
                es="De quién es enlace: el nombre de su carpeta en contracts/.",
                en="Whose liaison they are: its folder in contracts/.",
            )
        ),
    ] = None,
) -> None:
    from faro.accounts import directory
    from faro.accounts.duties import roles_of
    from faro.settings import settings

    roles = roles_of(duty, _the_only_one(institution or []))
    _tell(name, directory.add(settings(), directory.Person(name, first_name, last_name, mail), roles))


def _the_only_one(institutions: list[str]) -> str | None:
    if len(institutions) > 1:
        named = ", ".join(institutions)
        told = text(
            es=f"Una cuenta es enlace de una sola institución, no de {named}: deje una.",
            en=f"An account is the liaison of one institution, not of {named}: leave one.",
        )
        raise typer.BadParameter(told, param_hint="--institution")
    return institutions[0] if institutions else None


@app.command(name="list", help=text(es="Quién puede entrar, y a qué.", en="Who may come in, and to what."))
def list_accounts() -> None:
    from faro.accounts.directory import everyone
    from faro.settings import settings

    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    for title in text(
        es="Cuenta,Persona,Superset,Airflow,Estado,Última entrada", en="Account,Person,Superset,Airflow,State,Last came"
    ).split(","):
        table.add_column(title, overflow="fold")
    for account in everyone(settings()):
        state = text(es="abierta", en="open") if account.is_open else text(es="[red]cerrada[/]", en="[red]closed[/]")
        roles = [escape(account.roles.get(service, "—")) for service in ("superset", "airflow")]
        table.add_row(account.username, escape(account.name), *roles, state, moment(account.last_sign_in))
    console.print(table)


@app.command(
    help=text(
        es="Cierra una cuenta: nadie entra con ella, ni con una sesión abierta.",
        en="Close an account: nobody comes in with it, not with a session that is open either.",
    )
)
def disable(name: Name) -> None:
    from faro.accounts.directory import disable
    from faro.settings import settings

    disable(settings(), name)
    console.print(text(es=f"La cuenta «{name}» está cerrada.", en=f"Account “{name}” is closed."), highlight=False)


@app.command(
    help=text(
        es="Da a una cuenta otra contraseña inicial, y la abre si estaba cerrada.",
        en="Give an account another initial password, and open it if it was closed.",
    )
)
def enable(name: Name) -> None:
    from faro.accounts.directory import enable
    from faro.settings import settings

    _tell(name, enable(settings(), name))


def _tell(name: str, password: str) -> None:
    """The way in: by the institution's identity provider where there is one, for which a password is of no use."""
    from faro.settings import settings

    provider = settings().oidc_name if settings().oidc_issuer else None
    told = _by_provider(name, provider) if provider else _by_password(name, password)
    console.print(told, highlight=False, soft_wrap=True, markup=False)


def _by_provider(name: str, provider: str) -> str:
    return text(
        es=f"Cuenta «{name}». Se entra por «{provider}», con el correo que la cuenta tiene.",
        en=f"Account “{name}”. The way in is “{provider}”, with the mail address that the account has.",
    )


def _by_password(name: str, password: str) -> str:
    return text(
        es=f"Cuenta «{name}». Contraseña inicial, que no se guarda ni se repite: {password}\n"
        "Entréguela en persona; quien la recibe la cambia al entrar.",
        en=f"Account “{name}”. Initial password, neither kept nor told again: {password}\n"
        "Hand it over in person; whoever is given it changes it on coming in.",
    )
