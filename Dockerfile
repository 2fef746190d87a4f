# The bot, its workers and its commands; no torch, no GPU. The judge has an image of its own (compose.yaml).
FROM python:3.13-slim-trixie AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY bot bot
COPY cli cli
COPY grader grader
COPY interview interview
COPY questions questions
COPY storage storage
COPY migrations migrations
COPY reports reports
COPY runner runner
COPY serving serving
COPY texts texts
COPY web web
RUN python -m venv /app && /app/bin/pip install --no-cache-dir '.[encryption]'

FROM python:3.13-slim-trixie
# pg_dump and pg_restore of the same major version as the database, for `interviewer db backup`; bubblewrap for the runner.
# The package name pins the major version, which is what must match.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends bubblewrap postgresql-client-17 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /data interviewer \
 && install -d -o interviewer /backups /run/runner
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_DATA_HOME=/data \
    XDG_CACHE_HOME=/tmp \
    MPLCONFIGDIR=/tmp \
    INTERVIEWER_LOG_FORMAT=json \
    INTERVIEWER_EMBEDDING_MODEL=none \
    INTERVIEWER_METRICS_LISTEN=127.0.0.1:9464
USER 10001
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9464/healthz', timeout=4)"]
ENTRYPOINT ["interviewer"]
CMD ["bot"]
