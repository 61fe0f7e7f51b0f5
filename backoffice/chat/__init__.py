"""The public chat: the API of docs/chat-api, the dispatcher to the engine, the safety front."""
