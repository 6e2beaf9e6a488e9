# The pipeline: Airflow, dbt, Great Expectations and Faro, from the same hashed requirement files as `make setup`.
FROM python:3.11-slim-bookworm AS build
WORKDIR /opt/faro
COPY requirements/bootstrap.txt requirements/pipeline.txt requirements/
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --quiet --no-cache-dir --require-hashes -r requirements/bootstrap.txt \
    && VIRTUAL_ENV=.venv .venv/bin/uv pip install --quiet --no-cache --compile-bytecode --require-hashes -r requirements/pipeline.txt
COPY pyproject.toml README.md ./
COPY src src
RUN VIRTUAL_ENV=.venv .venv/bin/uv pip install --quiet --no-cache --no-deps --no-build-isolation --editable . \
    && .venv/bin/python -m compileall -q src

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/faro --shell /usr/sbin/nologin faro \
    && for folder in airflow dbt great_expectations institutions keys landing logs run site truth; do \
           install -d -o faro -g faro -m 0750 /var/lib/faro/$folder; done
WORKDIR /opt/faro
COPY --from=build /opt/faro /opt/faro
COPY contracts contracts
COPY docs docs
COPY dags dags
COPY dbt_project dbt_project
COPY expectations expectations
ENV FARO_HOME=/var/lib/faro HOME=/tmp PATH=/opt/faro/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER faro
ARG VERSION=dev COMMIT=unknown
LABEL org.opencontainers.image.title="faro-pipeline" \
      org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.revision=$COMMIT
ENTRYPOINT ["python", "-m", "faro.stack.containers"]
