"""How gunicorn runs the service: `gunicorn -c python:service.web.serving 'service.web:create_app()'`.

The application and the dictionary are loaded once and shared by the workers that are forked from here. No
database connection exists before the fork: the corpus is opened by each worker at its first request.
"""

import gc
import os
from pathlib import Path
from typing import Any

from service.settings import Settings

_settings = Settings.from_environment(os.environ)

worker_class = "gthread"
workers = _settings.workers
threads = _settings.threads
preload_app = True
# A heartbeat file on a disk that hangs would make gunicorn kill healthy workers.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a private file in it
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
    from service.corpus import Pipeline  # noqa: PLC0415

    warm()
    Pipeline.load(_settings.measures, _settings.max_characters)
    # What is loaded stays: collected objects would be copied into every worker for nothing.
    gc.collect()
    gc.freeze()
