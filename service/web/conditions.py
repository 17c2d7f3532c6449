"""Who changes a document says which state of it they saw: If-Match, or 428."""

from flask import request

from service.errors import Changed
from service.web.opening import corpus
from service.web.problems import PreconditionRequired
from service.web.validators import bare, tag_of

INDEXES = ("codepoint", "utf16")
FORM = ("application/json", "")


def document_tag(document: str, index: str = "codepoint") -> str:
    """The tag of a document as GET /v1/documents/{id} shows it; raises NotFound."""
    path = f"/v1/documents/{document}"
    return tag_of(corpus().version(document), corpus().edition, {"index": index}, FORM, path)


def require_match(document: str) -> None:
    """See that the client saw this state of the document.

    Raises:
        NotFound: there is none.
        PreconditionRequired: the client does not say which state it saw.
        Changed: it was another one.
    """
    tags = {document_tag(document, index) for index in INDEXES}
    if "If-Match" not in request.headers:
        raise PreconditionRequired(
            "a document is changed only in a state that was seen",
            parameter="If-Match",
            expected="the ETag of the document, or *",
        )
    said = request.if_match
    if not said.star_tag and not tags & {bare(tag) for tag in said.as_set(include_weak=False) if tag}:
        raise Changed("the document is no longer as it was seen", expected="reading it again")
