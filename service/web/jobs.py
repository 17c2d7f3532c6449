"""Jobs: documents that were kept and are analysed later, and how far that is."""

from collections.abc import Sequence
from typing import Any, get_args

import marshmallow as ma
import orjson
from flask import Response, after_this_request, request

from service.corpus import Job, JobError, JobState, Waiting
from service.web.blueprint import Blueprint
from service.web.fields import Answer
from service.web.opening import corpus, settings
from service.web.schemas import DOCUMENT_ID

jobs = Blueprint("jobs", __name__, url_prefix="/v1", description="Documents that are analysed later.")

PREFERENCE = "respond-async"
# Documents that a worker analyses in a second or so.
A_SECOND = 20
LONGEST_WAIT = 30


class JobErrorSchema(Answer):
    """What of a job went wrong."""

    line = ma.fields.Integer(
        allow_none=True, metadata={"description": "Of the batch, from 1; null for a document that is kept."}
    )
    document = ma.fields.String(allow_none=True, metadata=DOCUMENT_ID)
    type = ma.fields.String(metadata={"description": "As in Problem."})
    detail = ma.fields.String()


class JobSchema(Answer):
    """A request whose documents are analysed later."""

    id = ma.fields.String()
    state = ma.fields.String(
        validate=ma.validate.OneOf(get_args(JobState)),
        metadata={"description": "`failed`: it is over, and not all of it could be done."},
    )
    created = ma.fields.String(metadata={"format": "date-time"})
    total = ma.fields.Integer(metadata={"description": "Documents, and lines that were refused."})
    done = ma.fields.Integer(metadata={"description": "How many of these are over, with whatever outcome."})
    documents = ma.fields.List(ma.fields.String(metadata=DOCUMENT_ID))
    errors = ma.fields.List(ma.fields.Nested(JobErrorSchema), metadata={"description": "The first 20."})


ACCEPTED: dict[int | str, Any] = {
    202: {
        "description": "Kept, and analysed later: asked for by `Prefer: respond-async`, or how the service is set.",
        "content": {"application/json": {"schema": JobSchema}},
        "headers": {
            "Location": {"schema": {"type": "string"}},
            "Retry-After": {"schema": {"type": "integer"}},
        },
    }
}
_dumped = JobSchema().dump


def is_deferred() -> bool:
    """Whether what this request sends is to be analysed later."""
    return settings().analyse == "queued" or _is_preferred()


def accepted(waiting: Sequence[Waiting], refused: Sequence[JobError] = ()) -> Response:
    """Keep documents and answer with their job."""
    job = corpus().later.keep(waiting, refused)
    answer = Response(orjson.dumps(_dumped(_shown(job))), 202, content_type="application/json")
    answer.headers["Location"] = f"/v1/jobs/{job.id}"
    answer.headers["Cache-Control"] = "no-store"
    if _is_preferred():
        answer.headers["Preference-Applied"] = PREFERENCE
    return _with_wait(answer, job)


@jobs.route("/jobs/<string:job>")
@jobs.outcome({200: "As it stands."}, JobSchema)
def show_job(job: str) -> tuple[Any, int, None]:
    """Show how far a job is. While it is not over, `Retry-After` says when to ask again."""
    return _answer(corpus().later.job(job))


@jobs.route("/jobs/<string:job>", methods=["DELETE"])
@jobs.outcome({200: "As it stands now."}, JobSchema)
def cancel_job(job: str) -> tuple[Any, int, None]:
    """Cancel what of a job has not begun.

    Its documents stay, not analysed: until somebody asks for what one of them says, or sends it again.
    """
    return _answer(corpus().later.cancel(job))


def _answer(job: Job) -> tuple[Any, int, None]:
    after_this_request(lambda answer: _with_wait(answer, job))
    return _shown(job), 200, None


def _shown(job: Job) -> dict[str, Any]:
    members = {name: getattr(job, name) for name in Job.__slots__}
    errors = [
        {
            "line": each.line,
            "document": each.document,
            "type": f"/problems/{each.type}",
            "detail": each.detail,
        }
        for each in job.errors
    ]
    return members | {"errors": errors}


def _with_wait(answer: Response, job: Job) -> Response:
    if job.state in {"queued", "running"}:
        wait = min(LONGEST_WAIT, max(1, (job.total - job.done) // A_SECOND))
        answer.headers["Retry-After"] = str(wait)
    return answer


def _is_preferred() -> bool:
    said = ",".join(request.headers.getlist("Prefer"))
    return PREFERENCE in {each.partition(";")[0].strip().lower() for each in said.split(",")}
