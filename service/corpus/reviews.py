"""What readers say of figures: accepted, rejected, or edited; beside the machine's value, never instead of it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from service.errors import BadParameter, UnsafeText
from service.model import Bound, Correction, Decision, Nature, Observation, Period
from service.store import Store

LONGEST_NOTE, LONGEST_AUTHOR, LONGEST_SCOPE, LONGEST_PER = 2000, 100, 200, 20
_OPEN: dict[Bound, tuple[bool, bool]] = {
    # Whether the value is the lower end, and whether it is the upper end.
    "eq": (True, True),
    "ge": (True, False),
    "gt": (True, False),
    "le": (False, True),
    "approx": (False, False),
}


class Reviews:
    """Corrections of a store, and the figures with them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def say(
        self,
        observation: Observation,
        decision: Decision,
        *,
        figure: dict[str, Any] | None = None,
        note: str = "",
        author: str = "",
    ) -> Correction:
        """Keep what a reader says of a figure, in place of what was said before.

        Args:
            observation: as the machine found it.
            figure: for `edited` the members that are otherwise: value, bound, lower, upper, per, nature, scope,
                time; ends that are left out follow from value and bound.

        Raises:
            BadParameter: nothing is edited, or something that is not; a bound that shuts the value out; too long.
            UnsafeText: control characters in the words.
        """
        if (decision == "edited") != bool(figure):
            raise BadParameter(
                "an edited figure says what is otherwise, and no other one does",
                parameter="figure",
                expected="at least one of value, bound, lower, upper, per, nature, scope, time"
                if decision == "edited"
                else "no figure",
            )
        edited = None if figure is None else _edited(observation, figure)
        correction = Correction(
            machine=observation,
            decision=decision,
            edited=edited,
            note=_words(note, "note", LONGEST_NOTE),
            author=_words(author, "author", LONGEST_AUTHOR),
            made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        self._store.correct(correction)
        return correction

    def take_back(self, observation: Observation) -> None:
        """Let nothing be said of a figure."""
        self._store.uncorrect(observation)

    def of(self, observations: Iterable[Observation]) -> dict[str, Correction]:
        """What was said of these figures, by their ids."""
        return self._store.corrections({one.id for one in observations})

    def about(
        self, measures: Collection[str] | None = None, regions: Collection[str] | None = None
    ) -> dict[str, Correction]:
        """What was said of figures of these measures and regions, by their ids."""
        return self._store.corrections_about(measures, regions)


def _edited(observation: Observation, figure: dict[str, Any]) -> Observation:
    value: Decimal = figure.get("value", observation.value)
    bound: Bound = figure.get("bound", observation.bound)
    nature: Nature = figure.get("nature", observation.nature)
    is_lower, is_upper = _OPEN[bound]
    lower = figure.get("lower", value if is_lower else None)
    upper = figure.get("upper", value if is_upper else None)
    if (lower is not None and lower > value) or (upper is not None and upper < value):
        raise BadParameter(
            f"{value} is not between {lower} and {upper}",
            parameter="figure",
            expected="lower <= value <= upper",
        )
    time: Period = figure.get("time", observation.time)
    if time.start is not None and time.end is not None and time.end < time.start[: len(time.end)]:
        raise BadParameter(
            f"{time.notation} ends before it begins", parameter="time", expected="a start before the end"
        )
    return replace(
        observation,
        value=value,
        bound=bound,
        lower=lower,
        upper=upper,
        nature=nature,
        time=time,
        per=_optional(figure.get("per", observation.per), "per", LONGEST_PER),
        scope=_optional(figure.get("scope", observation.scope), "scope", LONGEST_SCOPE),
    )


def _optional(text: str | None, parameter: str, longest: int) -> str | None:
    return None if text is None else _words(text, parameter, longest) or None


def _words(text: str, parameter: str, longest: int) -> str:
    text = text.strip()
    if len(text) > longest:
        raise BadParameter(
            f"{parameter} has {len(text)} characters", parameter=parameter, expected=f"at most {longest}"
        )
    if not text.replace("\n", " ").isprintable():
        raise UnsafeText(f"{parameter} has characters that cannot be printed", parameter=parameter)
    return text
