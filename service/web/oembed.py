"""oEmbed: the HTML of a piece for an address of this service, for those who turn addresses into pieces.

Source:
    oembed.com, version 1.0. Nothing is fetched: the address is read, not followed.
"""

from collections.abc import Mapping
from html import escape
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, urlsplit

import marshmallow as ma
from flask import request

from service.errors import BadParameter, NotFound
from service.web.blueprint import Blueprint
from service.web.embed import PIECES
from service.web.explorer.frame import address
from service.web.fields import Answer
from service.web.opening import corpus
from service.web.problems import NotOffered
from service.web.query import Choice, Count, Query, Words, flaws
from service.web.questions import asked

oembed = Blueprint("oembed", __name__, description="Pieces for other pages.")

WIDTH, HEIGHT = 720, 480
# What the page of the explorer has in common with the pieces.
OF_EXPLORER = frozenset("measures regions within level align tolerance derive sort lang".split())
PORTS = {"http": "80", "https": "443"}
PLACES = "an address of this service: /embed/comparison, chart, digest or evidence, or the explorer's"


class FormatChoice(Choice):
    """The format of the answer: there is one."""

    def __init__(self) -> None:
        super().__init__(("json",), "`json`; there is no XML.", load_default="json")

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if value == "xml":
            raise NotOffered("there is no XML here", parameter="format", expected="json")
        return super()._deserialize(value, attr, data, **kwargs)


class OembedQuery(Query):
    """An address that is to become a piece."""

    url = Words("Of this service: with its host, or only its path and query.", longest=4_000, required=True)
    maxwidth = Count(1, 10_000, "Pixels that the piece may take in width.")
    maxheight = Count(1, 10_000, "Pixels that the piece may take in height.")
    format = FormatChoice()


class OembedSchema(Answer):
    """A piece, as oEmbed 1.0 describes it."""

    version = ma.fields.String(validate=ma.validate.OneOf(("1.0",)))
    type = ma.fields.String(validate=ma.validate.OneOf(("rich",)))
    title = ma.fields.String()
    width = ma.fields.Integer()
    height = ma.fields.Integer()
    html = ma.fields.String(metadata={"description": "A frame."})
    provider_name = ma.fields.String()
    provider_url = ma.fields.String()
    cache_age = ma.fields.Integer(metadata={"description": "Seconds."})


@oembed.route("/oembed")
@oembed.arguments(OembedQuery)
@oembed.outcome({200: "The piece."}, OembedSchema)
def show_oembed(query: Mapping[str, Any]) -> tuple[Any, int, None]:
    """Turn an address of this service into a piece of HTML, as oEmbed does."""
    found = _own(query["url"])
    piece, given = _piece(found)
    _check(piece, given)
    base = f"{found.scheme or request.scheme}://{request.host}"
    width = min(WIDTH, query.get("maxwidth", WIDTH))
    height = min(HEIGHT, query.get("maxheight", HEIGHT))
    title = f"duizhao 对照: {piece}"
    source = escape(base + address(f"/embed/{piece}", given))
    html = (
        f'<iframe src="{source}" width="{width}" height="{height}" title="{escape(title)}" '
        'loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
    return (
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "width": width,
            "height": height,
            "html": html,
            "provider_name": "duizhao 对照",
            "provider_url": f"{base}/",
            "cache_age": 3600,
        },
        200,
        None,
    )


def _own(url: str) -> SplitResult:
    """The parts of an address of this service.

    Raises:
        BadParameter: it is no address.
        NotFound: it is one of another host.
    """
    try:
        found = urlsplit(url)
        port = found.port
    except ValueError:
        _refuse(f"{url!r} is no address")
    if not found.scheme and not found.netloc and found.path.startswith("/"):
        return found
    if found.scheme not in PORTS or not found.hostname or found.username or found.password:
        _refuse(f"{url!r} is no address of a page")
    usual = PORTS[found.scheme]
    named = f"{found.hostname.lower()}:{port or usual}"
    host, _, own_port = request.host.lower().partition(":")
    if named != f"{host}:{own_port or usual}":
        raise NotFound(f"{found.hostname!r} is another host", parameter="url", expected=PLACES)
    return found


def _piece(found: SplitResult) -> tuple[str, dict[str, str]]:
    """Which piece an address stands for, and what it is asked."""
    try:
        given = parse_qsl(found.query, keep_blank_values=True, errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError):
        _refuse("the query of the address cannot be read")
    asked_for = dict(given)
    if len(asked_for) < len(given):
        _refuse("a parameter of the address is given twice")
    if found.path == "/":
        return "comparison", {name: text for name, text in asked_for.items() if name in OF_EXPLORER}
    piece = found.path.removeprefix("/embed/")
    if found.path != f"/embed/{piece}" or piece not in PIECES:
        raise NotFound(f"{found.path!r} is no piece", parameter="url", expected=PLACES)
    return piece, asked_for


def _check(piece: str, given: Mapping[str, str]) -> None:
    """See that the piece can be asked so; an answer that leads to an error helps nobody."""
    schema = PIECES[piece][0]()
    try:
        query = schema.load(given)
    except ma.ValidationError as error:
        first = flaws(error, schema.fields)[0]
        _refuse(f"{first.parameter} of the address: {first.detail}", first.expected or PLACES)
    if "observation" in query:
        corpus().observation(query["observation"])
    else:
        corpus().comparisons.question(asked(query))


def _refuse(detail: str, expected: str = PLACES) -> NoReturn:
    raise BadParameter(detail, parameter="url", expected=expected)
