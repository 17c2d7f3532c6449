"""What a figure's bound allows, as an interval, and which figure is surely above which.

    eq      5            [5, 5]
    ge      不低于5       [5, ∞)
    gt      50余          [50, 60): the upper end is the next step of the last stated digit and is left out
    le      不超过5       (-∞, 5]
    approx  约50          [lower, upper] as read; unbounded where nothing was

Source:
    Fishburn 1985, Interval Orders and Interval Graphs: a is above b when all of a is above all of b.
"""

from dataclasses import dataclass
from decimal import Decimal

from service.model import Observation


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that a figure may have; never empty.

    Attributes:
        lower, upper: None is unbounded; `lower` belongs to the interval.
        is_open: `upper` does not belong to the interval.
    """

    lower: Decimal | None
    upper: Decimal | None
    is_open: bool = False

    def __post_init__(self) -> None:
        if self.lower is None or self.upper is None:
            return
        if self.lower > self.upper or (self.is_open and self.lower == self.upper):
            raise ValueError(f"no value lies in {self}")

    def __str__(self) -> str:
        if self.is_point:
            return _digits(self.lower)
        lower = "(-∞" if self.lower is None else f"[{_digits(self.lower)}"
        upper = "∞)" if self.upper is None else f"{_digits(self.upper)}{')' if self.is_open else ']'}"
        return f"{lower}, {upper}"

    @property
    def is_point(self) -> bool:
        """Whether just one value is allowed."""
        return self.lower is not None and self.lower == self.upper

    def is_above(self, other: "Interval") -> bool:
        """Whether every value here is greater than every value of the other: a strict partial order."""
        if self.lower is None or other.upper is None:
            return False
        return self.lower > other.upper or (other.is_open and self.lower == other.upper)

    def overlaps(self, other: "Interval") -> bool:
        """Whether both may hold at once."""
        return not self.is_above(other) and not other.is_above(self)

    def begins_above(self, other: "Interval") -> bool:
        """Whether the lower end is the greater one."""
        if self.lower is None or other.lower is None:
            return self.lower is not None and other.lower is None
        return self.lower > other.lower

    def ends_above(self, other: "Interval") -> bool:
        """Whether the upper end is the greater one; of equal ends one that is left out is the smaller."""
        if self.upper is None or other.upper is None:
            return self.upper is None and other.upper is not None
        return (self.upper, not self.is_open) > (other.upper, not other.is_open)


def interval(observation: Observation) -> Interval:
    """The values that a figure may have; its own value is always among them.

    A lower or upper that would shut the stated value out is passed over: that side is then unbounded.
    """
    value, lower, upper = observation.value, observation.lower, observation.upper
    lower = lower if lower is not None and lower <= value else None
    upper = upper if upper is not None and upper >= value else None
    match observation.bound:
        case "eq":
            return Interval(value, value)
        case "ge":
            return Interval(value if lower is None else lower, None)
        case "gt":
            is_open = upper is not None and upper > value
            return Interval(value if lower is None else lower, upper if is_open else None, is_open)
        case "le":
            return Interval(lower, value if upper is None else upper)
        case "approx":
            return Interval(lower, upper)


def _digits(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
