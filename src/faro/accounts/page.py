"""What people read of duties: the table of them in `docs/seguridad.md`."""

from faro.accounts.duties import DUTIES


def duties_table() -> str:
    """A row for each duty, in Markdown."""
    rows = [
        ("deber", "puede", "no puede", "en Superset", "en Airflow"),
        ("---",) * 5,
        *(
            (f"`{name}`", duty.may, duty.may_not, f"`{duty.superset}`", f"`{duty.airflow}`" if duty.airflow else "–")
            for name, duty in DUTIES.items()
        ),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
