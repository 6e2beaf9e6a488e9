"""Superset as Faro runs it: everything that differs between machines comes from the environment (FARO_*)."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from cachelib import FileSystemCache
from flask import Blueprint, Flask
from flask_appbuilder.const import AUTH_DB, AUTH_OAUTH
from redis import Redis

HERE = Path(__file__).resolve().parent
sys.path += [folder for folder in (str(HERE), str(HERE.parent / "src")) if folder not in sys.path]

from fences.access import FencedSecurityManager  # noqa: E402
from fences.application import raise_fences  # noqa: E402
from given import given  # noqa: E402
from readings.cursor import witnessed  # noqa: E402
from readings.openings import WitnessedOpenings  # noqa: E402
from serving import adapt  # noqa: E402
from serving.landing import HOME  # noqa: E402
from serving.quiet_logs import QuietLogs  # noqa: E402

from faro.accounts.passwords import long_enough  # noqa: E402
from faro.accounts.provider import Provider  # noqa: E402

STATE = Path(os.environ["FARO_HOME"]) / "superset"

# Identity, metadata and sessions -------------------------------------------------------------------------------------
SECRET_KEY = given("FARO_SUPERSET_SECRET_KEY")
SQLALCHEMY_DATABASE_URI = given("FARO_SUPERSET_DATABASE_URI")
SQLALCHEMY_ENGINE_OPTIONS = {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10}
WTF_CSRF_ENABLED = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Cookies are per host, not per port: without a name of its own, signing in here would sign out of Airflow.
SESSION_COOKIE_NAME = "faro_superset_session"
SESSION_COOKIE_SECURE = os.environ.get("FARO_SUPERSET_HTTPS", "") == "1"
PERMANENT_SESSION_LIFETIME = timedelta(hours=12)
FAB_PASSWORD_COMPLEXITY_ENABLED = True
FAB_PASSWORD_COMPLEXITY_VALIDATOR = long_enough
CUSTOM_SECURITY_MANAGER = FencedSecurityManager
provider = Provider(
    issuer=given("FARO_OIDC_ISSUER"),
    client_id=given("FARO_OIDC_CLIENT_ID"),
    client_secret=given("FARO_OIDC_CLIENT_SECRET"),
    name=given("FARO_OIDC_NAME"),
    address=given("FARO_SUPERSET_URL"),
)
AUTH_TYPE = AUTH_OAUTH if provider else AUTH_DB
OAUTH_PROVIDERS = [provider.registration()]
PUBLIC_ROLE_LIKE = None
FAB_ADD_SECURITY_API = False
SUPERSET_SECURITY_VIEW_MENU = False  # accounts and their duties are given by `faro account`
FAB_API_SWAGGER_UI = False
RATELIMIT_ENABLED = True
RATELIMIT_STORAGE_URI = given("FARO_REDIS_URL") or "memory://"
RATELIMIT_APPLICATION = "100 per second"
AUTH_RATE_LIMITED = False  # sign-ins are counted where a password is compared: see `faro.sign_in`

# Language and formats of Costa Rica (CLDR es-CR) ---------------------------------------------------------------------
NO_BREAK_SPACE = "\u00a0"
BABEL_DEFAULT_LOCALE = "es"
LANGUAGES = {"es": {"flag": "cr", "name": "Español"}, "en": {"flag": "us", "name": "English"}}
D3_FORMAT = {"decimal": ",", "thousands": NO_BREAK_SPACE, "grouping": [3], "currency": ["₡", ""]}
D3_TIME_FORMAT = {
    "dateTime": "%d/%m/%Y %H:%M:%S",
    "date": "%d/%m/%Y",
    "time": "%H:%M:%S",
    "periods": ["a. m.", "p. m."],
    "days": ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"],
    "shortDays": ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
    "months": [
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ],
    "shortMonths": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
}  # fmt: skip
CURRENCIES = ["CRC", "USD"]

# Features ------------------------------------------------------------------------------------------------------------
FEATURE_FLAGS = {
    "DASHBOARD_RBAC": True,
    "EMBEDDED_SUPERSET": False,
    "EMBEDDABLE_CHARTS": False,
    "GLOBAL_ASYNC_QUERIES": False,
    "ENABLE_TEMPLATE_PROCESSING": False,
    "ALERT_REPORTS": False,
    "DRILL_BY": False,
    "DRILL_TO_DETAIL": False,
    # A page that is printed or photographed must hold every chart, not only those on the screen.
    "DASHBOARD_VIRTUALIZATION": False,
}
ENABLE_UI_THEME_ADMINISTRATION = False
# Templates of ours carry class names; styling lives in the dashboard's style sheet.
HTML_SANITIZATION = True
HTML_SANITIZATION_SCHEMA_EXTENSIONS = {
    "attributes": {"*": ["className"], "progress": ["value", "max"]},
    "tagNames": ["progress"],
}


# Caches: in Redis where there is one, else on the file system of the one machine -------------------------------------
REDIS_URL = given("FARO_REDIS_URL")


def _cache(name: str, timeout: timedelta) -> dict[str, object]:
    # The sign-in page is cached too: another way of signing in is another page.
    own = f"{name}_{AUTH_TYPE}"
    place = (
        {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": REDIS_URL, "CACHE_KEY_PREFIX": f"faro_{own}_"}
        if REDIS_URL
        else {"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": str(STATE / "cache" / own), "CACHE_THRESHOLD": 2000}
    )
    return place | {"CACHE_DEFAULT_TIMEOUT": int(timeout.total_seconds())}


CACHE_CONFIG = _cache("metadata", timedelta(minutes=5))
# Short, so that a finished transformation is on the dashboard within a minute.
DATA_CACHE_CONFIG = _cache("data", timedelta(minutes=1))
FILTER_STATE_CACHE_CONFIG = _cache("filter_state", timedelta(days=90))
EXPLORE_FORM_DATA_CACHE_CONFIG = _cache("explore", timedelta(days=7))

# Sessions are kept where caches are, and end there when somebody signs out -------------------------------------------
SESSION_SERVER_SIDE = True
# What only reads does not write the session again: late, it would bring back one that has ended meanwhile.
SESSION_REFRESH_EACH_REQUEST = False
SESSION_KEY_PREFIX = "faro_session_"
if REDIS_URL:
    SESSION_TYPE, SESSION_REDIS = "redis", Redis.from_url(REDIS_URL)
else:
    SESSION_TYPE = "cachelib"
    SESSION_CACHELIB = FileSystemCache(str(STATE / "sessions"), threshold=20_000, mode=0o600)

# No outside host is ever asked: what a page may load is what this server serves --------------------------------------
ENABLE_CORS = False
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        # Handlebars compiles its templates; what they render is sanitised before it reaches the page.
        "script-src": ["'self'", "'strict-dynamic'", "'unsafe-eval'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": SESSION_COOKIE_SECURE,
    "referrer_policy": "same-origin",
}
THEME_FONT_URL_ALLOWED_DOMAINS: list[str] = []
DB_CONNECTION_MUTATOR = witnessed
EVENT_LOGGER = WitnessedOpenings()
# Refused by `fences` before it comes to this; were it not, no address would be allowed.
DATASET_IMPORT_ALLOWED_DATA_URLS: list[str] = []


def FLASK_APP_MUTATOR(app: Flask) -> None:
    adapt(app)
    raise_fences(app)


# Name and looks ------------------------------------------------------------------------------------------------------
APP_NAME = "Faro"
APP_ICON = "/faro-static/faro.svg"
FAVICONS = [{"href": "/faro-static/icon.svg", "type": "image/svg+xml", "rel": "icon"}]
LOGO_TARGET_PATH = HOME
FAB_INDEX_VIEW = "serving.landing.PanoramaIndexView"
LOGO_TOOLTIP = "Faro: Panorama"
BLUEPRINTS = [Blueprint("faro_static", __name__, static_folder=str(HERE / "static"), static_url_path="/faro-static")]
THEME_DEFAULT = {
    "algorithm": "default",
    "token": {
        "brandAppName": APP_NAME,
        "brandLogoAlt": APP_NAME,
        "brandLogoUrl": APP_ICON,
        "brandLogoHref": LOGO_TARGET_PATH,
        "brandLogoHeight": "32px",
        "brandLogoMargin": "12px 0",
        "brandIconMaxWidth": 120,
        "brandSpinnerUrl": None,
        "brandSpinnerSvg": None,
        "colorPrimary": "#1b5e7b",
        "colorLink": "#1b5e7b",
        "colorError": "#b3372f",
        "colorWarning": "#c98a14",
        "colorSuccess": "#3c7d5a",
        "colorInfo": "#3f7fa6",
        "fontUrls": [],
        "fontFamily": "Inter, Helvetica, Arial, sans-serif",
        "fontFamilyCode": "'IBM Plex Mono', 'Courier New', monospace",
        "transitionTiming": 0.3,
        "fontSizeXS": "8",
        "fontSizeXXL": "28",
        "fontWeightNormal": "400",
        "fontWeightLight": "300",
        "fontWeightStrong": "500",
        "fontWeightBold": "700",
        "colorEditorSelection": "#fff5cf",
    },
    # One row of names is enough: no «all» and «inverse» buttons beside it.
    "echartsOptionsOverrides": {"legend": {"selector": False}},
    "echartsOptionsOverridesByChartType": {"echarts_timeseries_line": {"xAxis": {"axisLabel": {"showMinLabel": True}}}},
}
THEME_DARK = None
EXTRA_CATEGORICAL_COLOR_SCHEMES = [
    {
        "id": "faro",
        "label": "Faro",
        "description": "Sea, lamp and coast",
        "isDefault": True,
        "colors": ["#1b5e7b", "#e0a02f", "#5b9aa8", "#8a4f7d", "#3c7d5a", "#c4603f", "#7d8a97", "#2f3e4e"],
    }
]
EXTRA_SEQUENTIAL_COLOR_SCHEMES = [
    {
        "id": "faro_mar",
        "label": "Faro: mar",
        "description": "Pale water to deep sea",
        "isDiverging": False,
        "colors": ["#e3eff3", "#b5d3dd", "#84b4c4", "#5493ab", "#2f7390", "#1b5e7b", "#0f3f55"],
    }
]

# Limits and quiet logs -----------------------------------------------------------------------------------------------
ROW_LIMIT = 5000
SQL_MAX_ROW = 10000
SUPERSET_WEBSERVER_TIMEOUT = 60
LOG_LEVEL = "WARNING"
LOGGING_CONFIGURATOR = QuietLogs()
SUPERSET_LOG_VIEW = False


class _Celery:
    """Superset's own workers: queries that outlast a page, and reports."""

    broker_url = result_backend = REDIS_URL
    imports = ("superset.sql_lab", "superset.tasks.scheduler")
    task_acks_late = True
    worker_prefetch_multiplier = 1


CELERY_CONFIG = _Celery if REDIS_URL else None
