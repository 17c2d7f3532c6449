"""How gunicorn runs the service: `gunicorn -c python:service.web.serving 'service.web:create_app()'`.

The application and the dictionary are loaded once and shared by the workers that are forked from here. No
database connection exists before the fork: the corpus is opened by each worker at its first request.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from service.settings import Settings

_settings = Settings.from_environment(os.environ)

worker_class = "gthread"
workers = _settings.workers
threads = _settings.threads
preload_app = True
# A heartbeat file on a disk that hangs would make gunicorn kill healthy workers.
_memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - only private files are made in it
worker_tmp_dir = _memory
# Where the workers keep their counts, so that any of them tells all; it must be known before the application.
METRICS = "PROMETHEUS_MULTIPROC_DIR"
_counts = tempfile.mkdtemp(prefix="duizhao-metrics-", dir=_memory) if METRICS not in os.environ else None
os.environ.setdefault(METRICS, _counts or "")
timeout = 60  # seconds without a heartbeat; the main thread of a worker beats while its threads compute
graceful_timeout = 30
keepalive = 5
# A worker gives its memory back now and then, never all workers at once.
max_requests = 20_000
max_requests_jitter = 2_000
# A socket for remote control that nobody here uses.
control_socket_disable = True


def on_starting(_server: Any) -> None:
    """Load what every worker needs, before there is one."""
    from service.analysis import warm  # noqa: PLC0415
    from service.corpus import Pipeline, lexicon, limits  # noqa: PLC0415

    warm()
    words = lexicon(_settings.dictionary, _settings.stopwords)
    Pipeline.load(_settings.measures, limits(_settings), words)
    # What is loaded stays: collected objects would be copied into every worker for nothing.
    gc.collect()
    gc.freeze()


def child_exit(_server: Any, worker: Any) -> None:
    """Forget what only a living worker has."""
    from prometheus_client import multiprocess  # noqa: PLC0415

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: Any) -> None:
    """Leave nothing behind."""
    if _counts is not None:
        shutil.rmtree(_counts, ignore_errors=True)
