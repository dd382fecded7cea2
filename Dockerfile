# The image of web, worker and beat: one image, three commands (docker-compose.yml).

# The design system, from npm.
FROM node:22-slim AS design
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# The English texts, compiled.
FROM debian:bookworm-slim AS texts
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
COPY locale /locale
RUN for po in $(find /locale -name '*.po'); do msgfmt -o "${po%.po}.mo" "$po"; done

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data STATIC_ROOT=/app/static-built
WORKDIR /app
RUN useradd --system --uid 10001 --home-dir /app puljeforslag && install -d -o puljeforslag /data
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=design /app/node_modules node_modules
COPY --from=texts /locale locale
RUN SECRET_KEY=only-for-building DATA_DIR=/tmp/build python manage.py collectstatic --noinput && rm -rf /tmp/build
USER puljeforslag
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/sundhed/', timeout=4)"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
