"""`python -m adapt.learn` (`make adapt`): learns the additions and writes `bot/danish/meaning_adaptation.npz`.

Several things are learnt at once, each by a layer that is thrown away afterwards: the intent, the themes, whether there is
danger, and its level. It took 19 and 30 minutes on two shared cores with bfloat16. Prints as it goes.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from adapt.encoder import Encoder
from adapt.messages import Taught, held_out, load
from adapt.misspelling import misspelt
from bot.danish import meaning_adaptation
from bot.danish.meaning import BEGIN, END, LAYERS, MOST_TOKENS, PREFIX, WIDTH, cut, default_folder
from bot.danish.meaning_pieces import Pieces
from bot.danish.meaning_weights import find, read
from bot.danish.normalise import normalise
from bot.safety.reading import Level

SEED = 20261124
ROUNDS = 2.5
BATCH = 32
SORTED_TOGETHER = 64  # batches: messages of like length go together, which saves padding
RANK = 16
DROPOUT = 0.1
RATE, HEAD_RATE = 1e-3, 5e-3
MISSPELT = 0.3  # how often a message is shown with faults
LOUDNESS = 20.0  # unit vectors' differences are small; the layers on top learn faster from larger numbers
SMOOTHING = 0.1
DANGER_WEIGHT = 2.0  # of danger, and of what only looks like it
SHARES = {"intent": 1.0, "danger": 2.0, "themes": 0.5, "level": 0.3}
LEVELS = tuple(level.value for level in Level)


@dataclass(frozen=True)
class Labels:
    """The names behind the numbers."""

    intents: tuple[str, ...]
    themes: tuple[str, ...]

    @classmethod
    def of(cls, messages: Sequence[Taught]) -> Labels:
        """All that occur in `messages`."""
        intents = {each.intent for each in messages if each.intent}
        themes = {theme for each in messages for theme in each.themes or ()}
        return cls(tuple(sorted(intents)), tuple(sorted(themes)))


class Heads(nn.Module):
    """What reads the labels off the meaning while learning."""

    def __init__(self, labels: Labels, middle: Tensor) -> None:
        super().__init__()
        self.labels, self.middle = labels, middle
        sizes = {"intent": len(labels.intents), "themes": len(labels.themes), "danger": 1, "level": len(LEVELS)}
        self.heads = nn.ModuleDict({name: nn.Linear(LAYERS * WIDTH, size) for name, size in sizes.items()})

    def loss(self, meanings: Tensor, messages: Sequence[Taught]) -> Tensor:
        """How wrong the labels of `messages` are read off `meanings` (n, layers, width)."""
        seen = functional.dropout((meanings - self.middle).flatten(1) * LOUDNESS, DROPOUT)
        parts = {
            "intent": self._one_of(seen, "intent", [each.intent for each in messages], self.labels.intents),
            "danger": self._danger(seen, messages),
            "themes": self._themes(seen, messages),
            "level": self._one_of(seen, "level", [each.level for each in messages], LEVELS),
        }
        return torch.stack([SHARES[name] * part for name, part in parts.items()]).sum()

    def _one_of(self, seen: Tensor, head: str, values: list[str | None], names: tuple[str, ...]) -> Tensor:
        at = [number for number, value in enumerate(values) if value]
        if not at:
            return torch.zeros(())
        wanted = torch.tensor([names.index(str(values[number])) for number in at])
        return functional.cross_entropy(self.heads[head](seen[at]), wanted, label_smoothing=SMOOTHING)

    def _danger(self, seen: Tensor, messages: Sequence[Taught]) -> Tensor:
        wanted = torch.tensor([float(each.danger) for each in messages])
        weights = torch.tensor([DANGER_WEIGHT if each.danger or each.near else 1.0 for each in messages])
        return functional.binary_cross_entropy_with_logits(self.heads["danger"](seen)[:, 0], wanted, weights)

    def _themes(self, seen: Tensor, messages: Sequence[Taught]) -> Tensor:
        """Summed over the themes: nearly all of them are absent from nearly every message."""
        known = [(number, each.themes) for number, each in enumerate(messages) if each.themes is not None]
        if not known:
            return torch.zeros(())
        names = self.labels.themes
        wanted = torch.tensor([[float(name in themes) for name in names] for _, themes in known])
        said = self.heads["themes"](seen[[number for number, _ in known]])
        return functional.binary_cross_entropy_with_logits(said, wanted) * len(names)


class Tokens:
    """Token ids of a message, piece by piece, as `Meaning` reads it."""

    def __init__(self) -> None:
        self.pieces = Pieces.load(default_folder())

    def of(self, text: str) -> list[list[int]]:
        """One list for each piece."""
        texts = cut(normalise(text))
        return [[BEGIN, *self.pieces.read(PREFIX + each)[:MOST_TOKENS], END] for each in texts]


def batches(messages: Sequence[Taught], chance: random.Random) -> Iterator[list[Taught]]:
    """Every message once, those of like length together, the batches in any order."""
    order = chance.sample(list(messages), len(messages))
    for start in range(0, len(order), BATCH * SORTED_TOGETHER):
        near = sorted(order[start : start + BATCH * SORTED_TOGETHER], key=lambda each: len(each.text))
        made = [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        yield from chance.sample(made, len(made))


def learn(messages: Sequence[Taught], rounds: float) -> Encoder:
    """The encoder with additions learnt from `messages` in so many rounds."""
    torch.manual_seed(SEED)
    chance, tokens = random.Random(SEED), Tokens()  # noqa: S311 - not a secret
    encoder = Encoder(read(find()), RANK, DROPOUT)
    heads = Heads(Labels.of(messages), _middle(encoder, tokens, chance.sample(list(messages), 512)))
    steps = int(len(messages) / BATCH * rounds)
    groups = [{"params": list(encoder.parameters())}, {"params": list(heads.parameters())}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [RATE, HEAD_RATE], total_steps=steps + 1, pct_start=0.1)
    begin, shown = time.monotonic(), 0.0
    for step, batch in enumerate(_rounds(messages, chance, steps), 1):
        loss = heads.loss(encoder([tokens.of(_shown(each.text, chance)) for each in batch]), batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        shown = loss.item() if step == 1 else 0.98 * shown + 0.02 * loss.item()
        if step % 100 == 0:
            print(f"step {step} of {steps}, loss {shown:.2f}, {time.monotonic() - begin:.0f} s", flush=True)
    return encoder


def _rounds(messages: Sequence[Taught], chance: random.Random, steps: int) -> Iterator[list[Taught]]:
    while steps > 0:
        for batch in batches(messages, chance):
            if steps == 0:
                return
            steps -= 1
            yield batch


def _shown(text: str, chance: random.Random) -> str:
    return misspelt(text, chance) if chance.random() < MISSPELT else text


@torch.no_grad()
def _middle(encoder: Encoder, tokens: Tokens, messages: Sequence[Taught]) -> Tensor:
    """The mean meaning: the model's vectors all lie in one narrow cone."""
    parts = [messages[at : at + BATCH] for at in range(0, len(messages), BATCH)]
    encoder.eval()
    middle = torch.cat([encoder([tokens.of(each.text) for each in part]) for part in parts]).mean(0)
    encoder.train()
    return middle


def main() -> int:
    """Learn from all messages but those held out, and keep the additions."""
    rounds = float(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    messages = [each for each in load() if not held_out(each.text)]
    print(f"{len(messages)} messages, {rounds} rounds", flush=True)
    meaning_adaptation.write(learn(messages, rounds).arrays())
    print(f"additions {meaning_adaptation.mark()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
