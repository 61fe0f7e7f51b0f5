"""Small numbers in figures and words."""

from __future__ import annotations

NUMBERS = {
    "nul": 0, "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10, "elleve": 11,
    "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17, "atten": 18, "nitten": 19, "tyve": 20,
}  # fmt: skip
ORDINALS = {
    "nulte": 0, "første": 1, "anden": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7, "ottende": 8,
    "niende": 9, "tiende": 10,
}  # fmt: skip
NUMBER = rf"(?P<n>\d{{1,2}}(?!\d)|(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})(?!(?!år|aar)[^\W\d_]))"


def number(raw: str) -> int:
    """The number that `raw`, a match of NUMBER, stands for."""
    return int(raw) if raw.isdigit() else NUMBERS[raw]
