"""Fixtures that several folders share. The engine's tests run in an environment without httpx: import what needs it late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.chat_client import Visitor
    from tests.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole product, started once for all conversations and the browser."""
    from tests.stack import running_stack

    folder: Path = tmp_path_factory.mktemp("stack")
    # What is tested is the dialogue: on a machine with other work no holding text may come between question and answer.
    with running_stack(folder, ENGINE_DEADLINE="20") as running:
        yield running


@pytest.fixture
def visitor(stack: Stack) -> Visitor:
    """A new conversation on the whole stack."""
    from tests.chat_client import Visitor

    return Visitor.arrives(stack.public)
