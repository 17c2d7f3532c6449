"""A DOCX is read as the paragraphs and rows of its body, and none can be more than it looks."""

import sys

import pytest

from service.errors import TooLarge, UndecodableText, UnsupportedMediaType
from service.reading import Limits, docx, read
from tests.reading.files import SAID, TYPE, WORD, a_bomb, a_document, entities, many_parts, with_body, written


@pytest.mark.parametrize("media_type", [None, TYPE, "application/octet-stream", "text/plain"])
def test_paragraphs_and_tables(media_type):
    """Blocks come in their order, a row of a table on one line."""
    document = a_document("党建促脱贫", SAID)
    table = document.add_table(2, 2)
    for cell, said in zip(table._cells, ("指标", "数值", "第一书记", "52名"), strict=True):
        cell.text = said
    document.add_paragraph("完成了任务。")

    source = read(written(document), media_type)

    assert source.characters == f"党建促脱贫\n{SAID}\n指标 数值\n第一书记 52名\n完成了任务。"
    assert (source.media_type, source.charset) == (TYPE, None)


def test_inner_parts():
    """Inserted text counts and deleted does not; tabs, breaks, links and text boxes are read, once."""
    run = "<w:r><w:t>{}</w:t></w:r>"
    box = "<w:r><w:pict><w:txbxContent><w:p>" + run.format("框内") + "</w:p></w:txbxContent></w:pict></w:r>"
    fallback = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Fallback>'
        + run.format("重复")
        + "</mc:Fallback></mc:AlternateContent>"
    )
    body = (
        f"<w:document {WORD}><w:body><w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
        + run.format("全县") + "<w:ins>" + run.format("选派") + "</w:ins><w:del><w:r><w:delText>撤回</w:delText></w:r></w:del>"
        + "<w:hyperlink>" + run.format("第一书记") + "</w:hyperlink><w:r><w:tab/><w:t>52名</w:t><w:br/><w:t>到村</w:t></w:r>"
        + box + fallback + "</w:p><w:sdt><w:sdtContent><w:p>" + run.format("任职。") + "</w:p></w:sdtContent></w:sdt></w:body></w:document>"
    )  # fmt: skip

    assert read(with_body(body.encode())).characters == "全县选派第一书记\t52名\n到村\n框内\n任职。"


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (a_bomb, TooLarge),
        (lambda: with_body(b"<a/>", **{"word/media/1.bin": bytes(70_000_000)}), TooLarge),
        (many_parts, TooLarge),
        (entities, UndecodableText),
        (lambda: with_body(b"no xml"), UndecodableText),
        (lambda: written(a_document(SAID))[:-2000], UndecodableText),  # cut off
        (
            lambda: written(a_document(SAID)).replace(b"word/document.xml", b"word/documenu.xml"),
            UnsupportedMediaType,
        ),
        (lambda: b"PK\x03\x04 word/document.xml", UndecodableText),
        (SAID.encode, UndecodableText),  # only called so
    ],
)
def test_refused(content, refused):
    """Bombs, entities and damage end in an error that says which, before anything large is unpacked."""
    with pytest.raises(refused):
        read(content(), TYPE if content() == SAID.encode() else None)


def test_nested_archive_stays_closed():
    """An archive within is never opened."""
    inner = a_bomb()

    assert (
        read(
            with_body(
                f"<w:document {WORD}><w:body><w:p><w:r><w:t>{SAID}</w:t></w:r></w:p></w:body></w:document>".encode(),
                **{"word/embeddings/1.docx": inner},
            )
        ).characters
        == SAID
    )


def test_limit_of_characters():
    """Reading ends where the limit is passed."""
    with pytest.raises(TooLarge):
        read(written(a_document(*[SAID] * 40)), None, None, Limits(characters=200))


def test_missing_extra(monkeypatch):
    """Where its package is not installed, the answer names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "docx", None)

    with pytest.raises(UnsupportedMediaType, match="extra `docx`"):
        docx.FORMAT.read(written(a_document(SAID)), None, Limits())
