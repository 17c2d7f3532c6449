"""Files written by hand, sound and unsound: PDFs and DOCX."""

import io
import zipfile
import zlib

from docx import Document

# PDF -----------------------------------------------------------------------------------------------

LINES = (
    "First secretaries in the villages of the county",
    "are sent for two years and live there",
    "with the people",
)
LOCKED = (
    f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<{'43' * 16}><{'43' * 16}>]"
)


def a_pdf(*pages, trailer="", catalogue=""):
    """A PDF whose pages have these content streams, written by hand."""
    count = len(pages)
    numbers = range(4, 4 + 2 * count, 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, stream in zip(numbers, pages, strict=True):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents {number + 1} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    said, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(said))
        said += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    start = len(said)
    said += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    said += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    return (
        said
        + f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode(
            "latin-1"
        )
    )


def words(*lines):
    """A content stream with these lines of Latin letters, from above."""
    return "BT /F 12 Tf 50 700 Td " + " ".join(f"({line}) Tj 0 -16 Td" for line in lines) + " ET"


def packed(objects):
    """A PDF with a stream of packed objects, as newer files have them."""
    stream = zlib.compress(objects)
    return a_pdf(
        words(*LINES)
    ) + b"9 0 obj\n<</Type/ObjStm/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        len(stream),
        stream,
    )


# DOCX ----------------------------------------------------------------------------------------------

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SAID = "全县选派52名第一书记到村任职。"


def written(document):
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def a_document(*paragraphs):
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def with_body(body, **parts):
    """A DOCX whose body is this XML, with more parts by name."""
    source, target = io.BytesIO(written(a_document(SAID))), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, body if entry.filename == "word/document.xml" else old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def a_bomb():
    return with_body(f"<w:document {WORD}><w:body><w:p><w:r><w:t>".encode() + b"0" * 30_000_000)


def many_parts():
    return with_body(
        f"<w:document {WORD}/>".encode(), **{f"word/{number}.xml": b"<a/>" for number in range(2100)}
    )


def entities(start='<!DOCTYPE a [<!ENTITY b "县县县"><!ENTITY c SYSTEM "file:///etc/passwd">]>'):
    return with_body(
        f"{start}<w:document {WORD}><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>".encode()
    )
