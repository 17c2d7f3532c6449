"""Bytes become characters only when it is certain which; everything else is said in plain words."""

import pytest

from service.errors import UndecodableText, UnsupportedCharset, UnsupportedMediaType
from service.reading import MEDIA_TYPES, read

CHINESE = "全县共选派五十二名第一书记驻村工作,帮助贫困群众发展产业,年底实现整村脱贫。"
TRADITIONAL = "全縣共選派五十二名第一書記駐村工作,幫助貧困群眾發展產業,年底實現整村脫貧。"


@pytest.mark.parametrize(
    ("content", "charset", "used"),
    [
        (CHINESE.encode(), None, "utf-8"),
        (b"\xef\xbb\xbf" + CHINESE.encode(), None, "utf-8"),  # the mark is no part of the text
        (b"\xef\xbb\xbf" + CHINESE.encode(), "UTF-8", "utf-8"),
        (CHINESE.encode("gb18030"), None, "gb18030"),  # found by the share of common characters
        (CHINESE.encode("gbk"), "GBK", "gb18030"),
        (CHINESE.encode("gb2312"), '"gb2312"', "gb18030"),
        (CHINESE.encode("utf-16"), None, "utf-16-le"),  # with its mark there is no doubt
    ],
)
def test_encodings(content, charset, used):
    """The same text comes out of every encoding, and the source says which it was."""
    source = read(content, "text/plain", charset)

    assert (source.characters, source.charset, source.media_type) == (CHINESE, used, "text/plain")


@pytest.mark.parametrize("charset", [None, "big5"])
def test_big5(charset):
    """Big5 bytes are often valid GB 18030 too, but make rare characters there."""
    source = read(TRADITIONAL.encode("big5"), None, charset)

    assert (source.characters, source.charset) == (TRADITIONAL, "big5")


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (CHINESE.encode("gb18030"), "utf-8"),
        (b"\xc0\xaf", "utf-8"),  # overlong
        (b"\xed\xa0\x80", "utf-8"),  # a surrogate written as UTF-8
        (CHINESE.encode("gb18030") + b"\x81\x30", "gb18030"),  # cut within a character of four bytes
        (b"\x80\xff\x80\xff", None),
        ("Crème brûlée à la carte".encode("latin-1"), None),  # no Chinese: no encoding is certain
    ],
)
def test_undecodable(content, charset):
    """A wrong guess is worse than an error."""
    with pytest.raises(UndecodableText):
        read(content, "text/plain", charset)


@pytest.mark.parametrize(
    "charset", ["utf-7", "rot13", "idna", "unicode_escape", "base64", "latin-1", "x" * 900]
)
def test_no_charset(charset):
    """Only character sets that Chinese texts come in, none of Python's other codecs."""
    with pytest.raises(UnsupportedCharset):
        read(CHINESE.encode(), "text/plain", charset)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"PK\x03\x04....", None),  # any archive; a DOCX has its body in it
        (b"PK\x03\x04....", "text/plain"),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\x89PNG\r\n\x1a\n", "text/html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        (b"<?xml version='1.0'?><a>" + CHINESE.encode(), None),
        ("全县 2018 52".encode("utf-16-be"), None),  # binary, until its order is named by a mark
        (CHINESE.encode(), "application/xml"),
        (b"<!DOCTYPE a [<!ENTITY b '1'>]><a>&b;</a>", "application/xml"),
    ],
)
def test_other_formats(content, media_type):
    """What no reader takes is named, with what would be right."""
    with pytest.raises(UnsupportedMediaType) as refused:
        read(content, media_type)

    assert refused.value.expected == ", ".join(MEDIA_TYPES)


def test_line_ends_stay():
    """Places are counted in the text as it was sent."""
    assert read("全县\r\n选派\r52名".encode(), "text/plain; charset=utf-8").characters == "全县\r\n选派\r52名"
