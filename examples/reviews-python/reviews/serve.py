"""The process, from its start to its end (chapter 1)."""

import asyncio
import json
import logging
import signal

import uvicorn

from . import environment as env
from .broker import keep_connected
from .database import pool
from .http import app

PARTING_SECONDS = 0.6


class Lines(logging.Formatter):
    """As clause 15.3 says."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"level": record.levelname.lower(), "time": record.created, "msg": record.getMessage()}
        if record.exc_info:
            line["err"] = self.formatException(record.exc_info)
        return json.dumps(line)


async def serve() -> None:
    stopping, left = asyncio.Event(), asyncio.Event()
    logged = logging.StreamHandler()
    logged.setFormatter(Lines())
    logging.basicConfig(handlers=[logged])
    logging.captureWarnings(True)
    await pool.open()
    server = uvicorn.Server(uvicorn.Config(app, host=env.host, port=env.port, log_level="warning", log_config=None))
    server.install_signal_handlers = lambda: None
    loop = asyncio.get_running_loop()
    serving = asyncio.create_task(server._serve())
    while not server.started and not serving.done():  # gateways call it as soon as it is announced
        await asyncio.sleep(0.02)
    messaging = asyncio.create_task(keep_connected(stopping, left))
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    await stopping.wait()
    await asyncio.sleep(PARTING_SECONDS)
    server.should_exit = True
    await serving
    left.set()
    await asyncio.wait_for(messaging, 5)
    await pool.close()
