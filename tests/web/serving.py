"""Serves an app on a free port of loopback while a test asks it things."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from starlette.applications import Starlette

from bot.web.app import server


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[aiohttp.ClientSession]:
    """A client whose addresses are those of the app."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        running = server(app, "127.0.0.1", port)
        task = asyncio.create_task(running._serve([listening]))
        try:
            async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
                yield client
        finally:
            task.cancel()  # uvicorn itself looks ten times a second whether it is to stop
            await asyncio.gather(task, return_exceptions=True)
            for door in running.servers:
                door.close()
            for connection in list(running.server_state.connections):
                connection.shutdown()
            await asyncio.gather(*running.server_state.tasks, return_exceptions=True)
