"""The process, from its start to its end (chapter 1)."""

import asyncio
import signal

import uvicorn

from . import environment as env
from .broker import keep_connected
from .database import pool
from .http import app

PARTING_SECONDS = 0.6


async def serve() -> None:
    stopping, left = asyncio.Event(), asyncio.Event()
    await pool.open()
    server = uvicorn.Server(uvicorn.Config(app, host=env.host, port=env.port, log_level="warning"))
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
