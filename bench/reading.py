#!/usr/bin/env python3
"""How well documents are read, whatever they come in: `bench/reading.py [--list]`, or `bench/quality.py --only reading`.

Every document of the bundled corpus in every form of `bench/forms.py`. A row says in how many documents main region,
date and title are right, which share of the article is read in its order, and which share of the places is true.
"""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.forms import GOLD, Article, Form, articles, forms
from service.cleaning import clean, simplified
from service.model import Analysis
from service.observations import load_catalogue, load_regions, observe
from service.reading import read

# What every form must keep.
TEXT, PLACES = 0.99, 0.999


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document was read in one form."""

    form: str
    document: str
    region: bool
    date: bool
    title: bool
    text: float
    places: float

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.region and self.date and self.title and self.text >= TEXT and self.places >= PLACES


@dataclass
class Table:
    """The outcomes of all forms."""

    outcomes: list[Outcome] = field(default_factory=list)

    def share(self, name: str, form: str | None = None) -> float:
        """Of the documents in a form, or in all: the share that is right, or the mean."""
        found = [float(getattr(each, name)) for each in self.outcomes if form in (None, each.form)]
        return sum(found) / (len(found) or 1)

    def lines(self) -> Iterable[str]:
        """The table, one line a form."""
        yield f"  {'form':<18}{'region':>8}{'date':>8}{'title':>8}{'text':>9}{'places':>9}"
        names = ("region", "date", "title")
        for form in dict.fromkeys(each.form for each in self.outcomes):
            count = sum(each.form == form for each in self.outcomes)
            cells = "".join(f"{f'{self.share(name, form) * count:.0f}/{count}':>8}" for name in names)
            yield f"  {form:<18}{cells}{self.share('text', form):>9.4f}{self.share('places', form):>9.4f}"
        cells = "".join(f"{self.share(name):>8.3f}" for name in names)
        yield f"  {'all':<18}{cells}{self.share('text'):>9.4f}{self.share('places'):>9.4f}"


def bare(said: str) -> str:
    """Without white space, which every form sets in its own way."""
    return "".join(said.split())


def outcome(article: Article, form: Form) -> Outcome:
    """Read one form of an article and compare it with the article."""
    source = read(form.content, None, form.charset).characters
    text, masthead = clean(source)
    catalogue, regions = load_catalogue(), load_regions()
    found = observe(Analysis("", "", source, text, masthead, (), ()), catalogue, regions, None)
    adcode, title, published = GOLD[article.name]
    said, expected = bare(text.characters), bare("".join(article.paragraphs))
    places = [source[at] for run in text.runs for at in range(*run)]
    true = sum(
        here == there
        or here == simplified(there)
        or (here.isspace() and there.isspace())
        or is_in_word(here, there)
        for here, there in zip(text.characters, places, strict=True)
    )
    return Outcome(
        form.name,
        article.name,
        region=found.region is not None and found.region.adcode == adcode,
        date=(masthead.published.value if masthead.published else None)
        == published_in(form, article, published),
        title=bare(masthead.title.value if masthead.title else "") == bare(title or ""),
        text=1.0 if said == expected else SequenceMatcher(None, expected, said, autojunk=False).ratio(),
        places=true / (len(places) or 1),
    )


def published_in(form: Form, article: Article, published: str | None) -> str | None:
    """The date that a form states: the issue of a magazine stands only in the document as it is bundled."""
    return published if form.name == "as bundled" or article.published else None


def is_in_word(here: str, there: str) -> bool:
    """Whether a character is one of the simplified forms that depend on the word: 著 is 着 or 著."""
    return there in "著乾後徵藉麼" and here in "着著干乾后後征徵借藉么麼"


def reading(*, printed: bool = True) -> Table:
    """Every document in every form; prints take two seconds each."""
    return Table(
        [outcome(article, form) for article in articles() for form in forms(article, printed=printed)]
    )


def main(arguments: Iterable[str] | None = None) -> int:
    """Print the table; 1 when a document is read wrongly in a form."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--list", action="store_true", help="print each document that is read wrongly")
    parser.add_argument("--smoke", action="store_true", help="without prints, and one line")
    asked = parser.parse_args(None if arguments is None else list(arguments))
    table = reading(printed=not asked.smoke)
    print("\n".join([*table.lines()][-1:] if asked.smoke else table.lines()))
    wrong = [each for each in table.outcomes if not each.is_right]
    if asked.list:
        print("\n".join(map(str, wrong)))
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
