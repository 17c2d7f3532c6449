"""The bundled corpus is the same article, with the same figures, in whatever form it comes."""

from collections import Counter

import pytest

from bench.forms import Form, articles, file, old_page, page, printer, texts
from bench.reading import PLACES, TEXT, outcome
from service.cleaning import clean
from service.model import Analysis
from service.observations import load_catalogue, load_regions, observe
from service.reading import read

ARTICLES = {article.name: article for article in articles()}


@pytest.fixture(scope="session")
def printed():
    """What prints an article in columns; skips where there is no Chromium."""
    found = printer()
    if found is None:
        pytest.skip("no chromium to print a PDF with: apt-get install chromium fonts-wqy-zenhei")
    kept: dict[tuple[str, int], Form] = {}

    def once(article, columns):
        key = (article.name, columns)
        return kept.get(key) or kept.setdefault(key, found(article, columns))

    return once


def check(article, form):
    found = outcome(article, form)

    assert found.text >= TEXT, form.name
    assert found.places >= PLACES, form.name
    assert (found.region, found.date, found.title) == (True, True, True), form.name


def figures(form):
    """What is found in a form, without places."""
    source = read(form.content, None, form.charset).characters
    text, masthead = clean(source)
    found = observe(Analysis("", "", source, text, masthead, (), ()), load_catalogue(), load_regions(), None)
    return Counter(
        (
            each.measure,
            each.region,
            each.value,
            each.unit,
            each.per,
            each.bound,
            each.nature,
            each.time.notation,
        )
        for each in found.observations
    )


@pytest.mark.parametrize("name", ARTICLES)
def test_texts(name):
    """Every encoding, script and width of lines gives the article, its title, date and region back."""
    for form in texts(ARTICLES[name]):
        check(ARTICLES[name], form)


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("make", [page, old_page, file])
def test_pages_and_files(name, make):
    """So do pages of today and of twenty years ago, and DOCX."""
    check(ARTICLES[name], make(ARTICLES[name]))


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("columns", [1, 2, 4])
def test_prints(name, columns, printed):
    """So do prints in one, two and four columns, paragraph by paragraph."""
    form = printed(ARTICLES[name], columns)
    check(ARTICLES[name], form)

    text, _ = clean(read(form.content).characters)
    assert ["".join(each.split()) for each in text.characters.split("\n")] == [
        "".join(each.split()) for each in ARTICLES[name].paragraphs
    ]


@pytest.mark.parametrize("name", ARTICLES)
def test_same_figures(name):
    """The figures of an article do not depend on its form."""
    article = ARTICLES[name]
    plain, *others = (*texts(article), page(article), old_page(article), file(article))
    expected = figures(plain)

    assert expected
    for form in others:
        assert figures(form) == expected, form.name


@pytest.mark.parametrize("name", ARTICLES)
def test_same_figures_in_print(name, printed):
    """Nor on the number of columns it is printed in."""
    expected = figures(next(texts(ARTICLES[name])))

    for columns in (1, 2, 4):
        assert figures(printed(ARTICLES[name], columns)) == expected, columns
