"""A Word file of a few elements, and any document with all of its units changed."""

from __future__ import annotations

import io
import zipfile

from core.documents.document import Languages
from core.documents.inline import Code
from core.documents.reading import read_document

LANGUAGES = Languages("en", "zh")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **extra: str) -> bytes:
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
             'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
             'wordprocessingml.document.main+xml"/></Types>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {"[Content_Types].xml": types,
                 "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **extra}
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def loud(data: bytes, path, languages=LANGUAGES, **options) -> tuple[list[str], bytes]:
    """All units in capitals: (their texts, the document)."""
    document = read_document(path, data, languages, **options)
    targets = {index: tuple(part if isinstance(part, Code) else part.upper() for part in unit.source)
               for index, unit in enumerate(document.units)}
    return [unit.text for unit in document.units], document.render(targets)
