"""The comparison: measures x regions, each cell a value or a gap, each row a verdict."""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma
from flask import request

from service.model import (
    Bound,
    Cell,
    Comparison,
    Decision,
    Evidence,
    GapReason,
    Nature,
    Reason,
    ReasonCode,
    Row,
    VerdictWord,
)
from service.presentation import (
    Origin,
    comparison_csv,
    comparison_ndjson,
    comparison_package,
    comparison_workbook,
    statement,
)
from service.web.answers import Format
from service.web.blueprint import Blueprint
from service.web.fields import Answer, Figure, Index, OneOf, RegionSchema, label, language
from service.web.flat_forms import SHEET
from service.web.opening import corpus
from service.web.questions import ComparisonFormsQuery, SpansQuery, asked, part
from service.web.received import QuestionSchema
from service.web.schemas import (
    DATE,
    DOCUMENT_ID,
    OBSERVATION_ID,
    ConditionSchema,
    EvidenceSchema,
    PeriodSchema,
    next_page,
)

comparison = Blueprint("comparison", __name__, url_prefix="/v1", description="Measures by regions.")

# What a cell shows of its observation, under the same names.
SHOWN = (
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
    "confidence",
)


ADCODE = {"description": "Adcode."}
OTHERS = {
    "description": "Further figures of this measure and region, at least the first ten; see /v1/observations/{id}."
}


class DerivedSchema(Answer):
    """How a figure was computed from stated ones."""

    name = ma.fields.String(metadata={"description": "Of the derived measure or the conversion."})
    operands = ma.fields.Function(
        lambda derivation: [one.id for one in derivation.operands],
        metadata={
            "type": "array",
            "items": {"type": "string"},
            "description": "The stated figures, the numerator first.",
        },
    )


class EvidenceOfSchema(EvidenceSchema):
    """The characters that a gap rests on, and the document that they stand in."""

    document = ma.fields.String(metadata=DOCUMENT_ID)


def _of(document: str, evidence: Evidence) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in Evidence.__slots__} | {"document": document}


class GapCellSchema(Answer):
    """An empty cell and why it is empty; never a zero. Its evidence is what the reason rests on."""

    region = ma.fields.String(metadata=ADCODE)
    state = ma.fields.String(validate=ma.validate.OneOf(("gap",)))
    gap = ma.fields.String(validate=ma.validate.OneOf(get_args(GapReason)))
    others = ma.fields.List(ma.fields.String(metadata=OBSERVATION_ID), metadata=OTHERS)
    evidence = ma.fields.List(ma.fields.Nested(EvidenceOfSchema))

    @ma.pre_dump
    def flat(self, cell: Cell, **_: Any) -> dict[str, Any]:
        """The cell as flat members."""
        said = [_of(mention.document, mention.evidence) for mention in cell.mentions]
        return {
            "region": cell.region,
            "state": "gap",
            "gap": cell.gap,
            "others": [*(observation.id for observation in cell.others), *cell.further],
            "evidence": said or [_of(each.document, each.evidence[0]) for each in cell.others],
        }


class ValueCellSchema(Answer):
    """A cell with a figure: flat, as the observation has it."""

    region = ma.fields.String(metadata=ADCODE)
    state = ma.fields.String(validate=ma.validate.OneOf(("value",)))
    value = Figure("In the unit; digits as stated.")
    lower = Figure("The least that the statement allows; null: unbounded.", allow_none=True)
    upper = Figure("The most that the statement allows; null: unbounded.", allow_none=True)
    bound = ma.fields.String(validate=ma.validate.OneOf(get_args(Bound)))
    unit = ma.fields.String()
    per = ma.fields.String(allow_none=True)
    nature = ma.fields.String(validate=ma.validate.OneOf(get_args(Nature)))
    time = ma.fields.Nested(PeriodSchema)
    scope = ma.fields.String(allow_none=True)
    condition = ma.fields.Nested(ConditionSchema, allow_none=True)
    confidence = ma.fields.Float(metadata={"minimum": 0, "maximum": 1})
    observation = ma.fields.String(
        allow_none=True, metadata=OBSERVATION_ID | {"description": "null for a derived figure."}
    )
    derived = ma.fields.Nested(DerivedSchema, allow_none=True)
    review = ma.fields.String(
        allow_none=True,
        validate=ma.validate.OneOf(get_args(Decision)),
        metadata={"description": "What a reader said; an edited figure is shown as edited."},
    )
    document = ma.fields.String(metadata=DOCUMENT_ID)
    others = ma.fields.List(ma.fields.String(metadata=OBSERVATION_ID), metadata=OTHERS)
    evidence = ma.fields.List(ma.fields.Nested(EvidenceSchema))

    @ma.pre_dump
    def flat(self, cell: Cell, **_: Any) -> dict[str, Any]:
        """The cell as flat members."""
        observation, is_stated = cell.observation, cell.derivation is None
        return {name: getattr(observation, name) for name in (*SHOWN, "document", "evidence")} | {
            "region": cell.region,
            "state": "value",
            "observation": observation.id if observation and is_stated else None,
            "derived": cell.derivation,
            "review": cell.review,
            # Other quotients stand at no address; the operands do.
            "others": [*(other.id for other in cell.others), *cell.further] if is_stated else [],
        }


class ReasonSchema(Answer):
    """Why a row must be read with care, and what that rests on."""

    code = ma.fields.String(validate=ma.validate.OneOf(get_args(ReasonCode)))
    regions = ma.fields.List(ma.fields.String(), metadata={"description": "Adcodes."})
    values = ma.fields.List(ma.fields.String(), metadata={"description": "What stands in these regions."})
    observations = ma.fields.List(
        ma.fields.String(metadata=OBSERVATION_ID), metadata={"description": "The figures that it rests on."}
    )


class DatesSchema(ReasonSchema):
    """Dates that differ, with the spread that they really have."""

    from_ = ma.fields.String(data_key="from", allow_none=True)
    to = ma.fields.String(allow_none=True)

    @ma.pre_dump
    def spread(self, reason: Reason, **_: Any) -> dict[str, Any]:
        """The reason with its first and its last date."""
        # Values are notations of periods: 2016, 2014/2018, 2013/.., undated.
        ends = [end for notation in reason.values for end in notation.split("/") if end[:1].isdigit()]
        names = ("code", "regions", "values", "observations")
        return {name: getattr(reason, name) for name in names} | {
            "from_": min(ends, default=None),
            "to": max(ends, default=None),
        }


VALUE, GAP = ValueCellSchema(), GapCellSchema()
REASON, DATES = ReasonSchema(), DatesSchema()


class SpreadSchema(Answer):
    """The dates that the figures of a row really have."""

    first = ma.fields.String(allow_none=True, metadata=DATE)
    last = ma.fields.String(allow_none=True, metadata=DATE)
    undated = ma.fields.Integer(metadata={"description": "How many figures have no date."})


class AlignmentSchema(Answer):
    """At what time figures are taken."""

    kind = ma.fields.String(validate=ma.validate.OneOf(("latest", "common", "at")))
    at = ma.fields.String(allow_none=True)
    tolerance = ma.fields.String(allow_none=True)


def said(row: Row) -> str:
    """A row in words, in the language of this answer."""
    known = corpus().regions
    found = (known.of(cell.region) for cell in row.cells)
    spoken: Any = language()
    return statement(row, [region for region in found if region], spoken)


class RowSchema(Answer):
    """One measure over the regions."""

    measure = ma.fields.Function(lambda row: row.measure.id, metadata={"type": "string"})
    label = ma.fields.Function(lambda row: label(row.measure), metadata={"type": "string"})
    unit = ma.fields.String()
    per = ma.fields.String(allow_none=True)
    nature = ma.fields.String(allow_none=True, validate=ma.validate.OneOf(get_args(Nature)))
    aligned = ma.fields.String(
        allow_none=True, metadata={"description": "The period taken; null: the newest of each region."}
    )
    spread = ma.fields.Nested(SpreadSchema)
    cells = ma.fields.List(OneOf(lambda cell: VALUE if cell.observation else GAP, (VALUE, GAP)))
    verdict = ma.fields.String(validate=ma.validate.OneOf(get_args(VerdictWord)))
    reasons = ma.fields.List(
        OneOf(lambda reason: DATES if reason.code == "dates_differ" else REASON, (REASON, DATES))
    )
    ranks = ma.fields.List(
        ma.fields.List(ma.fields.String()),
        metadata={
            "description": "Groups of adcodes, the highest first; those in one group cannot be told apart."
        },
    )
    statement = ma.fields.Function(
        said,
        metadata={"type": "string", "description": "The row in words; every number of it is in the row."},
    )


class CoverageSchema(Answer):
    """How many of the cells have a value."""

    cells = ma.fields.Integer()
    values = ma.fields.Integer()


class ComparisonSchema(Answer):
    """Measures x regions, in the order asked."""

    regions = ma.fields.List(ma.fields.Nested(RegionSchema))
    rows = ma.fields.List(ma.fields.Nested(RowSchema))
    alignment = ma.fields.Nested(AlignmentSchema)
    coverage = ma.fields.Nested(CoverageSchema)
    next = next_page()
    index = Index()
    edition = ma.fields.String(metadata={"description": "Of the analyses: dictionary, catalogue, code."})
    revision = ma.fields.Integer(metadata={"description": "Of the corpus: raised by every write."})

    @ma.pre_dump
    def with_coverage(self, compared: Comparison, **_: Any) -> dict[str, Any]:
        """The comparison with what is true of it as a whole."""
        cells = [cell for row in compared.rows for cell in row.cells]
        return {
            "regions": compared.regions,
            "rows": compared.rows,
            "alignment": compared.alignment,
            "next": compared.next,
            "coverage": {"cells": len(cells), "values": sum(cell.observation is not None for cell in cells)},
            "edition": corpus().edition,
            "revision": corpus().revision(),
        }


def _csv(compared: Comparison, query: Mapping[str, Any]) -> bytes:
    spoken: Any = language()
    return comparison_csv(compared, bom=query.get("bom") == "1", language=spoken).encode()


def _ndjson(compared: Comparison, _: Mapping[str, Any]) -> bytes:
    spoken: Any = language()
    return "".join(comparison_ndjson(compared, spoken)).encode()


def _xlsx(compared: Comparison, _: Mapping[str, Any]) -> bytes:
    spoken: Any = language()
    return comparison_workbook(compared, _origin(), spoken)


def _package(compared: Comparison, _: Mapping[str, Any]) -> bytes:
    spoken: Any = language()
    return comparison_package(compared, _origin(), spoken)


def _origin() -> Origin:
    return Origin(corpus().edition, corpus().revision(), request.full_path.rstrip("?"))


FORMATS = (
    Format("csv", "text/csv", "text/csv; charset=utf-8; header=present", _csv, "comparison.csv"),
    Format("ndjson", "application/x-ndjson", "application/x-ndjson", _ndjson, "comparison.ndjson"),
    Format("xlsx", SHEET, SHEET, _xlsx, "comparison.xlsx"),
    Format("zip", "application/zip", "application/zip", _package, "comparison.zip"),
)


@comparison.route("/comparison")
@comparison.arguments(ComparisonFormsQuery)
@comparison.answer(ComparisonSchema, also=FORMATS, has_labels=True)
def compare(query: Mapping[str, Any]) -> Comparison:
    """Compare measures across regions.

    Every cell is a stated figure with the characters that it came from, or a gap that says why it is empty.
    """
    return _compared(query)


@comparison.route("/comparison.<any(csv, json, ndjson, xlsx, zip):extension>")
@comparison.arguments(ComparisonFormsQuery)
@comparison.answer(ComparisonSchema, also=FORMATS, has_labels=True)
def compare_as(query: Mapping[str, Any]) -> Comparison:
    """Compare measures across regions, in the format that the address ends with."""
    return _compared(query)


@comparison.route("/comparison", methods=["POST"])
@comparison.arguments(SpansQuery)
@comparison.outcome({200: "The comparison."}, ComparisonSchema)
@comparison.json_body(QuestionSchema)
def compare_posted(received: Mapping[str, Any]) -> tuple[Comparison, int, None]:
    """Compare measures across regions, for questions that are too long for an address.

    The same members as the query has, lists as lists. Nothing is stored.
    """
    return _compared(received), 200, None


def _compared(query: Mapping[str, Any]) -> Comparison:
    ask = corpus().comparisons
    return ask.compare(ask.question(asked(query)), part(query))
