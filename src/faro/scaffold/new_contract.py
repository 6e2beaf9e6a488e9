"""Writing the first contract of a dataset: never over one that is there, with the institution where it is new."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from faro.contracts import CONTRACTS, institutions
from faro.contracts.model import TRANSPORTS, Transport
from faro.errors import ConfigurationError, Sentences
from faro.scaffold.contract_text import Subject, contract_text, editions_text
from faro.scaffold.inference import Draft, Inferred, infer
from faro.scaffold.sample import Sample, read_sample

_NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
#: Where nothing was delivered yet: a number for each record, and when it was last written.
_WITHOUT_SAMPLE = Draft(
    (
        Inferred("record_number", "Número de registro", "string", True, None),
        Inferred("updated_on", "Fecha de actualización", "date", True, None),
    ),
    key="record_number",
    version="updated_on",
)


class NameUnusable(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "«{dataset}» no sirve como nombre: use <institución>/<conjunto>, con minúsculas sin tilde, cifras y _.\n"
        "  Por ejemplo: faro contract new ina/courses",
        "en": "`{dataset}` cannot be used as a name: write <institution>/<dataset> in small letters, digits and _.\n"
        "  For example: faro contract new ina/courses",
    }


class TransportUnknown(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "No hay un transporte «{field}».\n  Use sftp, api o postgres.",
        "en": "There is no transport `{field}`.\n  Use sftp, api or postgres.",
    }


class AlreadyThere(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "{path} ya existe y no se modificó.\n  Edítelo, o elija otro nombre.",
        "en": "{path} exists already and was not changed.\n  Edit it, or choose another name.",
    }


@dataclass(frozen=True)
class Written:
    """What was written, and what the sample told."""

    paths: tuple[Path, ...]
    draft: Draft


def parts_of(dataset_id: str) -> tuple[str, str]:
    """Institution and dataset. Raises NameUnusable."""
    institution, _, dataset = dataset_id.partition("/")
    if not _NAME.fullmatch(institution) or not _NAME.fullmatch(dataset):
        raise NameUnusable(dataset=dataset_id)
    return institution, dataset


def known_transport(name: str) -> Transport:
    """The transport of that name. Raises TransportUnknown."""
    for transport in TRANSPORTS:
        if name == transport:
            return transport
    raise TransportUnknown(field=name)


def write_contract(subject: Subject, sample_file: Path | None, root: Path = CONTRACTS) -> Written:
    """The contract and its editions. Raises AlreadyThere, NoHeaderFound or a DeliveryError about the sample."""
    path = root / subject.institution / f"{subject.dataset}.odcs.yaml"
    editions = path.with_name(f"{subject.dataset}.editions.csv")
    for each in (path, editions):
        if each.exists():
            raise AlreadyThere(path=str(each))
    sample = read_sample(sample_file) if sample_file else None
    draft = infer(sample) if sample else _WITHOUT_SAMPLE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(contract_text(_delivering(subject, sample), draft), encoding="utf-8")
    skip = sample.skip_rows if sample else 0
    editions.write_text(editions_text(draft, date.today().year, skip), encoding="utf-8")
    return Written((path, editions, *_institution(subject, root)), draft)


def is_known(institution: str, root: Path = CONTRACTS) -> bool:
    return institution in institutions(root)


def _delivering(subject: Subject, sample: Sample | None) -> Subject:
    return Subject(**{**vars(subject), "suffix": sample.suffix}) if sample else subject


def _institution(subject: Subject, root: Path) -> list[Path]:
    """A new one is appended to `institutions.yml`, whose other lines stay as people wrote them."""
    if is_known(subject.institution, root):
        return []
    path, name = root / "institutions.yml", subject.institution_name.replace("'", "''")
    entry = (
        f"{subject.institution}:\n  name: {{es: '{name}', en: '{name}'}}\n"
        f"  short_name: {subject.institution.upper()}\n  country: CRI\n"
    )
    text = path.read_text(encoding="utf-8")
    path.write_text(text + ("" if text.endswith("\n") else "\n") + entry, encoding="utf-8")
    institutions.cache_clear()
    return [path]
