# Superset, from the same hashed requirement file as `make setup`, with Faro's configuration and dashboards.
FROM python:3.11-slim-bookworm AS build
WORKDIR /opt/faro
COPY requirements/bootstrap.txt requirements/superset.txt requirements/
RUN python -m venv /opt/bootstrap \
    && /opt/bootstrap/bin/python -m pip install --quiet --no-cache-dir --require-hashes -r requirements/bootstrap.txt \
    && python -m venv --without-pip .venv-superset \
    && VIRTUAL_ENV=.venv-superset /opt/bootstrap/bin/uv pip install --quiet --no-cache --compile-bytecode --require-hashes -r requirements/superset.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/faro --shell /usr/sbin/nologin faro \
    && install -d -o faro -g faro -m 0750 /var/lib/faro/superset
WORKDIR /opt/faro
COPY --from=build /opt/faro /opt/faro
COPY src src
COPY superset superset
ENV FARO_HOME=/var/lib/faro HOME=/tmp PATH=/opt/faro/.venv-superset/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/opt/faro/src SUPERSET_CONFIG_PATH=/opt/faro/superset/superset_config.py
USER faro
ARG VERSION=dev COMMIT=unknown
LABEL org.opencontainers.image.title="faro-superset" \
      org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.revision=$COMMIT
CMD ["gunicorn", "--config", "superset/gunicorn.conf.py"]
