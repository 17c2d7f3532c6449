"""A PDF is read in the order that a reader follows; what is none, or too much, ends in an error that says why."""

import os
import sys
import threading

import pytest

from service.errors import (
    ActiveContent,
    NotChinese,
    NoTextLayer,
    ProtectedDocument,
    TooLarge,
    TooManyBytes,
    UndecodableText,
    UnsupportedMediaType,
)
from service.reading import Limits, check_text, read
from service.reading.formats import packages
from service.reading.layout import lines_of
from service.reading.pieces import Piece, without_heads
from tests.reading.files import LINES, LOCKED, a_pdf, packed, words


def test_lines():
    """Lines come from above with a blank between words, and pages are parted by form feeds."""
    source = read(a_pdf(words(*LINES), words("second page of the text")))

    assert source.characters == "\n".join(LINES) + "\fsecond page of the text"
    assert (source.media_type, source.charset) == ("application/pdf", None)


@pytest.mark.parametrize("media_type", ["application/pdf", "text/plain", None])
def test_found_from_the_bytes(media_type):
    """A PDF is read as one, whatever it is called."""
    assert read(a_pdf(words(*LINES)), media_type).characters.startswith(LINES[0])


@pytest.mark.parametrize(
    ("content", "limits", "refused"),
    [
        (a_pdf("0 0 m 100 100 l S"), Limits(), NoTextLayer),  # a drawing
        (a_pdf(*["0 0 m 100 100 l S"] * 3, words("3")), Limits(), NoTextLayer),  # page numbers only
        (a_pdf(words(*LINES), trailer=LOCKED), Limits(), ProtectedDocument),
        (a_pdf(*[words(*LINES)] * 500), Limits(), TooLarge),
        (a_pdf(words(*LINES * 20)), Limits(characters=100), TooLarge),
        (b"%PDF-1.7\n", Limits(), UndecodableText),
        (b"%PDF-1.7\n" + os.urandom(4000), Limits(), UndecodableText),
        (a_pdf(words(*LINES))[:200], Limits(), UndecodableText),
    ],
)
def test_refused(content, limits, refused):
    """Each reason has its own class."""
    with pytest.raises(refused):
        read(content, None, None, limits)


def test_only_called_so():
    """A text that is called a PDF is a damaged PDF."""
    with pytest.raises(UndecodableText):
        read("全县选派第一书记。".encode(), "application/pdf")


@pytest.mark.parametrize("content", [
    a_pdf(words(*LINES), catalogue="/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
    a_pdf(words(*LINES), catalogue="/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>"),
    packed(b"<</S/JavaScript/JS(app.alert(1))>>"),
])  # fmt: skip
def test_scripts(content):
    """A PDF with a script in it is refused, wherever the script stands."""
    with pytest.raises(ActiveContent):
        read(content)


def test_packed_objects():
    """Packed objects without one are none, and cannot unpack without measure."""
    assert read(packed(b"<</S/GoTo>>")).characters == "\n".join(LINES)
    with pytest.raises(TooManyBytes):
        read(packed(bytes(70_000_000)))


def test_streams_without_measure():
    """A stream that unpacks to more than the process may hold ends that process, not this one."""
    deep = a_pdf("q " * 400_000 + words(*LINES))

    assert read(deep).characters == "\n".join(LINES)


def test_several_at_once():
    """Readers in threads do not disturb one another."""
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(read(a_pdf(words(*LINES))).characters)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["\n".join(LINES)] * 4


def test_not_chinese():
    """A PDF in English is read, and refused as any text."""
    with pytest.raises(NotChinese):
        check_text(read(a_pdf(words(*LINES))).characters, 1000)


def test_missing_extra(monkeypatch):
    """Where its package is not installed, the error names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)

    with pytest.raises(UnsupportedMediaType, match="extra `pdf`"):
        packages("pdf", "PDF", "pypdfium2")


# Layout --------------------------------------------------------------------------------------------

TEXT = "全县选派第一书记到村任职投入帮扶资金"


def a_line(left, middle, said=TEXT, size=10.0):
    return Piece(left, left + size * len(said), middle - size / 2, middle + size / 2, said)


def in_order(pieces, gutters=None):
    return [line.said for line in lines_of(pieces, 10.0, gutters if gutters is not None else set())]


@pytest.mark.parametrize("columns", [2, 3, 4])
@pytest.mark.parametrize("offset", [0, 7])
def test_columns(columns, offset):
    """Columns are read one after the other, on one grid of lines or not, in whatever order the file has them."""
    named = [
        (f"{column}{row:02}" + TEXT[: 14 - (row == 9) * 6], column, row)
        for column in range(columns)
        for row in range(10)
    ]
    pieces = [
        a_line(column * 200 + (20 if row == 0 else 0), 700 - row * 16 - column * offset, said)
        for said, column, row in sorted(named, key=lambda each: (each[2], each[1]))
    ]

    assert in_order(pieces) == [said for said, _, _ in named]


def test_headline_above_columns():
    """What stands across the columns is read before them, also when it stands above some of them only."""
    columns = [a_line(column * 200, 600 - row * 16) for column in range(4) for row in range(8)]
    headline, date = a_line(150, 700, "党建促脱贫" * 3, 20.0), a_line(310, 650, "发布时间:2019-03-05")

    assert in_order([*columns, headline, date])[:2] == [headline.said, date.said]


def test_headline_of_two_lines():
    """A headline that was wrapped is one line."""
    body = [a_line(0, 600 - row * 16) for row in range(8)]
    pieces = [a_line(0, 700, "某县抓党建", 20.0), a_line(20, 674, "促脱贫", 20.0), *body]

    assert in_order(pieces)[0] == "某县抓党建促脱贫"


def test_table():
    """Rows of short cells are rows."""
    pieces = [a_line(left, 700 - row * 16, f"第{row}格") for row in range(8) for left in (0, 200, 400)]

    assert in_order(pieces)[0].split() == ["第0格", "第0格", "第0格"]


def test_short_last_page():
    """Where pages before had a gutter, two lines beside it are columns too."""
    pieces = [
        a_line(column * 220, 700 - row * 16, f"{column}{row}" + TEXT[:14])
        for column in (0, 1)
        for row in range(2)
    ]

    assert [line[:2] for line in in_order(pieces, {188.0})] == ["00", "01", "10", "11"]


def test_running_heads():
    """What stands at one place of several pages is no part of them, page numbers among it."""
    pages = [
        (
            a_line(0, 780, "某县年鉴"),
            *(a_line(0, 700 - row * 16, TEXT[page:] + TEXT[row:]) for row in range(9)),
            a_line(300, 20, f"{page}"),
        )
        for page in range(3)
    ]

    assert [len(page) for page in without_heads(pages)] == [9, 9, 9]


def test_indents_and_gaps():
    """A line says how far in it stands, and what parts it from the one above."""
    rows = (700, 684, 668, 636, 620)
    pieces = [a_line(20 if number in (0, 3) else 0, middle) for number, middle in enumerate(rows)]

    assert [(line.indent, line.blanks) for line in lines_of(pieces, 10.0, set())] == [
        (2.0, 0), (0.0, 0), (0.0, 0), (2.0, 1), (0.0, 0),
    ]  # fmt: skip
