"""The themes of the NLU in the words of the catalogue, which is coarser in some places and finer in others."""

from __future__ import annotations

import functools
from collections.abc import Mapping

GENERAL = "general"
PARENTING = "parent_guidance"
# Dangers of which a way may be step "acute"; such a way is advice only for somebody who named that very danger.
DANGERS = frozenset({"suicidal_thoughts", "self_harm", "violence_abuse", "sexual_abuse", "psychosis"})
# Only near to the catalogue's themes: they name no danger, and no place that is for one theme alone.
LOOSE = frozenset({"trauma", "self_esteem"})
# So wide that they say little as the reason for a way.
BROAD = LOOSE | {"worry_anxiety", "sadness"}

# Only where the names differ; `trauma` stands for "voldsomme oplevelser", which the catalogue keeps under violence and
# grief (Offerrådgivningen), `self_esteem` has no ways of its own.
CATALOGUE_THEMES: Mapping[str, tuple[str, ...]] = {
    "family": ("family_divorce",),
    "trauma": ("violence_abuse", "grief"),
    "digital": ("digital_life", "online_harm"),
    "self_esteem": ("sadness", "worry_anxiety"),
    "parenting": ("parent_guidance",),
    "crisis_suicide": ("suicidal_thoughts",),
    "crisis_self_harm": ("self_harm",),
    "crisis_violence": ("violence_abuse",),
    "crisis_sexual_abuse": ("sexual_abuse",),
    "crisis_psychosis": ("psychosis",),
}


def in_catalogue(theme: str) -> tuple[str, ...]:
    """The catalogue's names for one theme; a name it shares, or an unknown one, stays as it is."""
    return CATALOGUE_THEMES.get(theme, (theme,))


@functools.lru_cache(maxsize=1024)
def named(themes: tuple[str, ...], *, danger_at_home: bool) -> tuple[str, ...]:
    """The catalogue themes that the visitor spoke of in so many words."""
    return wanted(tuple(theme for theme in themes if theme not in LOOSE), danger_at_home=danger_at_home)


@functools.lru_cache(maxsize=1024)
def wanted(themes: tuple[str, ...], *, danger_at_home: bool) -> tuple[str, ...]:
    """All catalogue themes that help with `themes`, each once, the visitor's first."""
    names = [name for theme in themes for name in in_catalogue(theme)]
    if danger_at_home:
        names.append("violence_abuse")
    return tuple(dict.fromkeys(names))


# The other way round, for the sentence that names the theme: one sentence for each, in the visitor's coarser words.
_SPOKEN: Mapping[str, str] = {
    "family_divorce": "family",
    "digital_life": "digital",
    "online_harm": "digital",
    "parent_guidance": "parenting",
    "crisis_suicide": "suicidal_thoughts",
    "crisis_self_harm": "self_harm",
    "crisis_violence": "violence_abuse",
    "crisis_sexual_abuse": "sexual_abuse",
    "crisis_psychosis": "psychosis",
}
# The themes that `domain/routes.yml` has a sentence for.
NAMED = (
    "worry_anxiety", "sadness", "body_food", "behaviour", "self_harm", "ocd", "restlessness_attention", "school_absence",
    "bullying", "loneliness", "family", "grief", "sleep", "trauma", "substance_use", "parents_addiction",
    "sexuality_gender", "autism_adhd", "digital", "self_esteem", "parenting", "suicidal_thoughts", "violence_abuse",
    "sexual_abuse", "psychosis",
)  # fmt: skip


def spoken(theme: str) -> str | None:
    """The name under which a sentence about `theme` stands, or None where there is no such sentence."""
    name = _SPOKEN.get(theme, theme)
    return name if name in NAMED else None
