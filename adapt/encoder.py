"""The sentence model in torch, as `bot.danish.meaning_graph` builds it for ONNX Runtime, with the additions that are learnt.

Products in bfloat16, sums and norms in float32. The last matrix of each layer stays as it is: the product keeps it in four bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.danish.meaning import LAYERS, WIDTH
from bot.danish.meaning_adaptation import PARTS
from bot.danish.meaning_graph import MIDDLE
from bot.danish.meaning_weights import Weights

PADDING = 1
FAR_AWAY = -1e4  # a score that leaves nothing of a padded place
HALF = torch.bfloat16


class Encoder(nn.Module):
    """`additions` are its only parameters: A (rank, in) and B (out, rank) for each adapted matrix."""

    def __init__(self, weights: Weights, rank: int, dropout: float) -> None:
        super().__init__()
        self.sizes, self.dropout = weights.sizes, dropout
        self.floats = {name: torch.from_numpy(each.copy()) for name, each in weights.floats.items()}
        matrices = {name: torch.from_numpy(each.unpack()) for name, each in weights.blocks.items()}
        self.words = matrices.pop("emb.word")
        self.matrices = {name: each.to(HALF) for name, each in matrices.items()}
        self.offsets = {name: each.to(HALF) for name, each in self.floats.items() if name.endswith(".b")}
        places = self.floats["emb.pos"].view(-1, WIDTH) + self.floats["emb.type"][:WIDTH]
        self.places = places
        self.additions = nn.ParameterDict()
        for layer in range(self.sizes.layers):
            for part in PARTS:
                self._add(f"l{layer}.{part}", rank)

    def _add(self, name: str, rank: int) -> None:
        outputs, inputs = self.matrices[f"{name}.w"].shape
        self.additions[_key(f"{name}.A")] = nn.Parameter(torch.randn(rank, inputs) / math.sqrt(inputs))
        self.additions[_key(f"{name}.B")] = nn.Parameter(torch.zeros(outputs, rank))

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """The additions by name, as `bot.danish.meaning_adaptation` reads them."""
        found = {name.replace("/", "."): each.detach() for name, each in self.additions.items()}
        return {name: each.numpy().astype(np.float16) for name, each in found.items()}

    def forward(self, messages: Sequence[Sequence[Sequence[int]]]) -> Tensor:
        """The meanings of `messages`, each a list of pieces' token ids: (messages, layers, width), as `Meaning.layers`."""
        pieces = [piece for message in messages for piece in message]
        owners = torch.tensor([number for number, message in enumerate(messages) for _ in message])
        ids, here = _padded(pieces)
        rows = self._norm("emb.ln", self.words[ids] + self.places[: ids.shape[1]])
        rows = functional.dropout(rows, self.dropout, self.training)
        mask = (~here[:, None, None, :]).float() * FAR_AWAY
        means = []
        for layer in range(self.sizes.layers):
            rows = self._layer(f"l{layer}", rows, mask)
            if layer in (MIDDLE, self.sizes.layers - 1):
                means.append(_mean(rows, here, owners, len(messages)))
        assert len(means) == LAYERS
        return torch.stack(means, dim=1)

    def _layer(self, layer: str, rows: Tensor, mask: Tensor) -> Tensor:
        rows = self._norm(f"{layer}.aln", rows + self._attention(layer, rows.to(HALF), mask).float())
        inner = functional.gelu(self._linear(f"{layer}.fi", rows.to(HALF)))
        outer = functional.dropout(self._linear(f"{layer}.fo", inner).float(), self.dropout, self.training)
        return self._norm(f"{layer}.oln", rows + outer)

    def _attention(self, layer: str, rows: Tensor, mask: Tensor) -> Tensor:
        count, length, _ = rows.shape
        shape = (count, length, self.sizes.heads, -1)
        query, key, value = (self._linear(f"{layer}.{part}", rows).view(shape).transpose(1, 2) for part in "qkv")
        scores = (query @ key.transpose(-1, -2)).float() / math.sqrt(query.shape[-1]) + mask
        mixed = scores.softmax(-1).to(HALF) @ value
        return self._linear(f"{layer}.ao", mixed.transpose(1, 2).reshape(count, length, WIDTH))

    def _linear(self, name: str, rows: Tensor) -> Tensor:
        result = functional.linear(rows, self.matrices[f"{name}.w"], self.offsets[f"{name}.b"])
        if _key(f"{name}.A") not in self.additions:
            return result
        first, second = (self.additions[_key(f"{name}.{half}")].to(HALF) for half in "AB")
        return result + functional.linear(functional.linear(rows, first), second)

    def _norm(self, name: str, rows: Tensor) -> Tensor:
        scale, shift = self.floats[f"{name}.w"], self.floats[f"{name}.b"]
        return functional.layer_norm(rows, (WIDTH,), scale, shift, self.sizes.epsilon)


def _key(name: str) -> str:
    """torch does not take dots in names."""
    return name.replace(".", "/")


def _padded(pieces: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Token ids and which of them are there."""
    longest = max(map(len, pieces))
    ids = torch.tensor([[*piece, *[PADDING] * (longest - len(piece))] for piece in pieces])
    lengths = torch.tensor([len(piece) for piece in pieces])
    return ids, torch.arange(longest) < lengths[:, None]


def _mean(rows: Tensor, here: Tensor, owners: Tensor, count: int) -> Tensor:
    """Unit vectors of the messages: the means of their pieces', which are the means of the tokens that are there."""
    pieces = functional.normalize((rows * here[..., None]).sum(1) / here.sum(1, keepdim=True), dim=-1)
    return functional.normalize(torch.zeros(count, WIDTH).index_add(0, owners, pieces), dim=-1)
