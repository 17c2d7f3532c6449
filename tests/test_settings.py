"""Settings come from the environment, and a mistake in them stops the start."""

from dataclasses import fields
from pathlib import Path

import pytest

from service.errors import Misconfigured
from service.settings import VARIABLES, Settings, bundled_seeds, settings_table


def test_defaults() -> None:
    """An empty environment gives the defaults of the class, so that the two cannot drift apart."""
    assert Settings.from_environment({}) == Settings()


def test_every_field_is_a_row() -> None:
    """No setting is without a name, a default and a line of help."""
    assert {field.name for field in fields(Settings)} == {variable.field for variable in VARIABLES}
    assert all(variable.name in settings_table() and variable.help for variable in VARIABLES)


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("DUIZHAO_HOME", "/srv/duizhao", "home", Path("/srv/duizhao")),
        ("DUIZHAO_SEEDS", "", "seeds", None),  # empty: a store begins with nothing
        ("DUIZHAO_SEEDS", "bundled", "seeds", bundled_seeds()),
        ("DUIZHAO_SEEDS", "texts", "seeds", Path("texts")),
        ("DUIZHAO_MEASURES", "", "measures", None),
        ("DUIZHAO_MAX_BODY", "1", "max_body", 1),
        ("DUIZHAO_MAX_AGE", "0", "max_age", 0),  # zero is a number of seconds like any other
        ("DUIZHAO_THREADS", "32", "threads", 32),
    ],
)
def test_value(name: str, text: str, field: str, value: object) -> None:
    """A value is read as what it is."""
    assert getattr(Settings.from_environment({name: text, "PATH": "/bin"}), field) == value


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("DUIZHAO_HOMES", "x", "DUIZHAO_HOME"),  # a misspelling names what was meant
        ("DUIZHAO_QUITE_ANOTHER_THING_OF_THIS_SERVICE", "x", "duizhao settings"),
        ("DUIZHAO_HOME", "", "folder"),
        ("DUIZHAO_WORKERS", "0", "at least 1"),
        ("DUIZHAO_WORKERS", "two", "whole number"),
        ("DUIZHAO_WORKERS", "２", "whole number"),  # full width
        ("DUIZHAO_MAX_BODY", "1_000", "whole number"),
        ("DUIZHAO_MAX_AGE", "-1", "at least 0"),
        ("DUIZHAO_MAX_AGE", "9" * 40, "whole number"),
    ],
)
def test_mistake(name: str, text: str, expected: str) -> None:
    """A mistake is refused with the name of the variable and what would be right."""
    with pytest.raises(Misconfigured) as caught:
        Settings.from_environment({name: text})

    assert caught.value.parameter == name
    assert expected in (caught.value.expected or "")


def test_shared_is_known() -> None:
    """The variable by which tests find the original documents does not stop a start."""
    assert Settings.from_environment({"DUIZHAO_SHARED": "/somewhere"}) == Settings()
