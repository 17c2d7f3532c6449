"""What is wrong with a catalogue, in words for the person who wrote it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from service.model import Analysis, Masthead, Observation
from service.observations.catalogue import Catalogue
from service.observations.definitions import Definition
from service.observations.figures import observe
from service.observations.regions import Regions
from service.text import Text

_ID = re.compile(r"[a-z][a-z0-9_]{1,60}")
_ANYWHERE = "522628"  # 锦屏县: examples speak of a county, 全县


def problems(catalogue: Catalogue, regions: Regions) -> tuple[str, ...]:
    """Check ids, labels, cues, templates, examples and counterexamples.

    Returns:
        One line a problem, in the order of the catalogue; empty when all is well.
    """
    labels = Counter(
        label for d in catalogue.definitions for label in (d.measure.label_zh, d.measure.label_en)
    )
    templates = Counter(template.source for d in catalogue.definitions for template in d.finds)
    return tuple(
        f"{definition.measure.id}: {problem}"
        for definition in catalogue.definitions
        for problem in (
            *_of_names(definition, labels),
            *_of_templates(definition, templates),
            *_of_examples(definition, catalogue, regions),
        )
    )


def _of_names(definition: Definition, labels: Mapping[str, int]) -> Iterator[str]:
    measure = definition.measure
    if not _ID.fullmatch(measure.id):
        yield "an id is English, lower case, words joined by _"
    for label in (measure.label_zh, measure.label_en):
        if not label.strip() or labels[label] > 1:
            yield f"the label {label!r} is empty or another measure's too"


def _of_templates(definition: Definition, templates: Mapping[str, int]) -> Iterator[str]:
    for template in definition.finds:
        if templates[template.source] > 1:
            yield f"the template {template.source!r} is another measure's too"


def _of_examples(definition: Definition, catalogue: Catalogue, regions: Regions) -> Iterator[str]:
    if not definition.examples:
        yield "has no example"
    for example in definition.examples:
        found = [
            o for o in _observed(example["text"], catalogue, regions) if o.measure == definition.measure.id
        ]
        if not any(_is_as_said(observation, example) for observation in found):
            got = ", ".join(f"{o.value} {o.unit} per {o.per} {o.bound}" for o in found) or "nothing"
            yield f"the example {example['text']!r} gives {got}"
    for counterexample in definition.counterexamples:
        counted = _observed(counterexample["text"], catalogue, regions)
        if any(o.measure == definition.measure.id for o in counted):
            yield f"the counterexample {counterexample['text']!r} is counted"


def _is_as_said(observation: Observation, example: Mapping[str, Any]) -> bool:
    stated = {"per": observation.per, "bound": observation.bound, "time": observation.time.notation}
    return observation.value == Decimal(example["value"]) and all(
        stated[key] == example[key] for key in stated if key in example
    )


def _observed(text: str, catalogue: Catalogue, regions: Regions) -> tuple[Observation, ...]:
    analysis = Analysis("", "", text, Text.of(text), Masthead(), (), ())
    return observe(analysis, catalogue, regions, _ANYWHERE).observations
