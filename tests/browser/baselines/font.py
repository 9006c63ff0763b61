"""A font of bars, the same on every machine: text takes its place, and nobody's own fonts change a picture."""

import base64
import struct

EM = 1000
ASCENT, DESCENT = 900, -250
RANGES = [(0x20, 0x17F), (0x590, 0x6FF), (0x2010, 0x2044)]  # Latin, Hebrew and Arabic, punctuation
NARROW, WIDE = set("iljtfrI.,:;'!|()[]"), set("mwMW@")


def _shape(code: int) -> tuple[int, bytes]:
    """Advance and outline: a bar as wide as such a letter is in most fonts."""
    letter = chr(code)
    if letter.isspace():
        return 270, b""
    advance = 290 if letter in NARROW else 830 if letter in WIDE else 660 if letter.isupper() else 540
    left, right, top = 40, advance - 40, 700 if letter.isupper() else 520
    head = struct.pack(">hhhhhHH", 1, left, 0, right, top, 3, 0)
    across, up = (left, 0, right - left, 0), (0, top, 0, -top)  # clockwise from the lower left
    return advance, head + b"\x01" * 4 + struct.pack(">4h4h", *across, *up) + b"\0\0"


def _cmap() -> bytes:
    firsts, lasts, deltas, glyph = [], [], [], 1
    for first, last in RANGES:
        firsts.append(first)
        lasts.append(last)
        deltas.append((glyph - first) % 65536)
        glyph += last - first + 1
    firsts.append(0xFFFF)
    lasts.append(0xFFFF)
    deltas.append(1)
    count = len(firsts)
    row = f">{count}H"
    body = struct.pack(">HHHH", count * 2, 8, 2, count * 2 - 8)
    body += struct.pack(row, *lasts) + b"\0\0" + struct.pack(row, *firsts) + struct.pack(row, *deltas)
    body += bytes(2 * count)
    table = struct.pack(">HHH", 4, len(body) + 6, 0) + body
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + table


def _names() -> bytes:
    texts = [(1, "Bars"), (2, "Regular"), (4, "Bars"), (6, "Bars")]
    records, stored = b"", b""
    for name, text in texts:
        encoded = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, name, len(encoded), len(stored))
        stored += encoded
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + stored


def _tables() -> dict[bytes, bytes]:
    shapes = [(540, b""), *(_shape(code) for first, last in RANGES for code in range(first, last + 1))]
    outlines, places = b"", [0]
    for _, outline in shapes:
        outlines += outline + bytes(-len(outline) % 4)
        places.append(len(outlines))
    count = len(shapes)
    box = struct.pack(">4h", 0, 0, EM, 700)
    os2 = struct.pack(">Hh3H11h", 3, 540, 400, 5, 0, 650, 650, 0, 75, 650, 650, 0, 350, 50, 250, 0)
    os2 += bytes(10) + struct.pack(">4L", 1, 0, 0, 0) + b"BARS" + struct.pack(">HHH", 0x40, 0x20, 0x2044)
    os2 += struct.pack(">hhhHH", ASCENT, DESCENT, 0, ASCENT, -DESCENT) + struct.pack(">LL", 1, 0)
    os2 += struct.pack(">hhHHH", 520, 700, 0, 0x20, 1)
    return {
        b"OS/2": os2,
        b"cmap": _cmap(),
        b"glyf": outlines,
        b"head": struct.pack(">LLLLHHqq", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, EM, 0, 0)
        + box
        + struct.pack(">HHhhh", 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">L3hH3h", 0x10000, ASCENT, DESCENT, 0, 830, 0, 0, 790)
        + struct.pack(">8hH", 1, 0, 0, 0, 0, 0, 0, 0, count),
        b"hmtx": b"".join(struct.pack(">Hh", advance, 40 if outline else 0) for advance, outline in shapes),
        b"loca": struct.pack(f">{count + 1}L", *places),
        b"maxp": struct.pack(">LH13H", 0x10000, count, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _names(),
        b"post": struct.pack(">LLhhLLLLL", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }


def _sum(data: bytes) -> int:
    data += bytes(-len(data) % 4)
    return sum(int.from_bytes(data[at : at + 4]) for at in range(0, len(data), 4)) % 2**32


def truetype() -> bytes:
    tables = _tables()
    place = 12 + 16 * len(tables)
    head = struct.pack(">LHHHH", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    body = b""
    for tag, data in sorted(tables.items()):
        head += tag + struct.pack(">LLL", _sum(data), place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + body


def style() -> str:
    """A style sheet that sets everything in bars."""
    url = f"data:font/ttf;base64,{base64.b64encode(truetype()).decode()}"
    return f"@font-face {{ font-family: Bars; src: url({url}) }} * {{ font-family: Bars !important }}"
