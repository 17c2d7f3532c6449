"""Answers of the command line as JSON; figures are numbers in flat records, exact text elsewhere."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from service.model import Analysis, Cell, Comparison, Observation, Region, Row, Stated
from service.text import Span

if TYPE_CHECKING:
    from service.observations import Refusal, Regions

_SENTENCES = 5
_KEYWORDS = 20


def analysis(found: Analysis, regions: "Regions", name: str, form: str, only: str | None) -> Iterator[str]:
    """An analysis, or one part of it, piece by piece.

    Args:
        name: what the records call the document.
        form: `json`, or `ndjson` for the records of one part, a line each.
        only: observations, summary or keywords; None for all.
    """
    if form == "ndjson":
        for record in _part(found, regions, name, only or "observations"):
            yield _json(record)
    elif only is not None:
        yield _json(_part(found, regions, name, only), orjson.OPT_INDENT_2)
    else:
        yield _json(_whole(found, regions, name), orjson.OPT_INDENT_2)


def refused(found: "Sequence[Refusal]", form: str) -> Iterator[str]:
    """The figures that were not counted, each with its reason: a record a line, or one JSON list."""
    records = [
        {"measure": each.measure, "quote": each.quote, "sentence": each.sentence, "reason": each.reason}
        for each in found
    ]
    if form == "ndjson":
        yield from (_json(record, 0) for record in records)
    else:
        yield _json(records, orjson.OPT_INDENT_2)


def comparison(found: Comparison) -> str:
    """A comparison as one JSON object."""
    return _json(
        {
            "regions": [
                {"adcode": each.adcode, "name": each.name, "level": each.level} for each in found.regions
            ],
            "rows": [_row(row) for row in found.rows],
        },
        orjson.OPT_INDENT_2,
    ).rstrip("\n")


def _whole(found: Analysis, regions: "Regions", name: str) -> dict[str, Any]:
    masthead, region = found.masthead, found.region and regions.of(found.region.adcode)
    return {
        "document": name,
        "edition": found.edition,
        "title": _value(masthead.title),
        "source": _value(masthead.source),
        "author": _value(masthead.author),
        "published": _value(masthead.published),
        "region": region and {"adcode": region.adcode, "name": region.name, "level": region.level},
        "index": "codepoint",
        "summary": _part(found, regions, name, "summary"),
        "keywords": _part(found, regions, name, "keywords"),
        "observations": _part(found, regions, name, "observations"),
    }


def _part(found: Analysis, regions: "Regions", name: str, part: str) -> list[Any]:
    match part:
        case "summary":
            from service.analysis import Budget, summarise  # noqa: PLC0415

            chosen = summarise(found.sentences, Budget(sentences=_SENTENCES))
            return [
                {
                    "quote": each.quote,
                    "display": each.display,
                    "spans": _spans(each.spans),
                    "score": each.score,
                }
                for each in chosen
            ]
        case "keywords":
            return [
                {
                    "word": each.word,
                    "score": each.score,
                    "count": each.count,
                    "spans": [_spans(one) for one in each.spans],
                }
                for each in found.keywords[:_KEYWORDS]
            ]
        case _:
            return [_record(each, regions.of(each.region), name) for each in found.observations]


def _record(observation: Observation, region: Region | None, name: str) -> orjson.Fragment:
    from service.presentation import observation_record, observations_ndjson  # noqa: PLC0415

    # Their own writer: it keeps the digits of decimals that a binary float would not.
    (line,) = observations_ndjson([observation_record(observation, region.name if region else "", name)])
    return orjson.Fragment(line.rstrip("\n"))


def _row(row: Row) -> dict[str, Any]:
    return {
        "measure": row.measure.id,
        "label": row.measure.label_zh,
        "unit": row.unit,
        "per": row.per,
        "nature": row.nature,
        "aligned": row.aligned,
        "spread": {"first": row.spread.first, "last": row.spread.last, "undated": row.spread.undated},
        "cells": [_cell(cell) for cell in row.cells],
        "verdict": row.verdict,
        "reasons": [
            {name: getattr(each, name) for name in ("code", "regions", "values", "observations")}
            for each in row.reasons
        ],
        "ranks": row.ranks,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    shown = cell.observation
    if shown is None:
        return {
            "region": cell.region,
            "state": "gap",
            "gap": cell.gap,
            "mentions": [each.evidence.display for each in cell.mentions],
        }
    return {
        "region": cell.region,
        "state": "value",
        "value": str(shown.value),
        "lower": None if shown.lower is None else str(shown.lower),
        "upper": None if shown.upper is None else str(shown.upper),
        "bound": shown.bound,
        "unit": shown.unit,
        "per": shown.per,
        "nature": shown.nature,
        "time": shown.time.notation,
        "scope": shown.scope,
        "condition": shown.condition and shown.condition.text,
        "document": shown.document,
        "observation": shown.id,
        "quote": shown.evidence[0].quote,
        "spans": _spans(shown.evidence[0].spans),
        "derived": cell.derivation
        and {"name": cell.derivation.name, "operands": [each.id for each in cell.derivation.operands]},
        "review": cell.review,
        "others": [*(each.id for each in cell.others), *cell.further],
    }


def _value(piece: Stated | None) -> str | None:
    return None if piece is None else piece.value


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in spans]


def _json(value: Any, option: int = 0) -> str:
    return orjson.dumps(value, option=option | orjson.OPT_APPEND_NEWLINE).decode()
