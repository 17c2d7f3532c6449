"""What one process of a crew does: it takes documents that wait, and looks again when there are none."""

import logging
import time
from collections.abc import Callable, Collection, Sequence

from service.corpus import Corpus, Labour, Lost, Voice
from service.errors import StoreError
from service.settings import Settings

log = logging.getLogger(__name__)

# Seconds between two looks at whether anything came in, which cost microseconds, ...
GLANCE = 0.2
# ... and between two at all there is, which find what a dead process held.
LOOK = 5.0


def duty(
    settings: Settings, *, until_empty: bool = False, among: Collection[str] | None = None
) -> Callable[[Voice, Sequence[Lost]], None]:
    """The duty of a process.

    Args:
        until_empty: be done when nothing waits and nothing is at work.
        among: ids; be done when nobody needs to take any of these.
    """

    def work(voice: Voice, lost: Sequence[Lost]) -> None:
        corpus = None
        while not voice.is_stopping:
            try:
                if corpus is None:
                    corpus = _begun(settings, lost)
                    labour = corpus.labour
                    voice.remember(labour.holder)
                is_idle = not _turn(labour, voice, among)
                if is_idle and among is not None:
                    break
                if is_idle:
                    labour.finish()
                    if until_empty and not labour.is_left():
                        break
                    _wait(labour, voice)
            except StoreError as problem:
                # Of this moment: a database that is being restarted, a full disk.
                log.warning("the store cannot be used now: %s", problem.message)
                time.sleep(GLANCE * 5)
        if corpus is not None:
            corpus.close()

    return work


def _begun(settings: Settings, lost: Sequence[Lost]) -> Corpus:
    """The corpus, opened in this process, told what became of those before."""
    corpus = Corpus.open(settings)
    for one in lost:
        if one.said is not None:
            corpus.labour.lost(one.said, one.name, one.problem)
    corpus.labour.confine()
    return corpus


def _turn(labour: Labour, voice: Voice, among: Collection[str] | None) -> bool:
    """Do a batch; whether there was one."""
    is_any = False
    for done in labour.batch(voice.begin, lambda: voice.is_stopping, among=among):
        is_any = True
        voice.end([done.document, done.problem])
    return is_any


def _wait(labour: Labour, voice: Voice) -> None:
    """Until something came in, or it is time to look for what a dead process held."""
    before, until = labour.mark(), time.monotonic() + LOOK
    while time.monotonic() < until and not voice.is_stopping and labour.mark() == before:
        time.sleep(GLANCE)
