"""The wire form of documents and figures, dumped from the dataclasses of the model under the same names."""

from typing import Any, get_args

import marshmallow as ma
from marshmallow.utils import get_value

from service.corpus import Extracted
from service.model import Basis, Bound, Decision, KeywordKind, Nature, RegionBasis
from service.web.fields import Answer, Figure, Index, InRegion, Occurrences, Spans

DOCUMENT_ID = {"pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of the document's content."}
OBSERVATION_ID = {"pattern": "^[0-9a-f]{16}$"}
LINKED = ("text", "sentences", "summary", "keywords", "observations")
DATE = {"description": "ISO 8601 at the precision known: year, month or day."}


class EvidenceSchema(Answer):
    """The characters that a figure came from."""

    quote = ma.fields.String(metadata={"description": "Verbatim: the source at the spans, joined."})
    spans = Spans()
    sentence = ma.fields.String(metadata={"description": "The sentence around it, verbatim."})
    display = ma.fields.String(
        metadata={"description": "The sentence in simplified characters, for reading."}
    )
    index = Index()


class PeriodSchema(Answer):
    """When a figure holds, as precisely as stated."""

    text = ma.fields.String(allow_none=True, metadata={"description": "The words that say so."})
    start = ma.fields.String(allow_none=True, metadata=DATE)
    end = ma.fields.String(allow_none=True, metadata=DATE)
    basis = ma.fields.String(validate=ma.validate.OneOf(get_args(Basis)))


class ConditionSchema(Answer):
    """What picks out the units that a figure holds for."""

    text = ma.fields.String()
    bound = ma.fields.String(validate=ma.validate.OneOf(get_args(Bound)))
    value = Figure("The threshold.")
    unit = ma.fields.String()


class ObservationSchema(Answer):
    """One stated figure."""

    id = ma.fields.String(metadata=OBSERVATION_ID)
    document = ma.fields.String(metadata=DOCUMENT_ID)
    region = InRegion()
    measure = ma.fields.String(metadata={"description": "Id of the measure; see /v1/measures."})
    value = Figure("In the unit; digits as stated.")
    lower = Figure("The least that the statement allows; null: unbounded.", allow_none=True)
    upper = Figure("The most that the statement allows; null: unbounded.", allow_none=True)
    bound = ma.fields.String(validate=ma.validate.OneOf(get_args(Bound)))
    unit = ma.fields.String()
    per = ma.fields.String(allow_none=True, metadata={"description": "The denominator as stated."})
    nature = ma.fields.String(validate=ma.validate.OneOf(get_args(Nature)))
    time = ma.fields.Nested(PeriodSchema)
    scope = ma.fields.String(allow_none=True, metadata={"description": "What it covers; null: the whole."})
    condition = ma.fields.Nested(ConditionSchema, allow_none=True)
    confidence = ma.fields.Float(metadata={"minimum": 0, "maximum": 1})
    why = ma.fields.String(metadata={"description": "What decided, for people."})
    mentions = ma.fields.Function(
        lambda observation: len(get_value(observation, "evidence")),
        metadata={"type": "integer", "minimum": 1, "description": "How often the figure is stated."},
    )
    evidence = ma.fields.List(ma.fields.Nested(EvidenceSchema))


class EditedSchema(Answer):
    """A figure as a reader says that it ought to be."""

    value = Figure("In the unit.")
    lower = Figure("The least that it may be; null: unbounded.", allow_none=True)
    upper = Figure("The most that it may be; null: unbounded.", allow_none=True)
    bound = ma.fields.String(validate=ma.validate.OneOf(get_args(Bound)))
    per = ma.fields.String(allow_none=True)
    nature = ma.fields.String(validate=ma.validate.OneOf(get_args(Nature)))
    time = ma.fields.Nested(PeriodSchema)
    scope = ma.fields.String(allow_none=True)


class ReviewSchema(Answer):
    """What a reader said of a figure; the figure itself stays as it was found."""

    decision = ma.fields.String(validate=ma.validate.OneOf(get_args(Decision)))
    figure = ma.fields.Nested(
        EditedSchema, attribute="edited", allow_none=True, metadata={"description": "null unless edited."}
    )
    note = ma.fields.String()
    author = ma.fields.String()
    made = ma.fields.String(metadata={"format": "date-time"})


class ReviewedObservationSchema(ObservationSchema):
    """One stated figure, and what a reader said of it."""

    review = ma.fields.Nested(
        ReviewSchema, allow_none=True, metadata={"description": "null: not yet judged."}
    )


class MentionSchema(Answer):
    """A sentence that speaks of a measure without a number of its own."""

    document = ma.fields.String(metadata=DOCUMENT_ID)
    region = InRegion()
    measure = ma.fields.String()
    evidence = ma.fields.Nested(EvidenceSchema)


class SentenceSchema(Answer):
    """A sentence; the quote is verbatim, `display` is simplified."""

    quote = ma.fields.String()
    display = ma.fields.String()
    spans = Spans()
    score = ma.fields.Float(metadata={"description": "How well it stands for its document, 0 to 1."})


class CarriedSchema(Answer):
    """How many of the figures that are stated the sentences carry."""

    carried = ma.fields.Integer()
    observations = ma.fields.Integer()


def coverage(found: Extracted) -> dict[str, int] | None:
    """The coverage of an answer that was asked to cover; else None."""
    if found.carried is None or found.figures is None:
        return None
    return {"carried": found.carried, "observations": found.figures}


class KeywordSchema(Answer):
    """A word or phrase, how it scores and where it stands."""

    word = ma.fields.String()
    kind = ma.fields.String(validate=ma.validate.OneOf(get_args(KeywordKind)))
    score = ma.fields.Float()
    count = ma.fields.Integer()
    spans = Occurrences()


class StatedSchema(Answer):
    """A piece of the masthead; no spans when the caller said it."""

    value = ma.fields.String()
    spans = Spans()


class MastheadSchema(Answer):
    """What stands around an article."""

    title = ma.fields.Nested(StatedSchema, allow_none=True)
    source = ma.fields.Nested(StatedSchema, allow_none=True)
    author = ma.fields.Nested(StatedSchema, allow_none=True)
    published = ma.fields.Nested(StatedSchema, allow_none=True)
    subtitle = ma.fields.Nested(StatedSchema, allow_none=True)
    dateline = ma.fields.Nested(StatedSchema, allow_none=True)


class MainRegionSchema(Answer):
    """The region that a document is about, and how that was decided."""

    adcode = ma.fields.String()
    basis = ma.fields.String(validate=ma.validate.OneOf(get_args(RegionBasis)))


def links_of(document: Any) -> dict[str, str]:
    """The addresses that belong to a document, by name; from its entry or from the members of an answer."""
    itself = f"/v1/documents/{get_value(document, 'id')}"
    return {"self": itself} | {name: f"{itself}/{name}" for name in LINKED}


class EntrySchema(Answer):
    """A document in a list."""

    id = ma.fields.String(metadata=DOCUMENT_ID)
    name = ma.fields.String(metadata={"description": "A label, such as a file's stem; may be empty."})
    media_type = ma.fields.String()
    received = ma.fields.String(metadata={"format": "date-time"})
    title = ma.fields.String(allow_none=True)
    region = InRegion(allow_none=True)
    published = ma.fields.String(allow_none=True, metadata=DATE)
    characters = ma.fields.Integer(metadata={"description": "Length of the source in code points."})
    observations = ma.fields.Integer(metadata={"description": "How many figures were found."})
    analysed = ma.fields.Boolean()
    links = ma.fields.Function(
        links_of, metadata={"type": "object", "additionalProperties": {"type": "string"}}
    )


def next_page() -> ma.fields.String:
    """The member of a page that leads to the page after it."""
    return ma.fields.String(
        allow_none=True, metadata={"description": "Cursor of the page after; null on the last."}
    )
