"""Recognises files that hold no plain text, by their first bytes."""

MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint document"),
    (b"{\\rtf", "a rich-text (RTF) document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh91AY", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3\x03", "an MP3 recording"),
    (b"ID3\x04", "an MP3 recording"),
    (b"OggS\0", "an Ogg recording"),
    (b"bplist", "a property list or a Safari web archive"),
)

RIFF = {b"WEBP": "a WebP image", b"WAVE": "a WAV recording", b"AVI ": "an AVI video"}

ZIPPED = (
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
    (b"epub", "an EPUB book"),
    (b"opendocument", "an OpenDocument file"),
)

CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a\x1b")
CONTROL_SHARE = 0.02
"""More control characters than this are no text: random bytes have 0.1, text none."""

FEW = 4
"""Control characters that a text of any length may hold."""


def kind_of_binary(data: bytes) -> str | None:
    """What the bytes seem to be, with its article, or None where no known signature fits."""
    if data.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in ZIPPED if mark in data), "a ZIP archive")
    if data.startswith(b"RIFF"):
        return RIFF.get(data[8:12], "a RIFF media file")
    if data[4:8] == b"ftyp":
        return "a video or a HEIC image"
    return next((kind for mark, kind in MAGIC if data.startswith(mark)), None)


def too_many_controls(data: bytes) -> bool:
    sample = data[:65_536]
    return sum(byte in CONTROLS for byte in sample) > FEW + CONTROL_SHARE * len(sample)
