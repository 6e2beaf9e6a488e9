"""Duties name roles that there are; a person's details are checked before anything is asked of a service."""

import pytest
import yaml

from faro.accounts.directory import Person, everyone
from faro.accounts.duties import DUTIES, SERVICES, roles_of
from faro.accounts.errors import AccountNameInvalid, DutyUnknown, InstitutionNeeded, InstitutionUnknown, MailInvalid
from faro.settings import PROJECT, Settings
from faro.stack import airflow_roles
from faro.stack.errors import NotRunning

DECLARED = yaml.safe_load((PROJECT / "superset" / "security" / "roles.yml").read_text(encoding="utf-8"))
#: What Airflow and Superset bring themselves.
OWN = {"superset": {"Admin"}, "airflow": {"Admin", "Op", "User", "Viewer"}}


@pytest.mark.parametrize("duty", DUTIES)
def test_a_duty_is_made_of_roles_that_there_are(duty: str) -> None:
    known = {"superset": OWN["superset"] | set(DECLARED["roles"]), "airflow": OWN["airflow"] | airflow_roles.declared()}
    held = {(service, role) for service in SERVICES if (role := DUTIES[duty].role_in(service))}
    assert held
    assert {(service, role) for service, role in held if role in known[service]} == held


def test_every_role_of_superset_is_somebodys_duty() -> None:
    assert set(DECLARED["roles"]) <= {duty.superset for duty in DUTIES.values()}


def test_who_has_two_duties_has_the_roles_of_both() -> None:
    roles = roles_of(["analista", "ingeniería"])
    assert roles == {"superset": {"analista", "coordinación"}, "airflow": {"User"}}
    assert roles_of(["analista"]) == {"superset": {"analista"}, "airflow": frozenset()}
    assert set(roles) == set(SERVICES)


def test_an_unknown_duty_is_told_with_those_that_there_are() -> None:
    with pytest.raises(DutyUnknown) as refused:
        roles_of(["analista", "jefatura"])
    assert "jefatura" in refused.value.message("es")
    assert "coordinación" in refused.value.message("es")


def test_a_liaison_is_that_of_an_institution() -> None:
    assert roles_of(["enlace"], "pani")["superset"] == {"enlace pani"}
    assert roles_of(["enlace", "ingeniería"], "oij") == {
        "superset": {"enlace oij", "coordinación"}, "airflow": {"User"}
    }  # fmt: skip
    with pytest.raises(InstitutionNeeded, match="poder_judicial"):
        roles_of(["enlace"])
    for duties, institution in ((["enlace"], "nadie"), (["enlace"], ""), (["analista"], "pani")):
        with pytest.raises(InstitutionUnknown):
            roles_of(duties, institution)


@pytest.mark.parametrize("name", ["", "a", "Ana", "añil", "-a", "a b", "a'; drop", "a" * 65])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(AccountNameInvalid):
        Person(name, "Prueba", "Cuenta", "prueba@faro.invalid")


@pytest.mark.parametrize(
    "mail", ["", "prueba", "@faro.invalid", "prueba@", "prueba@faro", "a b@faro.invalid", "a@b@c.d"]
)
def test_a_mail_that_is_none_is_refused(mail: str) -> None:
    with pytest.raises(MailInvalid):
        Person("prueba", "Prueba", "Cuenta", mail)


def test_it_says_so_where_nothing_runs(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotRunning):
        everyone(Settings(home=tmp_path))
