"""Which encoding a text is written in.

Nothing is guessed: an encoding must fit every byte, and what it gives must look like text.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from kizuna.errors import KizunaError
from kizuna.load.files import CHUNK_BYTES, chunks

UTF8_SEQUENCES = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
ISO_2022_ESCAPE = re.compile(rb"\x1b[$(][@BJ]")
HIGH_BYTE = 0x80
MOSTLY = 0.9
MOST_SAMPLE_BYTES = 1 << 18

LEGACY = ("cp932", "euc_jp", "cp1252")
"""What is tried after a contract's own encodings, if what it gives looks like text."""

PRIVATE = re.compile(r"[\ue000-\uf8ff\x80-\x9f]")
HALF_WIDTH_KANA = re.compile(r"[｡-ﾟ]+")
JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー一-龠々〆]")
KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
FEWEST_TOGETHER = 3
FEWEST_SEQUENCES = 3
WESTERN_RUN = re.compile(r"[^\x00-\x7f]+")
LONGEST_WESTERN_RUN = 2
FEWEST_KANA = 0.15
KANA_BESIDE_LETTERS = re.compile(r"[A-Za-z][｡-ﾟ]{1,2}[a-z]|[ａ-ｚ]?\b[｡-ﾟ][a-z]")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _is_utf8(path: Path) -> bool:
    decoder, pending = codecs.getincrementaldecoder("utf-8")(), False
    try:
        for chunk in chunks(path):
            if pending or not chunk.isascii():
                decoder.decode(chunk)
                pending = bool(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _sample(path: Path) -> bytes:
    """Return the lines of a file that hold more than ASCII, as far as they are needed."""
    sample = b""
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                sample += line[:CHUNK_BYTES]
            if len(sample) > MOST_SAMPLE_BYTES:
                break
    return sample


def _looks_japanese(text: str) -> bool:
    """Whether a text reads as Japanese: no private characters, half-width kana in words only."""
    if PRIVATE.search(text):
        return False
    runs = HALF_WIDTH_KANA.findall(text)
    narrow = sum(map(len, runs))
    wide = len(JAPANESE.findall(text))
    if KANA_BESIDE_LETTERS.search(text):
        return False
    if narrow and wide > narrow:
        return True
    if narrow:
        together = sum(len(run) for run in runs if len(run) >= FEWEST_TOGETHER)
        return wide == 0 and together / narrow > MOSTLY
    return True


def _looks_western(text: str) -> bool:
    """Whether a text reads as a western language: accents stand alone between plain letters."""
    runs = WESTERN_RUN.findall(text)
    short = sum(len(run) <= LONGEST_WESTERN_RUN for run in runs)
    return bool(runs) and short / len(runs) > MOSTLY and not PRIVATE.search(text)


def _looks_like_text(text: str, encoding: str) -> bool:
    if encoding in ("euc_jp", "cp932", "shift_jis", "shift_jis_2004", "euc_jis_2004"):
        if encoding.startswith("euc"):
            # Chinese and Korean are also valid EUC-JP, but they hold no kana.
            wide = len(JAPANESE.findall(text))
            return _looks_japanese(text) and len(KANA.findall(text)) >= FEWEST_KANA * wide
        return _looks_japanese(text)
    if encoding in ("cp1252", "latin-1", "iso8859-1", "iso8859-15", "mac-roman"):
        return _looks_western(text)
    return True


def _is_utf8_line(line: bytes) -> bool:
    """Whether a line is Japanese in UTF-8; one in another encoding hardly ever looks so."""
    if len(UTF8_SEQUENCES.findall(line)) < FEWEST_SEQUENCES:
        return False
    try:
        return bool(JAPANESE.search(line.decode("utf-8")))
    except UnicodeError:
        return False


def _refuse_mixture(path: Path, shown: Path) -> None:
    """Refuse a file some lines of which are UTF-8 and others not: one of both would be lost."""
    if any(map(_is_utf8_line, _sample(path).splitlines())):
        raise KizunaError(
            f"{shown} is mostly UTF-8 in some lines and in another encoding in others: it was put "
            "together of two files; export it again, or load them one by one."
        )


def _refuse_broken_utf8(path: Path, shown: Path) -> None:
    """Refuse a broken UTF-8 file: nearly any bytes are also valid, and senseless, CP932."""
    with path.open("rb") as file:
        head = file.read(CHUNK_BYTES)
    sample = head if not head.isascii() else _sample(path)
    wide = sum(len(found) for found in UTF8_SEQUENCES.findall(sample))
    high = sum(byte >= HIGH_BYTE for byte in sample)
    if high and wide / high > MOSTLY:
        raise KizunaError(
            f"{shown} is mostly UTF-8, but not all of it: part of it was cut off or pasted in "
            "another encoding; export it again."
        )


def _utf16(path: Path, head: bytes) -> str | None:
    """Return the UTF-16 that a file is in: by its mark, or by every second byte being zero."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return None
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(head) // 2
    if half:
        low, high = head[1::2].count(0), head[0::2].count(0)
        for name, zeros, others in (("utf-16-le", low, high), ("utf-16-be", high, low)):
            if zeros > half * 0.4 and others < half * 0.1 and _decodes(path, name):
                return name
    return None


def detect(path: Path, shown: Path, encodings: list[str], *, given: bool = False) -> str:
    """Return the encoding of a text file.

    Args:
        path: the file to read.
        shown: the file as the user knows it, for the sentence of an error.
        encodings: the contract's encodings, in the order in which they are tried after UTF-8.
        given: the user named them for this file, so that they need only fit.

    Raises:
        KizunaError: the file is no text, or no encoding fits.
    """
    with path.open("rb") as file:
        head = file.read(CHUNK_BYTES)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise KizunaError(f"{shown} is written in UTF-32: export it in UTF-8.")
    if utf16 := _utf16(path, head):
        if not _decodes(path, utf16):
            raise KizunaError(f"{shown} begins as UTF-16 but is not: it was cut off; export again.")
        return utf16
    if _is_utf8(path):
        if ISO_2022_ESCAPE.search(head):
            raise KizunaError(f"{shown} is written in ISO-2022-JP: export it in UTF-8.")
        return "utf-8"
    _refuse_broken_utf8(path, shown)
    _refuse_mixture(path, shown)
    legacy = [name for name in encodings if name not in ("utf-8", "utf-16")]
    sample = _sample(path)
    for name in dict.fromkeys([*legacy, *LEGACY]):
        trusted = given and name in legacy
        if _decodes(path, name) and (
            trusted or _looks_like_text(sample.decode(name, "replace"), name)
        ):
            return name
    guess = from_bytes(sample).best()
    hint = f"; it may be {guess.encoding}" if guess else ""
    tried = " or ".join(dict.fromkeys(["utf-8", *legacy, *LEGACY]))
    raise KizunaError(
        f"{shown} is not written in {tried}{hint}: export it in UTF-8, or name its encoding with "
        "--encoding or in the mapping."
    )


def decoded(path: Path, encoding: str, copy: Path) -> Path:
    """Write a file in UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with copy.open("w", encoding="utf-8", newline="") as out:
        for chunk in chunks(path):
            out.write(decoder.decode(chunk))
        out.write(decoder.decode(b"", final=True))
    return copy
