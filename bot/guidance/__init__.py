"""Guidance: is the centre the right place, and which other ways are there? Pure Python; knows no Rasa."""
