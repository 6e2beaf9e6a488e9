"""The first text of a contract: whole sentences throughout, and nothing where only a person may decide."""

import json
from dataclasses import dataclass

from faro.contracts.model import Transport
from faro.scaffold.inference import Draft, Inferred


@dataclass(frozen=True)
class Subject:
    """What the contract is about."""

    institution: str
    institution_name: str
    dataset: str
    title: str
    transport: Transport
    suffix: str = ".csv"


def contract_text(subject: Subject, draft: Draft) -> str:
    """YAML. Missing on purpose, so that `faro contract check` asks: purpose, legal basis, class of each column."""
    return "".join((_opening(subject), _server(subject), _schema(subject, draft), _closing(subject, draft)))


def editions_text(draft: Draft, year: int, skip_rows: int) -> str:
    """The one layout known so far, named by the year."""
    names = ["edition", "sheet", "skip_rows", *(column.name for column in draft.columns)]
    cells = [str(year), "", str(skip_rows), *(column.header for column in draft.columns)]
    return f"{','.join(names)}\n{','.join(map(_csv, cells))}\n"


def _csv(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n') else cell


def _quoted(words: str) -> str:
    """As a YAML scalar; JSON's quoted strings are YAML's."""
    return json.dumps(words, ensure_ascii=False)


def _opening(subject: Subject) -> str:
    return f"""apiVersion: v3.1.0
kind: DataContract
id: {subject.institution}.{subject.dataset}
name: {subject.dataset}
version: 1.0.0
status: draft
domain: protection
description:
  purpose: ''
  usage: Estadística agregada. Nunca para identificar a una persona.
  limitations: Contrato en preparación; las columnas se dedujeron de un archivo de muestra.
"""


def _server(subject: Subject) -> str:
    institution, dataset = subject.institution, subject.dataset
    match subject.transport:
        case "sftp":
            return f"""servers:
  - server: outbox
    type: sftp
    description: Carpeta de salida de la institución; la clave del servidor está fijada.
    location: sftp://{institution}/outbox/{dataset}*{subject.suffix}
    format: {subject.suffix.strip(".").split(".")[0]}
"""
        case "api":
            return f"""servers:
  - server: api
    type: api
    description: API de la institución, con OAuth2.
    location: /v1/{dataset.replace("_", "-")}
"""
        case "postgres":
            return f"""servers:
  - server: database
    type: postgres
    description: Base de datos de la institución, con una cuenta de solo lectura.
    host: {institution}
    port: 5432
    database: institution_{institution}
    schema: public
    customProperties: [{{property: table, value: {dataset}}}]
"""


def _schema(subject: Subject, draft: Draft) -> str:
    lines = "".join(_column(column, draft) for column in draft.columns)
    return f"""schema:
  - name: {subject.dataset}
    businessName: {_quoted(subject.title)}
    physicalType: table
    dataGranularityDescription: Una fila por registro.
    properties:
{lines}"""


def _column(column: Inferred, draft: Draft) -> str:
    required = "true" if column.is_required else "false"
    extra = ", primaryKey: true, primaryKeyPosition: 1" if column.name == draft.key else ""
    identity = (
        f",\n         customProperties: [{{property: identity, value: {column.identity}}}]" if column.identity else ""
    )
    title, told = _quoted(column.header), _quoted(f"«{column.header}», como lo registra la institución.")
    stated = f"name: {column.name}, businessName: {title}, logicalType: {column.type}, required: {required}{extra}"
    return f"      - {{{stated},\n         description: {told}{identity}}}\n"


def _closing(subject: Subject, draft: Draft) -> str:
    version = f", version: {draft.version}" if draft.key and draft.version else ""
    return f"""slaProperties:
  - {{property: frequency, value: 1, unit: month}}
  - {{property: retention, value: 10, unit: year}}
team:
  name: {_quoted(subject.institution_name)}
authoritativeDefinitions: []
customProperties:
  - property: deliveryRelation
    value: {{type: {draft.relation}{version}}}
{_increment(subject, draft)}"""


def _increment(subject: Subject, draft: Draft) -> str:
    """A database is asked by a date and a key; where the sample tells neither, the check asks for them."""
    if subject.transport != "postgres" or not draft.key or not draft.version:
        return ""
    return f"  - property: increment\n    value: {{date: {draft.version}, key: {draft.key}}}\n"
