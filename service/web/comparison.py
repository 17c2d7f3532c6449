"""The comparison: measures x regions, each cell a value or a gap, each row a verdict."""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma

from service.model import Bound, Cell, Comparison, GapReason, Nature, Reason, ReasonCode, VerdictWord
from service.presentation import comparison_csv
from service.web.answers import Format
from service.web.blueprint import Blueprint
from service.web.fields import Answer, Figure, Index, OneOf, RegionSchema, label, language
from service.web.opening import corpus
from service.web.questions import ComparisonFormsQuery
from service.web.schemas import DOCUMENT_ID, OBSERVATION_ID, ConditionSchema, EvidenceSchema, PeriodSchema

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
OTHERS = {"description": "Further figures of this measure and region; see /v1/observations/{id}."}


class GapCellSchema(Answer):
    """An empty cell and why it is empty; never a zero. Its evidence is what the reason rests on."""

    region = ma.fields.String(metadata=ADCODE)
    state = ma.fields.String(validate=ma.validate.OneOf(("gap",)))
    gap = ma.fields.String(validate=ma.validate.OneOf(get_args(GapReason)))
    others = ma.fields.List(ma.fields.String(metadata=OBSERVATION_ID), metadata=OTHERS)
    evidence = ma.fields.List(ma.fields.Nested(EvidenceSchema))

    @ma.pre_dump
    def flat(self, cell: Cell, **_: Any) -> dict[str, Any]:
        """The cell as flat members."""
        said = [mention.evidence for mention in cell.mentions]
        return {
            "region": cell.region,
            "state": "gap",
            "gap": cell.gap,
            "others": [observation.id for observation in cell.others],
            "evidence": said or [observation.evidence[0] for observation in cell.others],
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
    observation = ma.fields.String(metadata=OBSERVATION_ID)
    document = ma.fields.String(metadata=DOCUMENT_ID)
    others = ma.fields.List(ma.fields.String(metadata=OBSERVATION_ID), metadata=OTHERS)
    evidence = ma.fields.List(ma.fields.Nested(EvidenceSchema))

    @ma.pre_dump
    def flat(self, cell: Cell, **_: Any) -> dict[str, Any]:
        """The cell as flat members."""
        observation = cell.observation
        return {name: getattr(observation, name) for name in (*SHOWN, "document", "evidence")} | {
            "region": cell.region,
            "state": "value",
            "observation": observation and observation.id,
            "others": [other.id for other in cell.others],
        }


class ReasonSchema(Answer):
    """Why a row must be read with care, and what that rests on."""

    code = ma.fields.String(validate=ma.validate.OneOf(get_args(ReasonCode)))
    regions = ma.fields.List(ma.fields.String(), metadata={"description": "Adcodes."})
    values = ma.fields.List(ma.fields.String(), metadata={"description": "What stands in these regions."})


class DatesSchema(ReasonSchema):
    """Dates that differ, with the spread that they really have."""

    from_ = ma.fields.String(data_key="from", allow_none=True)
    to = ma.fields.String(allow_none=True)

    @ma.pre_dump
    def spread(self, reason: Reason, **_: Any) -> dict[str, Any]:
        """The reason with its first and its last date."""
        # Values are notations of periods: 2016, 2014/2018, 2013/.., undated.
        ends = [end for notation in reason.values for end in notation.split("/") if end[:1].isdigit()]
        shown = {"code": reason.code, "regions": reason.regions, "values": reason.values}
        return shown | {"from_": min(ends, default=None), "to": max(ends, default=None)}


VALUE, GAP = ValueCellSchema(), GapCellSchema()
REASON, DATES = ReasonSchema(), DatesSchema()


class RowSchema(Answer):
    """One measure over the regions."""

    measure = ma.fields.Function(lambda row: row.measure.id, metadata={"type": "string"})
    label = ma.fields.Function(lambda row: label(row.measure), metadata={"type": "string"})
    unit = ma.fields.String()
    per = ma.fields.String(allow_none=True)
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


class CoverageSchema(Answer):
    """How many of the cells have a value."""

    cells = ma.fields.Integer()
    values = ma.fields.Integer()


class ComparisonSchema(Answer):
    """Measures x regions, in the order asked."""

    regions = ma.fields.List(ma.fields.Nested(RegionSchema))
    rows = ma.fields.List(ma.fields.Nested(RowSchema))
    coverage = ma.fields.Nested(CoverageSchema)
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
            "coverage": {"cells": len(cells), "values": sum(cell.observation is not None for cell in cells)},
            "edition": corpus().edition,
            "revision": corpus().revision(),
        }


def _csv(compared: Comparison, query: Mapping[str, Any]) -> bytes:
    spoken: Any = language()
    return comparison_csv(compared, bom=query.get("bom") == "1", language=spoken).encode()


CSV = Format("csv", "text/csv", "text/csv; charset=utf-8; header=present", _csv, "comparison.csv")


@comparison.route("/comparison")
@comparison.arguments(ComparisonFormsQuery)
@comparison.answer(ComparisonSchema, also=(CSV,), has_labels=True)
def compare(query: Mapping[str, Any]) -> Comparison:
    """Compare measures across regions.

    Every cell is a stated figure with the characters that it came from, or a gap that says why it is empty.
    """
    return _compared(query)


@comparison.route("/comparison.<any(csv, json):extension>")
@comparison.arguments(ComparisonFormsQuery)
@comparison.answer(ComparisonSchema, also=(CSV,), has_labels=True)
def compare_as(query: Mapping[str, Any]) -> Comparison:
    """Compare measures across regions, in the format that the address ends with."""
    return _compared(query)


def _compared(query: Mapping[str, Any]) -> Comparison:
    return corpus().compare(corpus().question(query.get("measures"), query.get("regions")))
