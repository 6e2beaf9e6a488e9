"""The pages about every model, column and lineage: one file that dbt writes and that asks no other host."""

import re
from pathlib import Path

from faro.settings import Settings
from faro.transformation.dbt import Dbt, TransformationFailed
from faro.transformation.project import log_folder, project_fingerprint, target_folder

#: What the page would load or tell elsewhere: dbt's own tracker, and whatever a tag names.
_ELSEWHERE = re.compile(
    r"//[\w.-]+\.cloudfront\.net/[\w./-]*|[\w.-]+\.sinter-collect\.com|"
    r'<(?:script|link|img)\b[^>]*\b(?:src|href)="https?://[^>]*>'
)


def are_current(settings: Settings) -> bool:
    """Whether the page is of the project as it is, with who reads what of it."""
    mark = _mark(settings)
    return mark.exists() and mark.read_text() == project_fingerprint(with_exposures=True)


def build_pages(settings: Settings, transformer_uri: str) -> Path:
    """Write the page anew. Raises TransformationFailed."""
    fingerprint = project_fingerprint(with_exposures=True)
    status = Dbt(settings, transformer_uri, project_fingerprint()).document()
    if status:
        raise TransformationFailed(status=status, dataset="docs", log=str(log_folder(settings) / "dbt.log"))
    written = (target_folder(settings) / "static_index.html").read_text(encoding="utf-8")
    page = settings.site / "dbt" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(without_other_hosts(written), encoding="utf-8")
    _mark(settings).write_text(fingerprint)
    return page


def without_other_hosts(html: str) -> str:
    return _ELSEWHERE.sub("", html)


def _mark(settings: Settings) -> Path:
    """Not in the site: it is nobody's page."""
    return settings.home / "dbt" / "documented"
