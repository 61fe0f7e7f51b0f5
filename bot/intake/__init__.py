"""The intake: what a visitor sends the centre ahead of a forsamtale. Pure Python; knows no Rasa and no SQL."""
