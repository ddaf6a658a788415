"""What can be taken out of a PDF is what was written: ideographs, not the radicals that share their shapes.

A font draws both by one glyph, and Chromium notes the radical, which comes first in Unicode: whoever looks for a name
in the document, or copies it, would miss every sign such as those for one, day, month or long.
"""

import re
import unicodedata
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, StreamObject

FIRST, LAST = 0x2E80, 0x2FD5
"""CJK Radicals Supplement and Kangxi Radicals."""
NAMED = (
    "2e824e5b2e834e5a2e854ebb2e8952022e8e51402e8f5c232e905c222e925df32e935e7a2e945f512e955f502e965fc42e98624c2e9965352e9b"
    "65e12e9e6b7a2ea06c112ea16c352ea3706c2ea4722b2ea64e2c2ea872ad2eab7f522ead793b2eaf7cf92eb07e9f2eb17f532eb980022eba8080"
    "2ebe82792ec1864e2ec288642ec389802ec589c12ec689d22ec88ba02ec98d1d2ecb8f662ecc8fb62ed094852ed195772ed295782ed3957f2ed4"
    "95e82ed6961d2ed897522ed997e62eda98752edb98ce2edc98de2edd98df2edf98e02ee099632ee29a6c2ee39aa82ee49b3c2ee59c7c2ee69e1f"
    "2ee753642ee89ea62ee99ec42eea9efe2eeb65892eec9f502eee9f7f2eef7adc2ef09f992ef19f9c2ef24e802f3e6237"
)
"""Radicals and their ideographs where Unicode's own compatibility forms (NFKC) do not say them: those whose glyphs Noto
CJK shares, found by drawing all of U+4E00 to U+9FA5 and reading them back."""
IDEOGRAPHS = {int(NAMED[at:at + 4], 16): int(NAMED[at + 4:at + 8], 16) for at in range(0, len(NAMED), 8)}
SECTION = re.compile(rb"\d+ beginbf(char|range)\s(.*?)endbf\1", re.DOTALL)
ENTRY = re.compile(rb"<(\w+)>\s*(?:<(\w+)>\s*)?<(\w+)>[ \t]*\r?\n")
MOST_ENTRIES = 100
"""Of one section, by the PDF's own rules."""


def mended(pdf: bytes) -> bytes:
    """Return a PDF that looks the same and whose text is what was written."""
    reader = PdfReader(BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    for number in range(1, int(str(reader.trailer["/Size"]))):
        font = writer.get_object(number)
        if isinstance(font, DictionaryObject) and "/ToUnicode" in font:
            told = font["/ToUnicode"].get_object()
            if isinstance(told, StreamObject):
                told.set_data(SECTION.sub(_section, told.get_data()))
    writer.add_metadata({"/Creator": "Yiping"})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def ideograph(sign: int) -> int:
    """Return the ideograph of a radical's code point; any other as it is."""
    if not FIRST <= sign <= LAST:
        return sign
    return IDEOGRAPHS.get(sign) or ord(unicodedata.normalize("NFKC", chr(sign)))


def _section(found: re.Match[bytes]) -> bytes:
    kind, entries = found[1], found[2] if found[2].endswith(b"\n") else found[2] + b"\n"
    lines = [line for entry in ENTRY.finditer(entries) for line in _entries(entry)]
    if len(lines) < entries.count(b"\n"):  # something is in it that is not understood: it stays
        return found[0]
    parts = [lines[at:at + MOST_ENTRIES] for at in range(0, len(lines), MOST_ENTRIES)]
    return b"\n".join(b"%d beginbf%s\n%sendbf%s" % (len(part), kind, b"".join(part), kind) for part in parts)


def _entries(entry: re.Match[bytes]) -> list[bytes]:
    """Return the lines of one entry; a range that holds radicals is told glyph by glyph."""
    first, last, sign = entry[1], entry[2], entry[3]
    if len(sign) != 4:
        return [entry[0]]
    begin = int(sign, 16)
    count = int(last, 16) - int(first, 16) + 1 if last else 1
    signs = [ideograph(begin + step) for step in range(count)]
    if signs == list(range(begin, begin + count)):
        return [entry[0]]
    glyphs = [b"%0*X" % (len(first), int(first, 16) + step) for step in range(count)]
    return [b"<%s> <%s> <%04X>\n" % (glyph, glyph, one) if last else b"<%s> <%04X>\n" % (glyph, one)
            for glyph, one in zip(glyphs, signs, strict=True)]
