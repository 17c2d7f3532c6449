"""Analysis -> observations: every stated figure of a known measure, with its place.

    catalogue   = load_catalogue()            what is counted (measures/*.toml), for people and for matching
    regions     = load_regions()              the divisions of China (regions.csv)
    analysis    = observe(analysis, catalogue, regions, said_region=None)
    refused(analysis, catalogue, regions)     what was not counted, and why
    problems(catalogue, regions)              what is wrong with a catalogue

A sentence goes through quantities (numeral + unit + bound), its skeleton (one character a quantity), the templates of the
catalogue (which quantity answers which measure), and then to whom, when, of what part and per what it is said.
"""

from service.observations.catalogue import Catalogue, load_catalogue
from service.observations.figures import observe, refused
from service.observations.linting import problems
from service.observations.refusals import Refusal
from service.observations.regions import Regions, load_regions

__all__ = [
    "Catalogue",
    "Refusal",
    "Regions",
    "load_catalogue",
    "load_regions",
    "observe",
    "problems",
    "refused",
]
