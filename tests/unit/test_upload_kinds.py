"""Name, content and the sender's word must agree, and the type must be on the list."""

import io
import zipfile

import pytest

from smooch_server.core import errors
from smooch_server.uploads import kinds
from tests.support import pictures

PNG, JPEG, GIF, WEBP = (pictures.image(name) for name in ("PNG", "JPEG", "GIF", "WEBP"))
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF"
MP3 = bytes.fromhex("fffb9064") + bytes(400)
TAGGED_MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x10" + bytes(100)
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x1e\x01vorbis" + bytes(50)
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41\x00\x00\x00\x08free"
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d") + bytes(40)
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "content")
    return out.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
ZIP = archive("readme.txt")


def find(content: bytes, name: str, declared: str = "") -> str:
    return kinds.find(io.BytesIO(content), name, declared).media_type


@pytest.mark.parametrize(
    ("content", "name", "declared", "media_type"),
    [
        (JPEG, "a.jpg", "image/jpeg", "image/jpeg"),
        (JPEG, "a.JPEG", "image/jpg", "image/jpeg"),
        (PNG, "a.png", "application/octet-stream", "image/png"),
        (GIF, "a.gif", "IMAGE/GIF; x=y", "image/gif"),
        (WEBP, "a.webp", "image/webp", "image/webp"),
        (PDF, "a.pdf", "", "application/pdf"),
        (b"hello \xc3\xbc\n", "a.txt", "text/plain; charset=utf-8", "text/plain"),
        (b"a,b\r\n1,2", "a.csv", "application/vnd.ms-excel", "text/csv"),
        (MP3, "a.mp3", "audio/mp3", "audio/mpeg"),
        (TAGGED_MP3, "a.mp3", "audio/mpeg", "audio/mpeg"),
        (OGG, "a.ogg", "application/ogg", "audio/ogg"),
        (MP4, "a.mp4", "video/mp4", "video/mp4"),
        (WEBM, "a.webm", "video/webm", "video/webm"),
        (DOCX, "a.docx", DOCX_TYPE, DOCX_TYPE),
        (DOCX, "a.zip", "application/zip", "application/zip"),
        (XLSX, "a.xlsx", "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (ZIP, "a.zip", "application/x-zip-compressed", "application/zip"),
        (archive(), "a.zip", "", "application/zip"),
        (PNG, "", "", "image/png"),
        (PNG, "noextension", "image/png", "image/png"),
        (b"plain", "noextension", "text/plain", "text/plain"),
        (b"plain", "", "", "text/plain"),
    ],
)
def test_accepted(content: bytes, name: str, declared: str, media_type: str) -> None:
    assert find(content, name, declared) == media_type


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "image/svg+xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "image/png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.txt", "text/plain"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><x/>", "a.txt", "text/plain"),
        (b"<!DOCTYPE html><p>", "a.csv", "text/csv"),
        (b"<!DOCTYPE html><p>", "a.html", "text/html"),
        (b"<script>alert(1)</script>" + PNG, "a.png", "image/png"),
        (PNG, "a.html", "image/png"),
        (PNG, "a.png", "text/html"),
        (PNG, "a.png.svg", ""),
        (PNG, "a.gif", ""),
        (GIF, "a.png", "image/png"),
        (b"GIF89a/*" + PNG, "a.png", "image/png"),
        (b"x" + PDF, "a.pdf", "application/pdf"),
        (PDF, "a.txt", "image/png"),
        (PNG, "a.txt", "text/plain"),
        (b"a\x00b", "a.txt", "text/plain"),
        (b"\xff\xfeh\x00i\x00", "a.txt", "text/plain"),
        (b"x" * 70_000 + b"\x01", "a.txt", "text/plain"),
        (b"x" * 70_000 + b"\xc3", "a.txt", "text/plain"),
        (ZIP, "a.docx", DOCX_TYPE),
        (XLSX, "a.docx", DOCX_TYPE),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docx", DOCX_TYPE),
        (DOCX[:-30], "a.docx", DOCX_TYPE),
        (ZIP[4:], "a.zip", "application/zip"),
        (b"MZ" + ZIP, "a.zip", "application/zip"),
        (archive(*map(str, range(10_001))), "a.zip", "application/zip"),
        (b"MZ\x90\x00\x03", "a.exe", "application/octet-stream"),
        (b"#!/bin/sh\n", "a.sh", "text/plain"),
        (b"\x00\x00\x00\x18ftypqt  " + bytes(20), "a.mp4", "video/mp4"),
        (b"\x00\x00\x00\x18ftypavif" + bytes(20), "a.mp4", "video/mp4"),
        (bytes.fromhex("1a45dfa393") + b"\x42\x82\x88matroska" + bytes(40), "a.webm", "video/webm"),
        (b"\xff\xd8\xff", "a.mp3", "audio/mpeg"),
        (b"\xff\xfb", "a.mp3", "audio/mpeg"),
        (b"", "a.png", ""),
        (bytes(100), "", ""),
    ],
)  # fmt: skip
def test_refused(content: bytes, name: str, declared: str) -> None:
    with pytest.raises(errors.UnsupportedMediaType):
        find(content, name, declared)


def test_nothing_that_runs_is_on_the_list() -> None:
    listed = {extension for kind in kinds.ALLOWED for extension in kind.extensions}
    assert not listed & {"svg", "html", "htm", "xml", "xhtml", "js", "mjs", "css", "swf", "exe", "docm", "xlsm"}
    shown = {kind.media_type for kind in kinds.ALLOWED if kind.inline}
    assert all(media_type.partition("/")[0] in ("image", "audio", "video") for media_type in shown)
    assert all(kind.image for kind in kinds.ALLOWED if kind.media_type.startswith("image/"))
