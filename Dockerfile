# The service with all its formats and both ways to keep and queue: `docker build -t duizhao .`
# docs/operating.md says what it needs; compose.yaml and deploy/kubernetes.yaml run it.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# For the few packages that come without a wheel for this machine.
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential libsqlite3-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/duizhao
WORKDIR /build
COPY pyproject.toml constraints.txt README.md ./
COPY seeds seeds
COPY service service
RUN /opt/duizhao/bin/pip install -c constraints.txt '.[fast,html,pdf,docx,charts,postgres,queue]'
# The tests of the packages themselves are a fifth of them.
RUN find /opt/duizhao -type d \( -name tests -o -name __pycache__ \) -prune -exec rm -rf {} + \
    && /opt/duizhao/bin/python -m compileall -q /opt/duizhao/lib

FROM python:3.11-slim-bookworm
# Nothing is written but the store: the rest may be read-only.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin duizhao \
    && install -d -o duizhao -g duizhao -m 0700 /var/lib/duizhao
COPY --from=build /opt/duizhao /opt/duizhao
ENV PATH=/opt/duizhao/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DUIZHAO_HOME=/var/lib/duizhao
USER 10001
WORKDIR /var/lib/duizhao
VOLUME /var/lib/duizhao
EXPOSE 8000
# Alive, whatever the store says; an orchestrator asks /readyz before it sends requests.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
STOPSIGNAL SIGTERM
CMD ["duizhao", "serve", "--host", "0.0.0.0", "--port", "8000"]
