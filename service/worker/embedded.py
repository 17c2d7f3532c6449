"""The embedded worker: some processes on one machine, and no broker."""

import gc
import logging
import signal
from collections.abc import Callable
from types import FrameType

from service.analysis import warm
from service.corpus import PATIENCE, Corpus, Crew, Lost
from service.settings import Settings
from service.worker.duty import duty

log = logging.getLogger(__name__)


def work(settings: Settings, processes: int, *, until_empty: bool = False) -> int:
    """Analyse what waits, by so many processes, until SIGTERM or SIGINT, or until nothing is left.

    Returns:
        How many documents were analysed.

    Raises:
        DuizhaoError: the store cannot be opened; the processes end as soon as they begin.
    """
    ready(settings)
    crew = Crew(duty(settings, until_empty=until_empty), processes, settings.budget * PATIENCE)
    analysed = 0
    before = {number: signal.signal(number, _stopping(crew)) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for name, said in crew.run():
            if isinstance(said, Lost):
                log.warning("a process ended over document %s: %s", name, said.problem)
            elif said[1] is None:
                analysed += 1
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return analysed


def ready(settings: Settings) -> None:
    """Load what every process needs, and see that the store can be opened; no connection stays open.

    Raises:
        DuizhaoError: it cannot.
    """
    warm()
    Corpus.open(settings).close()
    # What is loaded stays: collected objects would be copied into every process for nothing.
    gc.collect()
    gc.freeze()


def _stopping(crew: Crew) -> Callable[[int, FrameType | None], None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        crew.stop()

    return stop
