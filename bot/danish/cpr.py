"""Masking of CPR numbers before anything is stored or sent on.

Loose on purpose: day 1-31 (or +60 for replacement numbers), month 1-12, any running number; mod-11 is not enforced, since
numbers without it have been given out since 2007 (design/reliability.md P4). An eight-digit telephone number never fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MASK = "██████-████"
GAP = r"[ .\-–/]?"
CPR = re.compile(
    rf"(?<!\d)(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01]){GAP}(?:0[1-9]|1[0-2]){GAP}\d\d[ ]?[ .\-–/]?[ ]?\d(?:[ .]?\d){{3}}(?!\d)"
)


@dataclass(frozen=True)
class Masked:
    """The text without CPR numbers, and whether there was one."""

    text: str
    found: bool


def mask(text: str) -> Masked:
    """Replace each CPR number in `text` by MASK."""
    masked, count = CPR.subn(MASK, text)
    return Masked(masked, count > 0)
