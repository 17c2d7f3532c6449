"""Words that no dictionary has: a run of characters that stand alone is cut by a hidden Markov model.

The model has a state for each place in a word (Begin, Middle, End, Single) and speech tag. A run is cut as
the most probable sequence of states says: B nr, M nr, E nr make one name of three characters.

Source:
    jieba 0.42.1, jieba/posseg/viterbi.py: the same sums in the same order, so the same words and tags; a tie
    goes to the state that is last in the order of the alphabet. Here states are numbers and sums are done row
    by row.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

State = tuple[str, str]
Tagged = tuple[str, str]
Floats = NDArray[np.float64]
Places = NDArray[np.intp]

IMPOSSIBLE = -3.14e100  # jieba's logarithm of zero for an emission; a missing transition is minus infinity
LONGEST_RUN = 100  # real texts stay below 30; beyond it the characters stand alone
# Characters that the model does not know leave all states open, 50 times the work of a known one. In 1.2
# million characters of news, minutes and reports 91 runs hold one of them, one run holds two, none more.
MOST_OUTSIDE = 2
_MANY = 100  # states, as only an unknown character leaves open; a third of all lead nowhere
RUNS_KEPT = 32_768  # about 15 MB when full of distinct runs


class UnknownWords:
    """The model, ready to cut runs."""

    def __init__(
        self,
        states: Mapping[str, Sequence[State]],
        start: Mapping[State, float],
        transitions: Mapping[State, Mapping[State, float]],
        emissions: Mapping[State, Mapping[str, float]],
    ) -> None:
        """Number the states.

        Args:
            states: character -> the states it can be in.
            start, transitions, emissions: natural logarithms of probabilities.
        """
        # Backwards, so that argmax, which takes the first of equals, takes the last of the alphabet.
        self._states = tuple(sorted(transitions, reverse=True))
        number = {state: place for place, state in enumerate(self._states)}
        self._emissions = tuple(emissions[state] for state in self._states)
        self._start = np.array([start[state] for state in self._states])
        self._backwards = np.full((len(number), len(number)), -np.inf)
        for state, row in transitions.items():
            for following, weight in row.items():
                self._backwards[number[following], number[state]] = weight
        self._leads_on = self._backwards.max(axis=0) > -np.inf
        self._all = np.arange(len(number))
        self._known = {
            character: self._column(character, np.sort([number[state] for state in possible]))
            for character, possible in states.items()
        }
        self.cut: Callable[[str], tuple[Tagged, ...] | None] = lru_cache(maxsize=RUNS_KEPT)(self._cut)

    def _cut(self, run: str) -> tuple[Tagged, ...] | None:
        """The words of a run of Han characters with their tags; None when they had better stand alone."""
        if len(run) > LONGEST_RUN or sum(character not in self._known for character in run) > MOST_OUTSIDE:
            return None
        best = self._best_states(run)
        if best is None:
            return None
        words = []
        begin = after = 0
        for place, (position, tag) in enumerate(best):
            if position == "B":
                begin = place
            elif position in "ES":
                begin = begin if position == "E" else place
                words.append((run[begin : place + 1], tag))
                after = place + 1
        if after < len(run):
            words.append((run[after:], best[after][1]))
        return tuple(words)

    def _best_states(self, run: str) -> list[State] | None:
        """One state for each character; None when no sequence of states can give the run."""
        places, emitted = self._known.get(run[0]) or self._column(run[0], self._all)
        scores = self._start[places] + emitted
        steps: list[tuple[Places, Places]] = [(places, places)]
        for character in run[1:]:
            known = self._known.get(character)
            step = self._step(places, scores, *known) if known else None
            if step is None:
                step = self._step(places, scores, *self._column(character, self._all))
                if step is None:
                    return None
            places, scores, back = step
            steps.append((places, back))
        at = int(scores.argmax())
        best = []
        for places, back in reversed(steps):
            best.append(self._states[places[at]])
            at = int(back[at])
        return best[::-1]

    def _step(
        self, before: Places, scores: Floats, places: Places, emitted: Floats
    ) -> tuple[Places, Floats, Places] | None:
        """The states that the next character can be in, their scores, and the best state before each."""
        if len(before) > _MANY:
            live = self._leads_on[before]
            kept = np.flatnonzero(live)
            before, scores = before[kept], scores[kept]
        else:
            kept = None
        # Targets first: argmax along a row of memory is several times quicker than across rows.
        ways = self._backwards.take(places, axis=0).take(before, axis=1)
        ways += scores
        ways += emitted[:, None]
        back = ways.argmax(axis=1)
        best = ways[self._all[: len(places)], back]
        if kept is not None:
            back = kept[back]
        open_ways = best > -np.inf
        if open_ways.all():
            return places, best, back
        if not open_ways.any():
            return None
        return places[open_ways], best[open_ways], back[open_ways]

    def _column(self, character: str, places: Places) -> tuple[Places, Floats]:
        emitted = [self._emissions[place].get(character, IMPOSSIBLE) for place in places]
        return places, np.array(emitted)
