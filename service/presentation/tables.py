"""A comparison as a long CSV and as a table for a terminal."""

from collections.abc import Iterable, Iterator

from service.model import Cell, Comparison, Measure, Observation, Region, Row
from service.presentation.dates import dates
from service.presentation.grid import grid, plain
from service.presentation.numbers import digits
from service.presentation.spreadsheets import Value, csv_lines
from service.presentation.words import GAPS, HEADINGS, NATURES, REASONS, SIGNS, VERDICTS, Language

COLUMNS = (
    "measure",
    "label",
    "region",
    "adcode",
    "level",
    "state",
    "value",
    "lower",
    "upper",
    "bound",
    "unit",
    "per",
    "nature",
    "time",
    "scope",
    "condition",
    "gap",
    "verdict",
    "reasons",
    "quote",
    "document",
    "observation",
)


def comparison_csv(comparison: Comparison, *, bom: bool, language: Language = "zh") -> str:
    r"""A row per cell, gaps included, in the order of the comparison; codes as in the API.

    Args:
        bom: whether a byte order mark comes first, for Excel.
        language: of the labels.

    Returns:
        CSV with \r\n line ends. `state` is value or gap; `verdict` and `reasons` (codes with ; between) are
        the row's. A gap quotes what it rests on: for `no_number` the first words without a number, for
        `conflict` two figures that exclude each other, for `not_comparable` the first figure; `quote`,
        `document` and `observation` have " | " between two.
    """
    return "".join(csv_lines(comparison_cells(comparison, language), bom=bom))


def comparison_table(comparison: Comparison, *, language: Language = "zh") -> str:
    """The measures down, the regions across, the verdict and its reasons at the end of the row.

    ≥170000 (2017) [1] is a lower bound, dated, and note 1 under the table says of what part or under what
    condition. Behind 不可比 a note says what is stated instead. * is a figure that was derived, its operands in a
    note. The last line is the spread of the dates really used.
    """
    rows, under = comparison_grid(comparison, language)
    return grid(rows) + "".join(f"{plain(line)}\n" for line in under)


def comparison_grid(
    comparison: Comparison, language: Language = "zh"
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The rows of `comparison_table`, a heading first, and the lines under them."""
    first, last = HEADINGS[language]
    notes: dict[str, int] = {}
    head = (first, *(region.name for region in comparison.regions), last)
    rows = [
        (
            _heading(row, language),
            *(_shown(cell, row, notes, language) for cell in row.cells),
            _verdict(row, language),
        )
        for row in comparison.rows
    ]
    under = (*(f"[{number}] {note}" for note, number in notes.items()), dates(comparison, language))
    return (head, *rows), tuple(line for line in under if line)


def comparison_cells(comparison: Comparison, language: Language = "zh") -> Iterator[Iterable[Value]]:
    """The rows of `comparison_csv`, COLUMNS first."""
    yield COLUMNS
    for row in comparison.rows:
        for region, cell in zip(comparison.regions, row.cells, strict=True):
            yield (*_place(row.measure, region, language), *_figure(cell, row), *_basis(cell, row))


def _place(measure: Measure, region: Region, language: Language) -> tuple[Value, ...]:
    return measure.id, _label(measure, language), region.name, region.adcode, region.level


def _figure(cell: Cell, row: Row) -> tuple[Value, ...]:
    found = cell.observation
    if found is None:
        return ("gap", *(None,) * 4, row.unit, row.per, *(None,) * 4)
    return (
        "value",
        found.value,
        found.lower,
        found.upper,
        found.bound,
        found.unit,
        found.per,
        found.nature,
        found.time.notation,
        found.scope,
        found.condition.text if found.condition else None,
    )


def _basis(cell: Cell, row: Row) -> tuple[Value, ...]:
    found = _evidence(cell)
    return (
        cell.gap,
        row.verdict,
        ";".join(reason.code for reason in row.reasons),
        " | ".join(one.evidence[0].quote for one in found) or _said(cell, "quote"),
        " | ".join(dict.fromkeys(one.document for one in found)) or _said(cell, "document"),
        " | ".join(one.id for one in found),
    )


def _evidence(cell: Cell) -> tuple[Observation, ...]:
    """The figures that a cell or its gap rests on."""
    if cell.observation is not None:
        return (cell.observation,)
    return cell.others[:2] if cell.gap == "conflict" else cell.others[:1]


def _said(cell: Cell, what: str) -> str | None:
    if not cell.mentions:
        return None
    first = cell.mentions[0]
    return first.evidence.quote if what == "quote" else first.document


def _label(measure: Measure, language: Language) -> str:
    return measure.label_zh if language == "zh" else measure.label_en


def _heading(row: Row, language: Language) -> str:
    unit = f"{row.unit}/{row.per}" if row.per else row.unit
    nature = row.nature and NATURES[language][row.nature]
    terms = ", ".join(filter(None, (unit, nature, row.aligned)))
    return f"{_label(row.measure, language)} ({terms})"


def _shown(cell: Cell, row: Row, notes: dict[str, int], language: Language) -> str:
    found = cell.observation
    if found is None:
        return _gap(cell, row, notes, language)
    pieces = [f"{SIGNS[found.bound]}{digits(found.value)}"]
    note = _note(found)
    if cell.derivation is not None:
        pieces[0] += "*"
        note = f"{note}: {found.why}" if note else found.why
    if found.time.notation:
        pieces.append(f"({found.time.notation})")
    if note:
        pieces.append(f"[{notes.setdefault(note, len(notes) + 1)}]")
    return " ".join(pieces)


def _gap(cell: Cell, row: Row, notes: dict[str, int], language: Language) -> str:
    word = GAPS[language][cell.gap] if cell.gap else ""
    if cell.gap != "not_comparable" or not cell.others:
        return word
    # What stands there instead, so that nobody has to ask why.
    other = cell.others[0]
    unit = f"{other.unit}/{other.per}" if other.per else other.unit
    pieces = [f"{SIGNS[other.bound]}{digits(other.value)}{unit}"]
    if other.nature != row.nature:
        pieces.append(NATURES[language][other.nature])
    if other.time.notation:
        pieces.append(f"({other.time.notation})")
    note = " ".join(filter(None, (*pieces, _note(other))))
    return f"{word} [{notes.setdefault(note, len(notes) + 1)}]"


def _note(observation: Observation) -> str:
    """What a figure is a part of: its scope, its condition, or both unless the scope says it all."""
    # 现 alone marks the end of a change: the whole, as it is now, and no part.
    scope = observation.scope if observation.scope and observation.scope != "现" else ""
    condition = observation.condition.text if observation.condition else ""
    return scope if condition in scope else "; ".join(filter(None, (scope, condition)))


def _verdict(row: Row, language: Language) -> str:
    word = VERDICTS[language][row.verdict]
    codes = ", ".join(REASONS[language][reason.code] for reason in row.reasons)
    return f"{word}: {codes}" if codes else word
