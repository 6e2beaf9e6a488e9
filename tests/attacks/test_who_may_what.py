"""Who may what in the running stack is what is declared, in PostgreSQL, Superset and Airflow: nothing more or less."""

import re
from collections.abc import Iterator

import psycopg
import pytest
import yaml
from airflow.providers.fab.auth_manager.security_manager.override import FabAirflowSecurityManagerOverride
from provisioning.liaisons import roles_with_liaisons
from running_stack import Demo, Stack

from faro import secrets
from faro.accounts.duties import DUTIES
from faro.powers.declaration import contracting_institutions
from faro.powers.granting import differences
from faro.settings import PROJECT, Settings
from faro.stack import airflow_roles

pytestmark = pytest.mark.stack

DECLARED = roles_with_liaisons(
    yaml.safe_load((PROJECT / "superset" / "security" / "roles.yml").read_text(encoding="utf-8"))["roles"],
    contracting_institutions(),
)
#: What Superset and Airflow bring themselves; of these only the administrator's is somebody's.
OF_SUPERSET = {"Admin", "Alpha", "Gamma", "Public", "sql_lab"}
OF_AIRFLOW = {"Admin", "Op", "User", "Viewer", "Public"}
#: What nobody who runs DAGs may see or change in Airflow.
KEPT_FROM_ENGINEERS = re.compile("Connection|Variable|Config|User$|^Users|Role|Permission|Provider", re.IGNORECASE)
POWERS = """
    select ab_role.name, ab_permission.name, ab_view_menu.name
    from ab_role
    join ab_permission_view_role on role_id = ab_role.id
    join ab_permission_view on ab_permission_view.id = permission_view_id
    join ab_permission on ab_permission.id = permission_id
    join ab_view_menu on ab_view_menu.id = view_menu_id
"""
#: Gives a role all that whoever runs DAGs has.
AS_AN_ENGINEER = """
    insert into ab_permission_view_role (id, permission_view_id, role_id)
    select nextval('ab_permission_view_role_id_seq'), permission_view_id, given.id
    from ab_permission_view_role join ab_role on ab_role.id = role_id and ab_role.name = 'User'
    join ab_role as given on given.name = %s
"""
EMPTY = "delete from ab_permission_view_role where role_id = (select id from ab_role where name = %s)"
Powers = set[tuple[str, str, str]]


def powers(demo: Demo, service: str) -> Powers:
    """Role, permission, on what; a database by its name."""
    with demo.superuser(service) as connection:
        rows = connection.execute(POWERS).fetchall()
    return {(role, permission, re.sub(r"^\[(.+)\]\.\(id:\d+\)$", r"\1", view)) for role, permission, view in rows}


def holders(connection: psycopg.Connection) -> dict[str, set[str]]:
    """Role → the accounts that have it; every role is there."""
    rows = connection.execute(
        "select ab_role.name, array_remove(array_agg(username), null) from ab_role"
        " left join ab_user_role on role_id = ab_role.id left join ab_user on ab_user.id = user_id group by 1"
    )
    return {role: set(accounts) for role, accounts in rows}


def declared_in_superset() -> Iterator[tuple[str, str, str]]:
    for role, spec in DECLARED.items():
        yield from ((role, "database_access", name) for name in spec.get("databases", []))
        for view, permissions in spec["permissions"].items():
            yield from ((role, permission, view) for permission in permissions)


def test_postgresql_grants_what_is_declared(stack: Stack, demo: Demo) -> None:
    """After a transformation: what dbt made and granted is there too."""
    with demo.superuser() as connection:
        assert connection.execute(
            "select count(*) > 5 from pg_class where relnamespace = 'core'::regnamespace"
        ).fetchone() == (True,)
        assert differences(connection) == []


def test_superset_permits_what_is_declared(stack: Stack, demo: Demo) -> None:
    held = {power for power in powers(demo, "superset") if power[0] in DECLARED}
    declared = set(declared_in_superset())
    assert (held - declared, declared - held) == (set(), set())


def test_superset_has_no_role_of_which_nothing_is_said(stack: Stack, demo: Demo) -> None:
    with demo.superuser("superset") as connection:
        known = holders(connection)
    assert set(known) == OF_SUPERSET | set(DECLARED)
    assert known["Admin"] == {"admin"}
    assert [role for role in OF_SUPERSET - {"Admin"} if known[role]] == []
    assert {power for power in powers(demo, "superset") if power[0] == "Public"} == set()


def test_airflow_has_its_own_roles_and_those_of_approvers(stack: Stack, demo: Demo) -> None:
    with demo.superuser("airflow") as connection:
        known = holders(connection)
    given = {duty.airflow for duty in DUTIES.values() if duty.airflow}
    assert set(known) == OF_AIRFLOW | airflow_roles.declared()
    assert known["Admin"] == {"admin"}
    assert [role for role in OF_AIRFLOW - given if known[role]] == []


def test_airflow_permits_its_roles_what_it_says_itself(stack: Stack, demo: Demo) -> None:
    """And the administrator's everything."""
    said = {config["role"]: set(config["perms"]) for config in FabAirflowSecurityManagerOverride.ROLE_CONFIGS}
    held = {role: {power[1:] for power in powers(demo, "airflow") if power[0] == role} for role in OF_AIRFLOW}
    assert held["Admin"] >= said["Admin"] | said["Op"]
    assert {role: held[role] for role in OF_AIRFLOW - {"Admin"}} == {
        role: said[role] for role in OF_AIRFLOW - {"Admin"}
    }


def test_airflow_permits_approvers_what_is_declared(stack: Stack, demo: Demo) -> None:
    held = powers(demo, "airflow")
    for role in airflow_roles.declared():
        assert {power[1:] for power in held if power[0] == role} == airflow_roles.MAY


def test_what_somebody_gave_an_approver_or_took_is_undone_by_the_next_start(
    stack: Stack, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = Settings(home=stack.home, postgres_port=stack.port("postgres"))
    monkeypatch.setattr(secrets, "settings", lambda: stated)
    with demo.superuser("airflow") as connection:
        for statement in (EMPTY, AS_AN_ENGINEER):
            connection.execute(statement, ["custodia"])
    assert {power[1:] for power in powers(demo, "airflow") if power[0] == "custodia"} != airflow_roles.MAY
    airflow_roles.keep(stated)
    assert {power[1:] for power in powers(demo, "airflow") if power[0] == "custodia"} == airflow_roles.MAY


def test_who_runs_dags_in_airflow_sees_no_connection_and_no_account(stack: Stack, demo: Demo) -> None:
    runs = {power for power in powers(demo, "airflow") if power[0] == "User"}
    assert ("User", "can_create", "DAG Runs") in runs
    assert {power for power in runs if KEPT_FROM_ENGINEERS.search(power[2])} == set()
