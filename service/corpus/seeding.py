"""The first start: a store that never held a document is given the bundled corpus."""

import logging
from collections.abc import Callable
from pathlib import Path

from service.errors import DuizhaoError, Misconfigured
from service.store import Store

log = logging.getLogger(__name__)


def seed(store: Store, folder: Path, add: Callable[[bytes, str], object]) -> int:
    """Add the files of a folder, in the order of their names, when the store wants them; how many that were.

    One process loads while others wait. A loading that was broken off is taken up again at the next start. A
    file that is refused is told in the log and stops nobody.

    Args:
        add: takes content and name; adding what is known must do no harm.

    Raises:
        Misconfigured: there is no such folder.
    """
    # Asked of every store, new or not: a wrong setting is to be found when it is made.
    if not folder.is_dir():
        raise Misconfigured(f"there is no folder {folder}", parameter="DUIZHAO_SEEDS")
    added = 0
    with store.first_loading() as wanted:
        if not wanted:
            return 0
        for path in sorted(folder.iterdir()):
            if not path.is_file() or path.name.startswith("."):
                continue
            try:
                add(path.read_bytes(), path.stem)
                added += 1
            except DuizhaoError as problem:
                log.warning("%s is not loaded: %s", path.name, problem.message)
    return added
