"""Bring Danish as people write it on a phone closer to what the models have seen.

`normalise` keeps the meaning and the length roughly; the original is always kept beside it. Linear in the text's length.
"""

# ruff: noqa: E501 - the word list reads better in full lines
from __future__ import annotations

import re
import unicodedata

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
REPEATED = re.compile(r"(\w)\1{2,}")
WORD = re.compile(r"\w+")

# Spellings of texting and dictation; one word for one word, no guess between two meanings.
SLANG = {
    "jg": "jeg", "jæ": "jeg", "jaj": "jeg", "mi": "mig", "dg": "dig", "sg": "sig", "ik": "ikke", "ikk": "ikke",
    "ikki": "ikke", "ikkeå": "ikke", "mgt": "meget", "møj": "meget", "hvd": "hvad", "hva": "hvad", "va": "hvad",
    "hvrdn": "hvordan", "vordan": "hvordan", "hvdn": "hvordan", "hvr": "hvor", "vor": "hvor", "vornår": "hvornår", "hvnår": "hvornår",
    "hvfr": "hvorfor", "vorfor": "hvorfor", "hvm": "hvem", "vem": "hvem", "ka": "kan", "ku": "kunne", "ska": "skal", "sku": "skulle",
    "vl": "vil", "ha": "have", "hr": "har", "elr": "eller", "ell": "eller", "el": "eller",
    "nog": "noget", "noge": "noget", "nåd": "noget", "nogt": "noget", "oss": "også", "osse": "også", "ogs": "også", "ås": "også",
    "li": "lige", "ba": "bare", "gir": "giver", "blir": "bliver", "bli": "blive",
    "sir": "siger", "tk": "tak", "thx": "tak", "plz": "venligst", "pls": "venligst", "fx": "for eksempel",
    "feks": "for eksempel", "pga": "på grund af", "ift": "i forhold til", "mht": "med hensyn til", "vdr": "vedrørende", "nr": "nummer",
    "mdr": "måneder", "mdrs": "måneder", "tlf": "telefon", "mob": "mobil", "idk": "ved ikke", "næ": "nej", "nope": "nej",
    "jep": "ja", "jaa": "ja", "yes": "ja", "okay": "ok", "okey": "ok", "oki": "ok", "d": "det", "dt": "det",
    "å": "og", "vd": "ved", "mn": "men", "mne": "men", 
    "ford": "fordi", "alså": "altså", "asså": "altså",  "bekymert": "bekymret", 
}  # fmt: skip


def fold(text: str) -> str:
    """`text` with the spellings that stand for æ, ø, å on foreign keyboards brought together: ae, oe, aa."""
    return text.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def normalise(text: str) -> str:
    """Lower case, one form of each character, no invisible ones, repeats shortened, texting spelt out."""
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE).lower()
    text = REPEATED.sub(r"\1\1", text)
    return WORD.sub(lambda match: SLANG.get(match.group(), match.group()), text)
