"""What people read of `roles.yml`: the table of PostgreSQL's roles in `docs/seguridad.md`."""

from collections.abc import Iterator
from typing import Final

from faro.markdown import table
from faro.powers.declaration import PUBLIC, Right, Role, templates

_DOES: Final[dict[Right, str]] = {
    "own": "es dueño de",
    "insert": "agrega a",
    "update": "cambia",
    "delete": "borra de",
    "execute": "ejecuta",
    "usage": "numera con",
}
_HEAD = ("papel", "para qué", "lee", "posee, escribe y ejecuta", "límites")


def roles_table() -> str:
    """A row for each role, in Markdown."""
    return table(_HEAD, map(_row, templates()))


def _row(role: Role) -> tuple[str, ...]:
    name = "todos" if role.name == PUBLIC else f"`{role.name}`"
    does = "; ".join(f"{verb} {_listed(role, right)}" for right, verb in _DOES.items() if right in role.powers)
    return name, role.purpose, "; ".join(_read(role)) or "nada", does or "nada", "; ".join(_limits(role)) or "–"


def _read(role: Role) -> Iterator[str]:
    if "select" in role.powers:
        yield _listed(role, "select")
    if "own_rows" in role.powers:
        yield f"las filas de su institución en {_listed(role, 'own_rows')}"


def _listed(role: Role, right: Right) -> str:
    return ", ".join(map(_in_spanish, role.powers.get(right, ())))


def _in_spanish(pattern: str) -> str:
    what, columns = pattern.partition(" (")[::2]
    what = what.replace(" of no person", "` que no habla de personas")
    what, _, without = what.partition(" but ")
    said = f"`{what}" + ("" if "` " in what else "`")
    said += f" sin {' ni '.join(f'`{name}`' for name in without.split())}" if without else ""
    return said + (f" (solo `{columns.removesuffix(')').replace(', ', '`, `')}`)" if columns else "")


def _limits(role: Role) -> Iterator[str]:
    if role.member:
        yield f"además, lo de {', '.join(f'`{group}`' for group in role.member)}"
    if role.longest:
        yield f"solo lee; {role.longest} por consulta"
    if role.connections:
        yield f"{role.connections} conexiones"
