"""A store in a folder of its own, and small documents with their analyses."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from service.model import (
    Analysis,
    Document,
    Evidence,
    Keyword,
    MainRegion,
    Masthead,
    Mention,
    Observation,
    Period,
    Said,
    Sentence,
    Stated,
)
from service.store import Store
from service.text import Span, Text

EDITION = "e" * 64
SOURCE = "全县选派\n52名第一书记。"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store."""
    opened = Store.open(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def a_document() -> Callable[..., Document]:
    """Make documents."""

    def make(content: str = SOURCE, name: str = "notice", said: Said = Said()) -> Document:  # noqa: B008
        raw = content.encode()
        return Document(sha256(raw).hexdigest(), raw, "text/plain", name, said, "2026-01-02T03:04:05Z")

    return make


@pytest.fixture
def an_analysis() -> Callable[..., Analysis]:
    """Make analyses of documents: one sentence, one keyword, a mention, and an observation for each value."""

    def make(
        document: Document,
        values: Sequence[str] = ("52",),
        region: str = "360821",
        measure: str = "first_secretaries",
        edition: str = EDITION,
    ) -> Analysis:
        source = document.content.decode()
        spans = (Span(2, 4), Span(5, 8))
        evidence = Evidence("选派52名", spans, source, source.replace("\n", ""))
        mention = Mention(document.id, region, "work_teams", evidence)
        observations = tuple(
            Observation(
                id=sha256(f"{document.id} {number} {value}".encode()).hexdigest()[:16],
                document=document.id,
                region=region,
                measure=measure,
                value=Decimal(value),
                unit="人",
                per=None,
                bound="ge",
                lower=Decimal(value),
                upper=None,
                nature="level",
                time=Period("2016年", "2016", "2016", "stated"),
                scope=None,
                condition=None,
                confidence=0.9,
                evidence=(evidence,),
                why="第一书记",
            )
            for number, value in enumerate(values)
        )
        text = Text(source.replace("\n", ""), (Span(0, 4), Span(5, len(source))))
        return Analysis(
            document=document.id,
            edition=edition,
            source=source,
            text=text,
            masthead=Masthead(title=Stated("选派", (Span(2, 4),))),
            sentences=(Sentence(source, text.characters, text.runs, Span(0, len(text)), 0.5),),
            keywords=(Keyword("书记", 0.25, 1, ((Span(9, 11),),)),),
            region=MainRegion(region, "title"),
            regions=(region,),
            observations=observations,
            mentions=(replace(mention),),
        )

    return make
