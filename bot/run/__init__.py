"""`python -m bot.run`: starts the three processes, watches them, and ends them together (standard library only)."""
