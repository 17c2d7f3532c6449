"""HTTP and nothing else: the use cases of `service.corpus` as a REST service.

    create_app(settings)    the WSGI application; gunicorn serves `service.web:create_app()`
    openapi_yaml()          the contract, OpenAPI 3.1, made from the code; committed as openapi.yaml

A view is left with one call of the corpus. What surrounds it is done once for all of them:

    blueprint.py   all of it as decorators           api.py         the contract and the answers to errors
    query.py       query parameters, strict          questions.py   which there are, address by address
    body.py        the one reader of bodies          received.py    a body -> a document
    validators.py  ETag, 304, Cache-Control, Vary    answers.py     formats, and bytes rendered once
    schemas.py     the wire form of the model        problems.py    errors -> RFC 9457 problems
    explorer/      pages for people, over the same questions
"""

from service.settings import Settings
from service.web.app import create_app
from service.web.openapi import contract_yaml

__all__ = ["create_app", "openapi_yaml"]


def openapi_yaml() -> str:
    """The contract of the service, byte for byte what stands in openapi.yaml."""
    return contract_yaml(create_app(Settings())).decode()
