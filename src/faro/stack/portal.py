"""The start page on 127.0.0.1: where the dashboard, Airflow and the Data Docs are."""

from importlib.resources import files
from pathlib import Path
from string import Template

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from faro.settings import Settings, settings


def write_start_page(settings: Settings) -> Path:
    """index.html with the addresses in force."""
    template = Template((files("faro.stack") / "portal.html").read_text(encoding="utf-8"))
    page = settings.site / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    addresses = {
        "dashboard": f"http://127.0.0.1:{settings.superset_port}/superset/dashboard/panorama/",
        "airflow": f"http://127.0.0.1:{settings.airflow_port}/",
        "accounts": settings.secrets_file,
    }
    page.write_text(template.substitute(addresses), encoding="utf-8")
    return page


#: Data Docs carries scripts and styles in its pages; nothing may come from, or go to, another host.
_ONLY_FROM_HERE = "default-src 'self' data: 'unsafe-inline'"


async def _without_frames(request: Request, proceed: RequestResponseEndpoint) -> Response:
    response = await proceed(request)
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _ONLY_FROM_HERE
    return response


def application(settings: Settings) -> Starlette:
    pages = StaticFiles(directory=settings.site, html=True)
    return Starlette(routes=[Mount("/", pages)], middleware=[Middleware(BaseHTTPMiddleware, dispatch=_without_frames)])


def main() -> None:
    write_start_page(settings())
    uvicorn.run(application(settings()), host="127.0.0.1", port=settings().portal_port, log_level="warning")


if __name__ == "__main__":
    main()
