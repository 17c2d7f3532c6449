"""What strangers send is read in processes that stand by: none of them can hurt this one, or another document."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from service.errors import TooComplex, UndecodableText
from service.reading import Limits, read
from service.reading.apart import GRACE

PAGE = (
    "<html><body><h1>某县选派第一书记</h1><p>全县选派52名第一书记到村任职,年底前完成任务。</p></body></html>"
)
LARGE = ("<html><body>" + "<p>全县选派52名第一书记到村任职,年底前完成任务。</p>" * 60_000).encode()


def descendants(of=None):
    """Ids of the processes that this one started, and of theirs."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    waiting, found = [os.getpid() if of is None else of], []
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def test_time():
    """A document that takes too long is ended, and the next is read."""
    begun = time.monotonic()
    with pytest.raises((TooComplex, UndecodableText)):
        read(LARGE, None, None, Limits(seconds=0.05 - GRACE))

    assert time.monotonic() - begun < 5
    assert "52名" in read(PAGE.encode()).characters


def test_memory():
    """So is one that needs too much memory."""
    with pytest.raises(TooComplex):
        read(LARGE, None, None, Limits(memory=10 * 1024 * 1024))

    assert "52名" in read(PAGE.encode()).characters


def test_killed():
    """When the processes that read are ended from outside, others take their place."""
    read(PAGE.encode())
    for process in descendants():
        os.kill(process, signal.SIGKILL)

    assert "52名" in read(PAGE.encode()).characters


def test_copies():
    """A copy of this process reads by readers of its own, and leaves none behind."""
    read(PAGE.encode())
    before = set(descendants())
    child = os.fork()
    if child == 0:
        os._exit(0 if "52名" in read(PAGE.encode()).characters else 1)

    assert os.waitpid(child, 0)[1] == 0
    until = time.monotonic() + 5
    while set(descendants()) - before and time.monotonic() < until:
        time.sleep(0.02)
    assert not set(descendants()) - before


def test_several_at_once():
    """Threads read at the same time, each what it asked for."""
    found = {}

    def one(number):
        said = PAGE.replace("52名", f"{number}名").encode()
        found[number] = [read(said).characters for _ in range(5)]

    threads = [threading.Thread(target=one, args=(number,)) for number in range(100, 106)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(f"{number}名" in said for number, all_said in found.items() for said in all_said)
    assert len(found) == 6
