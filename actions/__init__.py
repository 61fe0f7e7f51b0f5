"""rasa-sdk custom actions: thin adapters from the tracker to `bot.*` or the back office, and back to events."""
