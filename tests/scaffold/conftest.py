"""A copy of the contracts that a test may write into, and a sample as an institution would send it."""

import shutil
from pathlib import Path

import pytest

from faro.contracts import CONTRACTS

SAMPLE = """Instituto de prueba;;;;;;;;
;;;;;;;;
Número de matrícula;Fecha de matrícula;Curso;Horas;Cédula;Nombre;PrimerApellido;Fecha de nacimiento;Última actualización
MAT-001;13/01/2026;Panadería;40;0100000000;CANARIO7391;CANARIO7391;24/12/1990;20/01/2026
MAT-002;15/01/2026;Soldadura;60;;CANARIO7391;CANARIO7391;;21/01/2026
"""


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    root = tmp_path / "contracts"
    root.mkdir()
    shutil.copy(CONTRACTS / "institutions.yml", root)
    return root


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "cursos.csv"
    path.write_text(SAMPLE, encoding="utf-8")
    return path
