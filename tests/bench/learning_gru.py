"""A rival of the bench: a GRU over the account's last posts, the same inputs, no attention."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from peruopt.learn.arrays import Bools, Floats
from peruopt.learn.descent import Descent
from peruopt.learn.features import Past, Seen
from peruopt.learn.model import Batch, Sizes, loss
from peruopt.learn.segments import ASKED, STEPS, Feed, Scale, asked_columns
from peruopt.learn.splits import Split

EPOCHS, LENGTH, SIZE, RATE = 12, 64, 8, 2e-3


class Gru(nn.Module):
    """What the candidate says of itself, beside the newest state of its account."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        h, w = sizes.hidden, sizes.width
        self.words = nn.EmbeddingBag(sizes.buckets, w, mode="mean")
        nn.init.normal_(self.words.weight, std=0.1)
        self.step = nn.Linear(sizes.step + w, h)
        self.gru = nn.GRU(h, h, batch_first=True)
        self.ask = nn.Linear(sizes.candidate + w, h)
        self.mix, self.drop = nn.Linear(2 * h, h), nn.Dropout(0.2)
        self.out = nn.Linear(h, 2)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, b: Batch) -> tuple[Tensor, Tensor]:
        """Return mean (B, L) and log spread (B, L)."""
        bsz, t, _ = b.steps.shape
        n = b.candidates.shape[1]
        past = self.words(*b.step_words).view(bsz, t, -1)
        words = self.words(*b.words).view(bsz, n, -1)
        state, _ = self.gru(self.drop(torch.relu(self.step(torch.cat([b.steps, past], -1)))))
        last = (b.high - 1).clamp(min=0)
        newest = state.gather(1, last.unsqueeze(2).expand(-1, -1, state.shape[2]))
        newest = newest * (b.high > b.low).unsqueeze(2)
        ask = torch.relu(self.ask(torch.cat([b.candidates, words], -1)))
        mixed = torch.relu(self.mix(self.drop(torch.cat([ask, newest], -1))))
        mean, spread = self.out(self.drop(mixed)).unbind(-1)
        return mean, spread.clamp(-2.5, 2.0)


def gru(past: Past, seen: Seen, cut: Split, seed: int) -> Floats:
    """Fit on train, choose the epoch by validation, fit again on both."""
    _, epochs = _fit(past, seen, cut.train, cut.valid, EPOCHS, seed)
    net, _ = _fit(past, seen, cut.train | cut.valid, None, epochs, seed)
    return _ask(net, _feed(past, seen, cut.train), np.arange(len(past.table)))


def _feed(past: Past, seen: Seen, train: Bools) -> Feed:
    scale = Scale.of(seen.values[train][:, asked_columns()])
    return Feed.of(past, seen, scale, Sizes(STEPS, len(ASKED)).buckets, torch.float32)


def _fit(
    past: Past, seen: Seen, train: Bools, valid: Bools | None, epochs: int, seed: int
) -> tuple[Gru, int]:
    torch.manual_seed(seed)
    net, rng = Gru(Sizes(STEPS, len(ASKED))), np.random.default_rng(seed)
    feed, target = _feed(past, seen, train), torch.tensor(past.lift, dtype=torch.float32)
    blocks = feed.blocks(np.flatnonzero(train), LENGTH)
    steps = epochs * -(-len(blocks) // SIZE)
    descent, taken = Descent(net.parameters(), 0.02), 0
    best = (np.inf, epochs)
    for epoch in range(epochs):
        net.train()
        for part, batch in feed.batches([blocks[i] for i in rng.permutation(len(blocks))], SIZE):
            mean, spread = net(batch)
            want, much = torch.zeros_like(mean), torch.zeros_like(mean)
            for i, block in enumerate(part):
                want[i, : len(block)], much[i, : len(block)] = target[block], 1.0
            descent.forget()
            loss(mean, spread, want, much).backward()
            descent.step(
                RATE * min(5 * taken / steps + 0.02, 0.5 + 0.5 * np.cos(np.pi * taken / steps))
            )
            taken += 1
        if valid is not None:
            off = past.lift[valid] - _ask(net, feed, np.flatnonzero(valid))[valid]
            best = min(best, (float((off**2).mean()), epoch + 1))
    return net, best[1]


def _ask(net: Gru, feed: Feed, rows: np.ndarray) -> Floats:
    mean = np.zeros(len(feed.seen.table))
    net.eval()
    with torch.inference_mode():
        for part, batch in feed.batches(feed.blocks(rows, 256), 4):
            middle, _ = net(batch)
            for i, block in enumerate(part):
                mean[block] = middle[i, : len(block)].numpy()
    return mean
