"""How gunicorn serves Superset: imported once, then forked; the address comes from the environment."""

import os

bind = f"{os.environ.get('FARO_LISTEN', '127.0.0.1')}:{os.environ.get('FARO_SUPERSET_PORT', '8088')}"
workers = int(os.environ.get("FARO_SUPERSET_WORKERS", "2"))
worker_class = "gthread"
threads = 8
timeout = 120
graceful_timeout = 5
keepalive = 5
preload_app = True
loglevel = "warning"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
wsgi_app = "superset.app:create_app()"
