"""Celery: batches of ids over Redis or RabbitMQ, so that many machines take their share.

A message says only which documents to look at. Who may analyse them the store says, as everywhere: a message that is
lost, sent twice, or comes back after its worker was killed does no harm. No result comes back by the broker.
"""

from collections.abc import Sequence
from typing import Any

from service.corpus import PATIENCE, Crew, Lost
from service.errors import Misconfigured
from service.settings import Settings
from service.worker.duty import duty
from service.worker.embedded import log, ready

TASK = "duizhao.analyse"
# Ids of one message at most, and at least where there are as many: a task costs some 50 ms, a document some 20.
BATCH = 500
LEAST = 20
# Messages that what waits is divided into, so that all workers find some.
MESSAGES = 16
# Whoever speaks to a broker that is gone or hangs, gives up after so many seconds.
SOCKET = 2
# A message comes back when its worker has not finished it within so many seconds: the longest batch, and more.
VISIBLE = 600


def app(settings: Settings) -> Any:
    """The Celery application, its one task registered; workers load the dictionary before they fork.

    Raises:
        Misconfigured: no broker is set, or the extra `queue` is missing.
    """
    celery = _celery().Celery("duizhao")
    celery.conf.update(configuration(settings))

    def task(documents: list[str]) -> None:
        analyse(settings, documents)

    def load(**_: Any) -> None:
        ready(settings)

    celery.task(name=TASK)(task)
    _celery().signals.worker_init.connect(load, weak=False)
    return celery


def configuration(settings: Settings) -> dict[str, Any]:
    """How Celery is set; raises Misconfigured when no broker is."""
    if not settings.broker:
        raise Misconfigured(
            "no broker is set", parameter="DUIZHAO_BROKER", expected="redis://host:6379/0 or amqp://host"
        )
    options: dict[str, Any] = {}
    if settings.broker.startswith(("redis", "rediss")):
        options = {
            "visibility_timeout": VISIBLE,
            # By default a killed worker's messages are looked for every hundred seconds.
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
            "socket_timeout": SOCKET,
            "socket_connect_timeout": SOCKET,
            "max_retries": 1,
        }
    return {
        "broker_url": settings.broker,
        "broker_transport_options": options,
        "broker_connection_timeout": SOCKET,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_default_queue": "duizhao",
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_publish_retry": False,
        "worker_prefetch_multiplier": 1,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
    }


def analyse(settings: Settings, documents: Sequence[str]) -> None:
    """What a task does: as a process of a crew of one, those of these documents that nobody else does."""
    crew = Crew(duty(settings, among=documents[:BATCH]), 1, settings.budget * PATIENCE)
    for name, said in crew.run():
        if isinstance(said, Lost):
            log.warning("a process ended over document %s: %s", name, said.problem)


def publish(celery: Any, documents: Sequence[str]) -> None:
    """Send ids to the workers.

    Raises:
        ConnectionError: the broker cannot be reached.
    """
    size = min(BATCH, max(LEAST, len(documents) // MESSAGES))
    with celery.connection_for_write(connect_timeout=SOCKET) as connection:
        unreachable = (*connection.connection_errors, *connection.channel_errors, _kombu_error())
        try:
            for start in range(0, len(documents), size):
                message = (list(documents[start : start + size]),)
                celery.send_task(TASK, message, connection=connection, retry=False)
        except unreachable as problem:
            raise ConnectionError(str(problem)) from problem


def _kombu_error() -> type[Exception]:
    from kombu.exceptions import KombuError  # noqa: PLC0415 - the extra `queue`

    found: type[Exception] = KombuError
    return found


def _celery() -> Any:
    try:
        import celery  # noqa: PLC0415 - the extra `queue`
        import celery.signals  # noqa: PLC0415
    except ImportError as problem:
        raise Misconfigured(
            "a broker needs the extra `queue`",
            parameter="DUIZHAO_BROKER",
            expected="pip install 'duizhao[queue]'",
        ) from problem
    return celery
