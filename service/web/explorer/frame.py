"""What every page has: its language, its addresses, its tag and its frame; errors as pages that say what would be right.

@pages.get("/measures")
@page(SpokenQuery)
def list_measures(query): return Page("measures.html", {...})
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, Response, g, render_template, request

from service.errors import DuizhaoError
from service.presentation import theme_label
from service.web.answers import Form, Format, give
from service.web.explorer.assets import asset
from service.web.explorer.words import words
from service.web.fields import LANGUAGES, language
from service.web.opening import corpus
from service.web.problems import answer_deliberate
from service.web.query import Query, load_query

pages = Blueprint("explorer", __name__)

TYPE = "text/html; charset=utf-8"
# The groups of the catalogue that have a colour; those of a user's own share one.
COLOURED = frozenset(
    "dispatch funding pay poverty industry management organisation services results derived".split()
)


class Page(NamedTuple):
    """A page before it is written.

    Attributes:
        template: its name in templates/explorer.
        values: what the template names.
    """

    template: str
    values: Mapping[str, Any]


def written(made: Page) -> str:
    """A page as HTML, in the language of this request."""
    return render_template(f"explorer/{made.template}", **made.values)


HTML = Format("html", "text/html", TYPE, lambda made, _: written(made).encode("utf-8", "replace"))
FORM = Form((HTML,), has_labels=True)


def page(schema: type[Query], state: Callable[..., str] | None = None) -> Callable[..., Any]:
    """Answer a GET with the page that a view makes, tagged and kept like every other answer.

    Args:
        schema: of the query, which may set the language.
        state: as in `Form`.
    """
    loader, form = schema(), FORM._replace(state=state)

    def decorator(view: Callable[..., Page]) -> Callable[..., Response]:
        @wraps(view)
        def shown(**path: Any) -> Response:
            try:
                query = load_query(loader)
                return give(form, query, path, lambda: view(query=query, **path))
            except DuizhaoError as error:
                return refused(error)

        return shown

    return decorator


def refused(error: DuizhaoError) -> Response:
    """A page that says what was wrong and what would be right; an error of ours shows nothing of itself."""
    answer = answer_deliberate(error)
    if (lang := request.args.get("lang")) in LANGUAGES:
        g.language = lang
    is_ours = answer.status_code >= 500
    values = {"detail": "" if is_ours else error.message, "expected": "" if is_ours else error.expected or ""}
    answer.set_data(written(Page("problem.html", {"status": answer.status_code} | values)))
    answer.content_type = TYPE
    answer.headers["Content-Language"] = language()
    return answer


# What is refused before a page is begun, for want of a token, is told on a page as well.
pages.register_error_handler(DuizhaoError, refused)


def address(path: str, query: Mapping[str, Any] | None = None, fragment: str = "") -> str:
    """An address of this site, its parameters in the order given, empty ones left out; commas stay legible."""
    asked = {name: str(value) for name, value in (query or {}).items() if value not in (None, "")}
    text = urlencode(asked, quote_via=quote, safe=",:")
    return path + (f"?{text}" if text else "") + (f"#{fragment}" if fragment else "")


def to(path: str, query: Mapping[str, Any] | None = None, fragment: str = "") -> str:
    """An address of a page; a language that was chosen in the address stays in it."""
    return address(path, dict(query or {}) | spoken(), fragment)


def spoken() -> dict[str, str]:
    """The language as a parameter, when the address of this page chose one."""
    chosen = request.args.get("lang", "")
    return {"lang": chosen} if chosen in LANGUAGES else {}


def in_language(lang: str) -> str:
    """The address of this very page in a language."""
    asked = {name: value for name, value in request.args.items() if name != "lang"}
    return address(quote(request.path), asked | {"lang": lang})


def group_class(group: str) -> str:
    """The class that gives a group of measures its colour."""
    return f"g-{group}" if group in COLOURED else "g-other"


def region_name(adcode: str | None) -> str:
    """The name of a region; empty for none."""
    found = corpus().regions.of(adcode) if adcode else None
    return found.name if found else ""


def original(document: str, fragment: str = "") -> str:
    """The address of a document's original text, at a place in it."""
    return to(f"/v1/documents/{document}/view", None, fragment)


def register(app: Flask) -> None:
    """Give the templates what all of them use."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def frame() -> dict[str, Any]:
        spoken = language()
        return {
            "w": words(spoken),
            "zh": spoken == "zh",
            "asset": asset,
            "to": to,
            "address": address,
            "in_language": in_language,
            "group_class": group_class,
            "group_label": lambda group: theme_label(group, "en" if spoken == "en" else "zh"),
            "region_name": region_name,
            "original": original,
            "here": request.path,
        }
