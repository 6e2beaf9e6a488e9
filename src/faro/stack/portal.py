"""The start page: where the dashboard, Airflow, the Data Docs and the guides are."""

from html import escape
from pathlib import Path
from string import Template

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from faro.publication.downloads_page import ADDRESS, write_first_page
from faro.settings import PROJECT, Settings, settings
from faro.stack.guides import listed, write_guides
from faro.stack.page import STYLE, framed, part


def write_start_page(settings: Settings) -> Path:
    """index.html with the addresses in force, a page for each guide, and that of the releases where there is none."""
    settings.site.mkdir(parents=True, exist_ok=True)
    (settings.site / STYLE).write_text(part(STYLE), encoding="utf-8")
    guides = write_guides(PROJECT / "docs", settings.site)
    write_first_page(settings.site)
    content = Template(part("portal.html")).substitute(
        dashboards=escape(f"{settings.superset_address}/superset/dashboard/"),
        downloads=ADDRESS,
        airflow=escape(f"{settings.airflow_address}/"),
        guides=listed(guides),
        sign_in=_sign_in(settings),
    )
    page = settings.site / "index.html"
    page.write_text(framed("Faro", content), encoding="utf-8")
    return page


def _sign_in(settings: Settings) -> str:
    """With what people come in."""
    if settings.oidc_issuer:
        return f"Se entra por «{escape(settings.oidc_name)}», con la cuenta de su institución."
    return (
        Template(part("passwords.html"))
        .substitute(accounts=escape(settings.accounts or str(settings.secrets_file)))
        .strip()
    )


#: Data Docs carries scripts and styles in its pages; nothing may come from, or go to, another host.
_ONLY_FROM_HERE = "default-src 'self' data: 'unsafe-inline'"


async def _without_frames(request: Request, proceed: RequestResponseEndpoint) -> Response:
    response = await proceed(request)
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _ONLY_FROM_HERE
    return response


#: A page of another name that resolves to this machine would read ours: names are stated.
_THIS_MACHINE = ("127.0.0.1", "localhost")


def application(settings: Settings) -> Starlette:
    pages = StaticFiles(directory=settings.site, html=True)
    hosts = [*_THIS_MACHINE, *filter(None, map(str.strip, settings.hosts.split(",")))]
    return Starlette(
        routes=[Mount("/", pages)],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
            Middleware(BaseHTTPMiddleware, dispatch=_without_frames),
        ],
    )


def main() -> None:
    write_start_page(settings())
    uvicorn.run(application(settings()), host=settings().listen, port=settings().portal_port, log_level="warning")


if __name__ == "__main__":
    main()
