"""Exact decimals in formats that have only numbers and text."""

from decimal import Decimal


def digits(value: Decimal) -> str:
    """The decimal digits of a number, never with an exponent; a whole number has no point.

    8.7E+4 -> 87000    12.60 -> 12.60    5.0 -> 5
    """
    return str(int(value)) if value == value.to_integral_value() else f"{value:f}"


def json_number(value: Decimal) -> int | float | Decimal:
    """The same number as `json` takes it.

    Returns:
        An int for a whole number; else a float when it prints as this very decimal; else the decimal itself,
        which has more digits than a float keeps: write it with `digits`.
    """
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else value
