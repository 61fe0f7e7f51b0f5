"""The ways a visitor can be shown: the catalogue, opening hours, ranking, and the cards they are shown as."""
