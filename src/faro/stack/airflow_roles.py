"""Airflow's roles of those who approve releases: what each may there, declared here and kept exactly so."""

from typing import Final

import psycopg

from faro.accounts.duties import DUTIES
from faro.publication.asking import APPROVING
from faro.secrets import secret
from faro.settings import Settings
from faro.stack.postgres import uri

#: The one DAG whose questions people answer.
ASKING: Final = "release"
#: A name and on what, in Airflow's words: nothing starts, clears, marks or pauses a run, and no value is read.
MAY: Final = frozenset(
    {
        ("can_read", "Website"),
        ("can_read", f"DAG:{ASKING}"),
        ("can_read", "DAG Runs"),
        ("can_read", "Task Instances"),
        ("can_read", "Task Logs"),
        ("can_read", "HITL Detail"),
        ("can_edit", "HITL Detail"),
        ("can_read", "My Password"),
        ("can_edit", "My Password"),
        ("menu_access", "DAGs"),
        ("menu_access", "HITL Detail"),
    }
)


def declared() -> frozenset[str]:
    """The names of these roles, one for each duty that approves."""
    return frozenset(role for duty in APPROVING if (role := DUTIES[duty].airflow))


def keep(settings: Settings) -> None:
    """Makes each role what is declared, whatever somebody gave it or took from it; who has it stays so."""
    with psycopg.connect(uri(settings, "airflow", "airflow", password=secret("airflow_database"))) as connection:
        actions, resources = zip(*sorted(MAY), strict=True)
        held = {"roles": sorted(declared()), "actions": list(actions), "resources": list(resources)}
        for statement in (*map(_named, ("role", "permission", "view_menu")), _PAIRS, _TAKE, _GIVE):
            connection.execute(statement.encode(), held)


def _named(kind: str) -> str:
    names = {"role": "roles", "permission": "actions", "view_menu": "resources"}[kind]
    return f"""
        insert into ab_{kind} (id, name)
        select nextval('ab_{kind}_id_seq'), name from (select distinct unnest(%({names})s::text[]) as name) as wanted
        where name not in (select name from ab_{kind})
    """


_WANTED = """
    (select ab_permission.id as permission_id, ab_view_menu.id as view_menu_id
    from unnest(%(actions)s::text[], %(resources)s::text[]) as wanted (action, resource)
    join ab_permission on ab_permission.name = action
    join ab_view_menu on ab_view_menu.name = resource) as wanted
"""
_PAIRS = f"""
    insert into ab_permission_view (id, permission_id, view_menu_id)
    select nextval('ab_permission_view_id_seq'), permission_id, view_menu_id from {_WANTED}
    where (permission_id, view_menu_id) not in (select permission_id, view_menu_id from ab_permission_view)
"""
_TAKE = f"""
    delete from ab_permission_view_role using ab_role, ab_permission_view
    where role_id = ab_role.id and permission_view_id = ab_permission_view.id and ab_role.name = any(%(roles)s)
        and (permission_id, view_menu_id) not in (select permission_id, view_menu_id from {_WANTED})
"""
_GIVE = f"""
    insert into ab_permission_view_role (id, permission_view_id, role_id)
    select nextval('ab_permission_view_role_id_seq'), ab_permission_view.id, ab_role.id
    from ab_role cross join {_WANTED}
    join ab_permission_view using (permission_id, view_menu_id)
    where ab_role.name = any(%(roles)s)
    on conflict do nothing
"""
