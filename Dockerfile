# One image for everything: `docker run … serve`, `… work`, `… db upgrade`, and whatever else `shoulder --help` names.
FROM python:3.13-slim-trixie

# pg_dump and pg_restore are for `shoulder db backup` and `shoulder db restore` on PostgreSQL.
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin shoulder \
    && install -d -o shoulder -g shoulder -m 0700 /data

WORKDIR /app
COPY requirements.lock ./
RUN python -m pip install --no-cache-dir -qq --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock

COPY pyproject.toml README.md LICENSE manifest.json ./
COPY prompts prompts
COPY bot bot
RUN python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index -e . \
    && python -m compileall -q bot

# Whoever puts other volumes here: the database, the key chest and the master key belong apart from each other.
ENV DATA_DIR=/data HOST=0.0.0.0 PORT=3000 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 3000
USER shoulder

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/readyz\", timeout=4)"]

STOPSIGNAL SIGTERM
ENTRYPOINT ["shoulder"]
CMD ["serve"]
