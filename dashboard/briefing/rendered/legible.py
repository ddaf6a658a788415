"""What can be taken out of a PDF is what was written: ideographs, not the radicals that share their shapes.

A font draws both by one glyph, and Chromium notes the radical, which comes first in Unicode: whoever looks for a name
in the document, or copies it, would miss every sign such as those for one, day, month or long.
"""

import re
import unicodedata
import zlib

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
OBJECT = re.compile(rb"^(?P<number>\d+) 0 obj\n", re.MULTILINE)
STREAM = re.compile(rb"<</Filter /FlateDecode\n/Length (?P<length>\d+)>> stream\n")
CREATOR = re.compile(rb"/Creator \((?:\\.|[^()\\])*\)", re.DOTALL)
TABLE = re.compile(rb"xref\n0 \d+\n")
END = re.compile(rb"trailer\n<<(?P<said>[^<>]*?/Info (?P<info>\d+) 0 R[^<>]*)>>\nstartxref\n(?P<table>\d+)\n%%EOF\s*\Z")
MOST_ENTRIES = 100
"""Of one section, by the PDF's own rules."""


def mended(pdf: bytes) -> bytes:
    """Return a PDF that looks the same and whose text is what was written; one of an unknown form as it is.

    What changes is added behind the rest, as the format foresees (ISO 32000, 7.5.6): the rest is not read for it.
    """
    end = END.search(pdf)
    table = TABLE.match(pdf, int(end["table"])) if end else None
    if end is None or table is None:
        return pdf
    places = {int(entry[:10]) for entry in re.findall(rb"\d{10} \d{5} n ", pdf[table.end():end.start()])}
    wanted = {int(number) for number in re.findall(rb"/ToUnicode (\d+) 0 R", pdf)}
    changed = {}
    for found in OBJECT.finditer(pdf):
        number = int(found["number"])
        if found.start() not in places:
            continue
        if number in wanted:
            changed[number] = _told(pdf, found)
        elif number == int(end["info"]):
            changed[number] = found[0] + CREATOR.sub(b"/Creator (Yiping)", pdf[found.end():pdf.index(
                b"endobj", found.end())])
    return _with(pdf, {number: body for number, body in changed.items() if body}, end)


def _told(pdf: bytes, found: re.Match[bytes]) -> bytes:
    """Return the object that tells what a font's glyphs mean, mended; nothing where it is as it should be."""
    head = STREAM.match(pdf, found.end())
    if head is None:
        return b""
    said = zlib.decompress(pdf[head.end():head.end() + int(head["length"])])
    mended_ = SECTION.sub(_section, said)
    packed = zlib.compress(mended_)
    return found[0] + b"<</Filter /FlateDecode /Length %d>> stream\n%s\nendstream\n" % (len(packed), packed) if (
        mended_ != said) else b""


def _with(pdf: bytes, changed: dict[int, bytes], end: re.Match[bytes]) -> bytes:
    """Return a PDF with these objects in the place of what they were."""
    parts, rows, at = [pdf], [], len(pdf)
    for number, body in sorted(changed.items()):
        parts.append(body + b"endobj\n")
        rows.append(b"%d 1\n%010d 00000 n \n" % (number, at))
        at += len(parts[-1])
    parts.append(b"xref\n%strailer\n<<%s\n/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        b"".join(rows), end["said"], end["table"], at))
    return b"".join(parts)


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
