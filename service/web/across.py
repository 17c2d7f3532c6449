"""Across documents: the digest, verdicts two by two, what there is at all, what can be checked."""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma

from service.comparison import derived_measures, pair_verdicts
from service.errors import BadParameter
from service.model import Coverage, FindingKind, VerdictWord
from service.presentation import theme_label
from service.web.blueprint import Blueprint
from service.web.comparison import ReasonSchema, said
from service.web.fields import Answer, Index, RegionSchema, label, language
from service.web.opening import corpus
from service.web.query import Query
from service.web.questions import DigestQuery, PairsQuery, TableQuery, asked
from service.web.schemas import DOCUMENT_ID, ObservationSchema, SentenceSchema

across = Blueprint("across", __name__, url_prefix="/v1", description="What documents say together.")

# n regions have n(n-1)/2 pairs in each row.
MOST_PAIRED = 30
ADCODE = {"description": "Adcode."}


class ExtractSchema(SentenceSchema):
    """A sentence of a digest and where it stands."""

    region = ma.fields.String(metadata=ADCODE)
    document = ma.fields.String(metadata=DOCUMENT_ID)
    measures = ma.fields.List(ma.fields.String(), metadata={"description": "What it tells of."})

    @ma.pre_dump
    def flat(self, extract: Any, **_: Any) -> dict[str, Any]:
        """The extract with its sentence as flat members."""
        names = ("quote", "display", "spans", "score")
        return {name: getattr(extract.sentence, name) for name in names} | {
            name: getattr(extract, name) for name in ("region", "document", "measures")
        }


class ThemeSchema(Answer):
    """One group of measures."""

    group = ma.fields.String()
    label = ma.fields.Function(
        lambda theme: theme_label(theme.group, language()),  # type: ignore[arg-type]
        metadata={"type": "string", "description": "In the language of Accept-Language: zh, en."},
    )
    common = ma.fields.List(
        ma.fields.Nested(ExtractSchema), metadata={"description": "What several regions tell of."}
    )
    apart = ma.fields.List(
        ma.fields.Nested(ExtractSchema), metadata={"description": "What sets a region apart."}
    )


class StatementSchema(Answer):
    """A row in words, made by rule; every number of it is in the row."""

    measure = ma.fields.Function(lambda row: row.measure.id, metadata={"type": "string"})
    statement = ma.fields.Function(said, metadata={"type": "string"})


class ReachSchema(Answer):
    """How much of what documents tell is told here."""

    cells = ma.fields.Integer(metadata={"description": "Cells that documents tell of."})
    covered = ma.fields.Integer(metadata={"description": "Of these, cells that the sentences tell of."})
    characters = ma.fields.Integer(metadata={"description": "Of all sentences together."})


class DigestSchema(Answer):
    """The comparison in the documents' own sentences."""

    regions = ma.fields.List(ma.fields.Nested(RegionSchema))
    themes = ma.fields.List(ma.fields.Nested(ThemeSchema))
    statements = ma.fields.List(ma.fields.Nested(StatementSchema))
    coverage = ma.fields.Nested(ReachSchema)
    index = Index()


class PairSchema(Answer):
    """Whether two regions may be set side by side."""

    measure = ma.fields.String()
    regions = ma.fields.List(ma.fields.String(metadata=ADCODE))
    verdict = ma.fields.String(validate=ma.validate.OneOf(get_args(VerdictWord)))
    reasons = ma.fields.List(ma.fields.Nested(ReasonSchema))


class PairsSchema(Answer):
    """The verdicts for every two regions with a figure."""

    pairs = ma.fields.List(ma.fields.Nested(PairSchema))


class CoveredSchema(Answer):
    """One cell, by what there is."""

    measure = ma.fields.String()
    region = ma.fields.String(metadata=ADCODE)
    state = ma.fields.String(
        validate=ma.validate.OneOf(("figures", "no_number", "not_mentioned", "not_analysed"))
    )
    figures = ma.fields.Integer()
    mentions = ma.fields.Integer()


class MatrixSchema(Answer):
    """Which cells there are at all: flat, measure by measure."""

    regions = ma.fields.List(ma.fields.Nested(RegionSchema))
    cells = ma.fields.List(ma.fields.Nested(CoveredSchema))

    @ma.pre_dump
    def flat(self, found: Coverage, **_: Any) -> dict[str, Any]:
        """The matrix as a list of cells."""
        return {"regions": found.regions, "cells": list(covered(found))}


class FindingSchema(Answer):
    """Figures that can be checked against one another."""

    kind = ma.fields.String(validate=ma.validate.OneOf(get_args(FindingKind)))
    region = ma.fields.String(metadata=ADCODE)
    agrees = ma.fields.Boolean()
    stated = ma.fields.String(metadata={"description": "What was said."})
    computed = ma.fields.String(metadata={"description": "What follows from the other figures."})
    sentence = ma.fields.String(allow_none=True)
    observations = ma.fields.List(ma.fields.Nested(ObservationSchema))


class FindingsSchema(Answer):
    """What can be checked, region by region; nothing is corrected."""

    findings = ma.fields.List(ma.fields.Nested(FindingSchema))
    index = Index()


class RatioSchema(Answer):
    """A measure that is computed of two stated ones."""

    id = ma.fields.String()
    label = ma.fields.Function(
        lambda ratio: label(ratio["measure"]),
        metadata={"type": "string", "description": "In the language of Accept-Language: zh, en."},
    )
    unit = ma.fields.String()
    per = ma.fields.String(allow_none=True)
    numerator = ma.fields.String()
    denominator = ma.fields.String()
    together = ma.fields.String(
        validate=ma.validate.OneOf(("sentence", "document")),
        metadata={"description": "How near the two figures must stand."},
    )


class RatiosSchema(Answer):
    """All that `derive` may name, conversions aside."""

    ratios = ma.fields.List(ma.fields.Nested(RatioSchema))


@across.route("/comparison/summary")
@across.arguments(DigestQuery)
@across.answer(DigestSchema, has_labels=True)
def summarise_comparison(query: Mapping[str, Any]) -> Any:
    """Summarise a comparison by the documents' own sentences: what regions have in common, what sets each apart."""
    ask = corpus().comparisons
    compared, found = ask.digest(ask.question(asked(query)), query["characters"])
    return {
        "regions": compared.regions,
        "themes": found.themes,
        "statements": compared.rows,
        "coverage": {"cells": found.of, "covered": found.covered, "characters": found.characters},
    }


@across.route("/comparison/pairs")
@across.arguments(PairsQuery)
@across.answer(PairsSchema)
def compare_pairs(query: Mapping[str, Any]) -> Any:
    """Compare regions two by two: the verdict for each pair, whatever the others say."""
    ask = corpus().comparisons
    question = ask.question(asked(query))
    if len(question.regions) > MOST_PAIRED:
        raise BadParameter(
            f"{len(question.regions)} regions are asked for",
            parameter="regions",
            expected=f"at most {MOST_PAIRED}",
        )
    compared = ask.compare(question)
    return {
        "pairs": [
            {
                "measure": row.measure.id,
                "regions": pair.regions,
                "verdict": pair.verdict,
                "reasons": pair.reasons,
            }
            for row in compared.rows
            for pair in pair_verdicts(row, compared.regions)
        ]
    }


@across.route("/comparison/coverage")
@across.arguments(TableQuery)
@across.answer(MatrixSchema)
def cover_comparison(query: Mapping[str, Any]) -> Coverage:
    """Show which measures have figures of which regions at all."""
    ask = corpus().comparisons
    return ask.coverage(ask.question(asked(query)))


@across.route("/comparison/consistency")
@across.arguments(TableQuery)
@across.answer(FindingsSchema)
def check_comparison(query: Mapping[str, Any]) -> Any:
    """Check figures against one another: parts, shares, changes, and what several documents say of one thing."""
    ask = corpus().comparisons
    return {"findings": ask.findings(ask.question(asked(query)))}


@across.route("/ratios")
@across.arguments(Query)
@across.answer(RatiosSchema, has_labels=True)
def list_ratios() -> Any:
    """List the measures that can be derived on request."""
    names = ("numerator", "denominator", "per", "together")
    return {
        "ratios": [
            {name: getattr(each, name) for name in names}
            | {"id": each.measure.id, "measure": each.measure, "unit": each.measure.unit}
            for each in derived_measures().values()
        ]
    }


def covered(found: Coverage) -> Any:
    """The cells of a matrix, flat."""
    for measure, figures, mentions in zip(found.measures, found.figures, found.mentions, strict=True):
        for region, count, words, is_analysed in zip(
            found.regions, figures, mentions, found.analysed, strict=True
        ):
            state = "figures" if count else "no_number" if words else "not_mentioned"
            if state == "not_mentioned" and not is_analysed:
                state = "not_analysed"
            yield {
                "measure": measure.id,
                "region": region.adcode,
                "state": state,
                "figures": count,
                "mentions": words,
            }
