"""Work that goes on beside the calls, owned by somebody who ends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class Background:
    """Keeps tasks alive and ends them. A failure is told by its type alone: an exception may quote what was written."""

    def __init__(self, awaited: bool = False) -> None:
        """With `awaited`, somebody else looks at each task's failure and tells it."""
        self._awaited = awaited
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        """How many tasks are under way."""
        return len(self._tasks)

    def spawn(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Start `work`; its failure is never raised anywhere but at whoever awaits the task."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None and not self._awaited:
            logger.error("background work failed: %s", type(error).__name__)

    async def stop(self, grace: float = 0.0) -> None:
        """Wait up to `grace` seconds for what is under way, then cancel the rest."""
        if self._tasks and grace:
            await asyncio.wait(self._tasks, timeout=grace)
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=3.0)
