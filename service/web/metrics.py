"""What is counted, for Prometheus: over all workers where gunicorn serves, of this process elsewhere.

No label holds a word of a client: rules, not paths.
"""

import os
from bisect import bisect_left
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app

EXTENSION = "duizhao-metrics"
SHARED = "PROMETHEUS_MULTIPROC_DIR"
# From a kept answer to the longest analysis, seconds.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counts of one application.

    Attributes:
        before_reading: brings in what was answered and is not counted yet.
    """

    def __init__(self) -> None:
        self.before_reading: Callable[[], None] = lambda: None
        # Imported when an application is made: the package decides at its import whether workers share.
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: PLC0415

        self._registry = registry = CollectorRegistry()
        self._sources: dict[str, Any] = {}
        self._children: dict[tuple[str, str, int], tuple[Any, Any]] = {}
        self.requests = Counter(
            "duizhao_requests", "Requests answered.", ("method", "rule", "status"), registry=registry
        )
        self.seconds = Histogram(
            "duizhao_request_seconds", "Time to an answer.", ("rule",), buckets=BUCKETS, registry=registry
        )
        self.analyses = Histogram(
            "duizhao_analysis_seconds", "Time of an analysis.", buckets=BUCKETS, registry=registry
        )
        self.characters = Counter("duizhao_analysed_characters", "Characters analysed.", registry=registry)
        self.kept = Counter(
            "duizhao_answers", "GET answers: unchanged, kept or made.", ("from",), registry=registry
        )
        self.refused = Counter("duizhao_refused", "Requests sent away.", ("because",), registry=registry)
        self.waiting = Gauge(
            "duizhao_waiting", "Requests that wait at a gate.", ("gate",), multiprocess_mode="livesum",
            registry=registry,
        )  # fmt: skip
        self.work = Gauge(
            "duizhao_documents", "Documents to be analysed, by how they stand.", ("state",),
            multiprocess_mode="mostrecent", registry=registry,
        )  # fmt: skip

    def answered(self, method: str, rule: str | None, status: int, seconds: float) -> None:
        """Count an answer."""
        requests, times = self._of(method, rule or "none", status)
        requests.inc()
        times.observe(seconds)

    def answered_together(self, rule: str, status: int, source: str, seconds: Sequence[float]) -> None:
        """Count answers to GET that have all but their times in common."""
        requests, times = self._of("GET", rule, status)
        requests.inc(len(seconds))
        self.came(source, len(seconds))
        # What `observe` does for each of them; the package has no call for several.
        for bucket, number in Tally(bisect_left(BUCKETS, each) for each in seconds).items():
            times._buckets[bucket].inc(number)
        times._sum.inc(sum(seconds))

    def came(self, source: str, number: int = 1) -> None:
        """Count where answers to GET came from: unchanged, kept or made."""
        if source not in self._sources:
            self._sources[source] = self.kept.labels(source)
        self._sources[source].inc(number)

    def analysed(self, seconds: float, characters: int) -> None:
        """Count an analysis."""
        self.analyses.observe(seconds)
        self.characters.inc(characters)

    def text(self) -> bytes:
        """All counts in the text format of Prometheus."""
        from prometheus_client import CollectorRegistry, generate_latest, multiprocess  # noqa: PLC0415

        self.before_reading()
        registry: Any = self._registry
        if SHARED in os.environ:
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        written: bytes = generate_latest(registry)
        return written

    def _of(self, method: str, rule: str, status: int) -> tuple[Any, Any]:
        # Finding a child by its labels costs more than counting.
        key = (method, rule, status)
        children = self._children.get(key)
        if children is None:
            children = self.requests.labels(method, rule, str(status)), self.seconds.labels(rule)
            self._children[key] = children
        return children


def metrics() -> Metrics:
    """The counts of the current application."""
    held: Metrics = current_app.extensions[EXTENSION]
    return held
