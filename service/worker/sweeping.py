"""The sweeper: what has no analysis and is with nobody is handed to the workers of a queue, again and again.

Whatever a broker loses, restarts without, or was never told, is found here; a queue needs no other memory.
"""

from service.settings import Settings


def sweep(settings: Settings, every: float | None = None) -> int:
    """Hand out what waits, once or every so many seconds until SIGTERM; how many documents that were.

    Raises:
        Misconfigured: no broker is set, or the extra `queue` is missing.
    """
    from service.worker.broker import Sweeper  # noqa: PLC0415 - the extra `queue`

    return Sweeper(settings).run(every)
