"""What the pieces for other people's pages show, as values for their templates."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from service.errors import BadParameter
from service.model import Cell, Comparison, Row
from service.presentation import (
    REASONS,
    SIGNS,
    VERDICTS,
    amounts,
    date,
    dates_used,
    digits,
    gap_words,
    note,
    statements,
    terms,
)
from service.web.charts import sources
from service.web.explorer.evidence import Stated, place, stated, title
from service.web.explorer.frame import address, original
from service.web.fields import label, language
from service.web.opening import corpus
from service.web.questions import LARGEST_PAGE, asked, part

# Of one piece; more are for a page of their own.
MOST_CELLS = 3_000
MOST_FIGURES = 200
# Pixels of a chart: on a page, and on a telephone or in a narrow column.
WIDE, SLIM = 720, 360
LONGEST_ALT = 2_000


class Piece(NamedTuple):
    """A piece before it is written.

    Attributes:
        template: its name in templates/embed.
        values: what the template names.
        download: the address of its data as CSV.
        explorer: the address of the page that shows more of it.
    """

    template: str
    title: str
    values: Mapping[str, Any]
    download: str
    explorer: str


class Shown(NamedTuple):
    """A cell.

    Attributes:
        value: exact digits; empty for a gap. `sign` and `figure` are the same as people read it.
        gap: code of the reason, `why` the reason with what stands there instead.
        address: of the explorer, where its evidence is open.
    """

    region: str
    value: str
    sign: str
    figure: str
    date: str
    note: str
    gap: str
    why: str
    address: str


class Line(NamedTuple):
    """A row of the table."""

    label: str
    terms: str
    verdict: str
    verdict_word: str
    reasons: str
    cells: tuple[Shown, ...]


def comparison_piece(query: Mapping[str, Any]) -> Piece:
    """A comparison as a table.

    Raises:
        BadParameter: more cells than a piece shows.
    """
    compared = _compared(query)
    values = {
        "regions": compared.regions,
        "lines": tuple(_line(row, compared, query) for row in compared.rows),
        "spread": dates_used(compared, _spoken()),
        "sources": sources(compared),
    }
    return Piece("comparison.html", _title(compared), values, _download(query), _explorer(query))


def chart_piece(query: Mapping[str, Any]) -> Piece:
    """A comparison as a picture, wide and slim, for a light and a dark page."""
    compared = _compared(query)
    said = " ".join(statements(compared, _spoken()))
    rows = ("cursor", "sort", *(["limit"] if query["limit"] != LARGEST_PAGE else []))
    asked_for = _asked(query, *rows) | {"lang": language()}

    def picture(width: int, theme: str) -> str:
        return address(f"/v1/charts/{query['kind']}.svg", asked_for | {"width": width, "theme": theme})

    values = {
        "wide": {theme: picture(WIDE, theme) for theme in ("light", "dark")},
        "slim": {theme: picture(SLIM, theme) for theme in ("light", "dark")},
        "alt": said if len(said) <= LONGEST_ALT else f"{said[:LONGEST_ALT]}…",
    }
    return Piece("chart.html", _title(compared), values, _download(query), _explorer(query))


def digest_piece(query: Mapping[str, Any]) -> Piece:
    """A comparison in the documents' own sentences."""
    ask = corpus().comparisons
    compared, found = ask.digest(ask.question(asked(query)), query["characters"])
    names = {region.adcode: region.name for region in compared.regions}

    def told(extracts: Any) -> Iterator[tuple[str, str, str]]:
        for one in extracts:
            spans = one.sentence.spans
            fragment = f"s={spans[0].start}" if spans else ""
            yield names.get(one.region, ""), one.sentence.quote, original(one.document, fragment)

    themes = [
        (theme.group, tuple(told(theme.common)), tuple(told(theme.apart)))
        for theme in found.themes
        if theme.common or theme.apart
    ]
    values = {"themes": themes, "sources": sources(compared)}
    return Piece("digest.html", _title(compared), values, _download(query), _explorer(query))


def evidence_piece(query: Mapping[str, Any]) -> Piece:
    """The sentences that figures rest on: of one figure, or of every cell of a comparison.

    Raises:
        BadParameter: more cells than a piece shows.
        NotFound: no figure has this id.
    """
    if "observation" in query:
        return _figure(query["observation"])
    compared = _compared(query)
    count = sum(bool(cell.observation or cell.mentions) for row in compared.rows for cell in row.cells)
    if count > MOST_FIGURES:
        raise BadParameter(
            f"{count} cells have evidence", parameter="measures", expected=f"at most {MOST_FIGURES} of them"
        )
    names = {region.adcode: region.name for region in compared.regions}
    found = [
        (names[cell.region], label(row.measure), _rests_on(cell), _mentions(cell))
        for row in compared.rows
        for cell in row.cells
        if cell.observation or cell.mentions
    ]
    return Piece("evidence.html", _title(compared), {"found": found}, _download(query), _explorer(query))


def _figure(identity: str) -> Piece:
    observation = corpus().observation(identity)
    region = corpus().regions.of(observation.region)
    measure = corpus().catalogue.measure(observation.measure)
    name = region.name if region else observation.region
    asked_for = {
        "measure": observation.measure,
        "region": observation.region,
        "document": observation.document,
    }
    found = [(name, label(measure), (stated(observation),), ())]
    cell = f"{observation.measure}:{observation.region}"
    more = {"measures": observation.measure, "regions": observation.region, "cell": cell}
    return Piece(
        "evidence.html",
        f"{name} · {label(measure)}",
        {"found": found},
        address("/v1/observations.csv", asked_for | {"bom": "1"}),
        address("/", more | {"lang": language()}),
    )


def _rests_on(cell: Cell) -> tuple[Stated, ...]:
    if cell.derivation is not None:
        return tuple(stated(each) for each in cell.derivation.operands)
    return (stated(cell.observation),) if cell.observation else ()


def _mentions(cell: Cell) -> tuple[Any, ...]:
    return tuple(
        (place(each.evidence, each.document, "m"), title(each.document)) for each in cell.mentions[:3]
    )


def _line(row: Row, compared: Comparison, query: Mapping[str, Any]) -> Line:
    spoken = _spoken()
    comma = "、" if spoken == "zh" else ", "
    shown = amounts(row, spoken)
    return Line(
        label=label(row.measure),
        terms=terms(row, spoken),
        verdict=row.verdict,
        verdict_word=VERDICTS[spoken][row.verdict],
        reasons=comma.join(REASONS[spoken][reason.code] for reason in row.reasons),
        cells=tuple(
            _shown(cell, row, region.name, (shown.get(cell.region, ""), query))
            for region, cell in zip(compared.regions, row.cells, strict=True)
        ),
    )


def _shown(cell: Cell, row: Row, region: str, how: tuple[str, Mapping[str, Any]]) -> Shown:
    (amount, query), found = how, cell.observation
    to_cell = _explorer(query, cell=f"{row.measure.id}:{cell.region}")
    if found is None:
        return Shown(region, "", "", "", "", "", cell.gap or "", gap_words(cell, row, _spoken()), to_cell)
    sign = SIGNS[found.bound]
    said = date(found, _spoken()) if found.time.notation else ""
    return Shown(
        region, digits(found.value), sign, amount.removeprefix(sign), said, note(found), "", "", to_cell
    )


def _compared(query: Mapping[str, Any]) -> Comparison:
    ask = corpus().comparisons
    compared = ask.compare(ask.question(asked(query)), part(query))
    cells = len(compared.regions) * len(compared.rows)
    if cells > MOST_CELLS:
        raise BadParameter(
            f"{len(compared.rows)} measures and {len(compared.regions)} regions make {cells} cells",
            parameter="measures" if len(compared.rows) > len(compared.regions) else "regions",
            expected=f"at most {MOST_CELLS} in one piece",
        )
    return compared


def _title(compared: Comparison) -> str:
    """A few of the measures, a few of the regions."""
    comma = "、" if language() == "zh" else ", "
    measures = [label(row.measure) for row in compared.rows]
    regions = [region.name for region in compared.regions]
    some = [comma.join(each[:3]) + ("…" if len(each) > 3 else "") for each in (measures, regions)]
    return ": ".join(filter(None, some)) if language() == "en" else "：".join(filter(None, some))


def _asked(query: Mapping[str, Any], *more: str) -> dict[str, str]:
    names = ("measures", "regions", "within", "level", "align", "tolerance", "derive", *more)
    return {name: _text(query[name]) for name in names if query.get(name) is not None}


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _download(query: Mapping[str, Any]) -> str:
    return address("/v1/comparison.csv", _asked(query, "sort") | {"bom": "1"})


def _explorer(query: Mapping[str, Any], cell: str = "") -> str:
    return address("/", _asked(query, "sort") | {"cell": cell, "lang": language()})


def _spoken() -> Any:
    return language()
