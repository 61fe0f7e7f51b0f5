"""What runs inside Rasa: importer, NLU components, channel, tracker store. `python -m bot.engine` starts the server."""
