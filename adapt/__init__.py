"""Teaches the sentence model the centre's own language: low-rank additions to its matrices (docs/adr/0007, `make adapt`).

Not part of running or testing the product: what comes out, `bot/danish/meaning_adaptation.npz`, is kept in the project.
"""
