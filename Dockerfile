# syntax=docker/dockerfile:1
# The bot, without Odoo and without a database server: see compose.yaml for those.

FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY requirements.txt requirements-build.txt ./
# Two environments: one to build with, one that is shipped. Every file is checked against its hash.
RUN python -m venv /opt/build && /opt/build/bin/pip install --require-hashes --only-binary :all: -r requirements-build.txt \
 && python -m venv /opt/bot && /opt/bot/bin/pip install --require-hashes -r requirements.txt
COPY . .
RUN /opt/build/bin/python -m hatchling build -t wheel \
 && /opt/bot/bin/pip install --no-deps --no-index dist/*.whl \
 && /opt/bot/bin/pip uninstall --yes pip

FROM python:3.13-slim-trixie
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --shell /usr/sbin/nologin bot \
 && install --directory --owner bot --group bot /data
COPY --from=build /opt/bot /opt/bot
COPY policy.example.yaml LICENSE /opt/bot/share/procurement-bot/
ENV PATH=/opt/bot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/procurement.db \
    POLICY_FILE=/opt/bot/share/procurement-bot/policy.example.yaml \
    LOG_FORMAT=json \
    HTTP_HOST=0.0.0.0
USER bot
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('HTTP_PORT', '8080')}/healthz\", timeout=4)"]
ENTRYPOINT ["tini", "--", "procurement-bot"]
CMD ["run"]
