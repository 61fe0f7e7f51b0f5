"""`python -m bot.engine`: serve the newest model on loopback; API off, telemetry off, no text in any log."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from asyncio import AbstractEventLoop
from pathlib import Path
from typing import Any

from bot.engine import logs
from bot.engine.train import newest
from bot.settings import Settings, load, require

MOST_BYTES = 32 * 1024
logger = logging.getLogger("bot.engine")


def make_app(settings: Settings, model: Path) -> Any:
    """The Sanic app with our channel and nothing else; the model is loaded before the port opens."""
    from rasa.core.channels import channel as rasa_channel
    from sanic import Sanic

    from bot.engine.channel import VejviserChannel
    from bot.engine.golden import check
    from bot.engine.nlu import spacy_danish
    from bot.engine.processor import load_agent, tune

    tune(settings)
    app = Sanic("vejviser_engine", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.KEEP_ALIVE_TIMEOUT = 75
    app.config.MOTD = False
    facts = {"model": model.name.removesuffix(".tar.gz"), "danish": spacy_danish.load()[0]}

    async def load_model(app: Any, _loop: AbstractEventLoop) -> None:
        agent = load_agent(str(model), settings)
        await check(agent)
        app.ctx.agent = agent
        logger.info("engine ready: model %s, spaCy %s", facts["model"], facts["danish"])

    app.register_listener(load_model, "before_server_start")
    rasa_channel.register([VejviserChannel(settings.engine_secret, facts)], app, "/webhooks/")
    return app


def main() -> int:
    """Serve until SIGTERM."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    settings = require(load(), "engine_secret", "actions_secret", "sealing_keys")
    # Rasa prints a warning with the payload that it could not read; nothing that belongs to a conversation goes into a log.
    warnings.simplefilter("ignore")
    logs.configure(settings.log_level)
    app = make_app(settings, newest(Path(settings.model_dir)))
    logs.configure(settings.log_level)
    app.run(host="127.0.0.1", port=settings.engine_port, access_log=False, debug=False, workers=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
