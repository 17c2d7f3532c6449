"""Workers: processes that analyse what waits, until they are told to end.

    work(settings, processes=2)      the embedded worker: no broker, the store alone
    sweep(settings)                  hands what waits to a queue's workers, again and again
    app                              the Celery application: `celery -A service.worker worker`

    embedded.py   a crew of processes, each taking what waits
    duty.py       what one of these processes does
    broker.py     Celery: tasks carry ids, and do what a process of the crew does
    sweeping.py   finds what waits and nobody has

All of them do the same work by the same leases, so they may run side by side.
"""

import os
from typing import Any

from service.settings import Settings
from service.worker.embedded import work
from service.worker.sweeping import sweep

__all__ = ["sweep", "work"]


def __getattr__(name: str) -> Any:
    # Only who asks for it needs the extra `queue`.
    if name == "app":
        from service.worker.broker import app  # noqa: PLC0415

        return app(Settings.from_environment(os.environ))
    raise AttributeError(name)
