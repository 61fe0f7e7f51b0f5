"""Plain Python that knows the field; what runs inside Rasa is in `bot.engine`."""
