"""Which signs the fonts of the Linux console have, read from Debian's own font files."""

from __future__ import annotations

import gzip
import os
import struct
from pathlib import Path

import pytest

from tests.terminal.terminal import ROOT

FONTS = (
    "Lat15-Fixed16",
    "Lat15-Terminus16",
    "Lat15-TerminusBold16",
    "Lat15-VGA16",
    "Uni2-Fixed16",
    "Uni2-Terminus16",
    "Uni2-TerminusBold16",
    "Uni2-VGA16",
)
"""What Debian offers for Latin letters, in the usual size."""
_FOLDERS = (
    Path("/usr/share/consolefonts"),
    ROOT / "build/console-fonts/usr/share/consolefonts",
)
"""Where the package console-setup-linux puts them, and where ``.ci/run`` unpacks it."""

_PSF1 = b"\x36\x04"
_PSF1_512 = 0x01
_PSF1_TABLE = 0x02 | 0x04
_PSF1_END, _PSF1_SEQUENCE = 0xFFFF, 0xFFFE
_PSF2 = b"\x72\xb5\x4a\x86"
_PSF2_TABLE = 0x01
_PSF2_END, _PSF2_SEQUENCE = b"\xff", b"\xfe"


def signs_of(name: str) -> frozenset[str]:
    """Every character for which a font has a picture."""
    for folder in _FOLDERS:
        file = folder / f"{name}.psf.gz"
        if file.exists():
            return signs_in(gzip.decompress(file.read_bytes()))
    if os.environ.get("CI"):
        pytest.fail(f"{name}.psf.gz is missing; .ci/run unpacks the fonts")
    pytest.skip("needs the console fonts of Debian's package console-setup-linux")


def signs_in(font: bytes) -> frozenset[str]:
    """The characters of a PSF font, by its Unicode table; sequences of characters don't count."""
    if font.startswith(_PSF1):
        return _signs_of_psf1(font)
    assert font.startswith(_PSF2), "no PSF font"
    return _signs_of_psf2(font)


def _signs_of_psf1(font: bytes) -> frozenset[str]:
    mode, height = font[2], font[3]
    assert mode & _PSF1_TABLE, "this font does not tell its characters"
    table = 4 + height * (512 if mode & _PSF1_512 else 256)
    signs: set[str] = set()
    single = True
    for (unit,) in struct.iter_unpack("<H", font[table : len(font) - (len(font) - table) % 2]):
        if unit == _PSF1_END:
            single = True
        elif unit == _PSF1_SEQUENCE:
            single = False
        elif single:
            signs.add(chr(unit))
    return frozenset(signs)


def _signs_of_psf2(font: bytes) -> frozenset[str]:
    _, head, flags, count, size = struct.unpack_from("<5I", font, 4)
    assert flags & _PSF2_TABLE, "this font does not tell its characters"
    entries = font[head + count * size :].split(_PSF2_END)
    return frozenset(
        "".join(entry.split(_PSF2_SEQUENCE)[0].decode("utf-8") for entry in entries[:count])
    )
