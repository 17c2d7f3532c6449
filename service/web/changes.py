"""What became of a document's figures when another edition analysed it."""

from typing import Any

import marshmallow as ma

from service.web.blueprint import Blueprint
from service.web.fields import Answer, Index
from service.web.opening import corpus
from service.web.schemas import DOCUMENT_ID, ObservationSchema

changes = Blueprint("changes", __name__, url_prefix="/v1", description="Figures between editions.")


class ChangeSchema(Answer):
    """A figure that was gained, lost or changed."""

    kind = ma.fields.String(validate=ma.validate.OneOf(("gained", "lost", "changed")))
    before = ma.fields.Nested(ObservationSchema, allow_none=True)
    after = ma.fields.Nested(ObservationSchema, allow_none=True)


class ChangesSchema(Answer):
    """What one edition changed."""

    earlier = ma.fields.String(metadata={"description": "The edition before."})
    later = ma.fields.String(metadata={"description": "The edition after."})
    made = ma.fields.String(metadata={"format": "date-time"})
    changes = ma.fields.List(ma.fields.Nested(ChangeSchema))


class DocumentChangesSchema(Answer):
    """What all editions since changed, the newest first."""

    document = ma.fields.String(metadata=DOCUMENT_ID)
    editions = ma.fields.List(ma.fields.Nested(ChangesSchema))
    index = Index()


@changes.route("/documents/<sha256:document>/changes")
@changes.answer(DocumentChangesSchema)
def list_document_changes(document: str) -> Any:
    """List what became of a document's figures since it was first analysed: gained, lost, changed."""
    return {"document": document, "editions": corpus().changes(document)}
