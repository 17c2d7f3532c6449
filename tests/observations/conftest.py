"""A text of one's own, observed as the service does it."""

from collections.abc import Callable

import pytest

from service.cleaning import clean
from service.model import Analysis, Observation, Stated
from service.observations import Catalogue, Regions, load_catalogue, load_regions, observe

Observe = Callable[..., tuple[Observation, ...]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def regions() -> Regions:
    return load_regions()


@pytest.fixture(scope="session")
def observed(catalogue: Catalogue, regions: Regions) -> Observe:
    """Observations of a text about 锦屏县, a county, unless another region is given."""

    def observed(
        text: str, region: str | None = "522628", published: str | None = None
    ) -> tuple[Observation, ...]:
        body, masthead = clean(text)
        if published is not None:
            masthead = type(masthead)(masthead.title, masthead.source, masthead.author, Stated(published))
        analysis = Analysis("d", "e", text, body, masthead, (), ())
        return observe(analysis, catalogue, regions, region).observations

    return observed
