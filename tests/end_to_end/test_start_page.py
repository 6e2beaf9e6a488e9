"""The start page leads to everything, and its pages come from nowhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import requests

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = pytest.mark.stack


def test_the_start_page_leads_to_the_dashboard_airflow_and_the_data_docs(stack: Stack) -> None:
    page = requests.get(stack.portal_url, timeout=30)
    links = re.findall(r'href="([^"]+)"', page.text)
    assert {f"{stack.superset_url}/superset/dashboard/{slug}/" for slug in ("victimas", "panorama")} <= set(links)
    assert f"{stack.airflow_url}/" in links
    assert "data-docs/index.html" in links


def test_the_pages_about_models_lead_from_every_dashboard_to_its_sources_and_ask_no_other_host(stack: Stack) -> None:
    answer = requests.get(f"{stack.portal_url}/dbt/index.html", timeout=30)
    assert answer.status_code == 200
    assert not re.search(r"cloudfront\.net|sinter-collect\.com", answer.text)
    assert all(name in answer.text for name in ("exposure.faro.panorama", "source.faro.raw_eri.resolutions_current"))


def test_every_dataset_has_its_validation_in_the_data_docs(stack: Stack) -> None:
    folder = f"{stack.portal_url}/data-docs"
    index = requests.get(f"{folder}/index.html", timeout=30).text
    pages = {title: page for page, title in re.findall(r'href="(validations/[^"]+)">([^<]+)<', index)}
    titles = {row["title"] for row in stack.sql("select title from ops.dataset")}
    assert pages.keys() >= titles
    for page in pages.values():
        answer = requests.get(f"{folder}/{page}", timeout=30)
        assert answer.status_code == 200
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert not re.search(r'(?:src|stylesheet" href)="https?://', answer.text)
