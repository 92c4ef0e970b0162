FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
# Pango and HarfBuzz draw the documents; their fonts (Tinos) travel with the project.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /state thidua \
    && install -d -o thidua -g thidua /state /files
COPY --from=build /venv /venv
WORKDIR /app
COPY --chown=root:root . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    THIDUA_STATE=/state \
    MEDIA_ROOT=/files \
    STATIC_ROOT=/static \
    DEMO=0
# Static files are part of the image; the command reads no database.
RUN DATABASE_URL=postgres://none@none/none REDIS_URL=redis://none SECRET_KEY=build \
    python manage.py collectstatic --noinput --ignore rest_framework --ignore import_export --verbosity 0
USER thidua
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=4s --start-period=40s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/health/', headers={'Host': 'localhost', 'X-Forwarded-Proto': 'https'}), timeout=3)"]
CMD ["granian", "--interface", "wsgi", "config.wsgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws"]
