"""Fitting the attention-LSTM, and asking it: seeded, on at most two threads."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from pickle import UnpicklingError
from typing import IO
from weakref import WeakKeyDictionary

import numpy as np
import torch

from peruopt.learn.arrays import Bools, Floats, Ints
from peruopt.learn.descent import Descent
from peruopt.learn.features import Past, Seen
from peruopt.learn.model import AttentionLSTM, Sizes, loss
from peruopt.learn.segments import ASKED, STEPS, Feed, Scale, asked_columns

State = dict[str, torch.Tensor]
Keep = Callable[[list[Ints], torch.Tensor], None]
_BUILT: WeakKeyDictionary[Net, AttentionLSTM] = WeakKeyDictionary()
_ALONE = 64
_BLOCK = 256  # candidates cut together when asked


@dataclass(frozen=True, slots=True)
class Pace:
    """How long and how fast to learn."""

    epochs: int
    rate: float = 2e-3
    length: int = 64
    """Candidates in a segment; `size` segments in a batch."""
    size: int = 8
    decay: float = 0.02

    @classmethod
    def of(cls, rows: int) -> Pace:
        """Choose by how many posts there are to learn from."""
        if rows > 30_000:
            return cls(epochs=8, length=128, size=16)
        if rows > 8_000:
            return cls(epochs=10, size=12)
        return cls(epochs=10, length=64)

    @classmethod
    def tuning(cls, rows: int) -> Pace:
        """Choose for weights that already know other accounts."""
        if rows > 8_000:
            return cls.of(rows)
        return cls(epochs=8, rate=1.5e-3, length=48)

    @classmethod
    def going_on(cls, rows: int) -> Pace:
        """Choose for weights that already know most of these very rows."""
        return replace(cls.tuning(rows), epochs=2, rate=8e-4)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Net:
    """A fitted network and how its inputs are scaled."""

    sizes: Sizes
    state: State
    scale: Scale

    def built(self) -> AttentionLSTM:
        """Return the network itself, in double precision; built once."""
        found = _BUILT.get(self)
        if found is None:
            found = AttentionLSTM(self.sizes)
            found.load_state_dict(self.state)
            found = _BUILT[self] = found.double().eval()
        return found

    def ask(
        self, past: Past, seen: Seen, rows: Bools | None = None, keep: Keep | None = None
    ) -> tuple[Floats, Floats]:
        """Return mean and spread for chosen candidates (zero elsewhere); `keep` is handed the
        attention: blocks of candidates, and (B, A, L, T).

        Computed in double precision, so that laying candidates side by side differently can
        not change a forecast.
        """
        net = self.built()
        feed = Feed.of(past, seen, self.scale, self.sizes.buckets, torch.float64)
        picked = np.arange(len(seen.table)) if rows is None else np.flatnonzero(rows)
        if len(picked) < _ALONE:
            torch.set_num_threads(1)  # a second thread costs a draft more than it brings
        mean, spread = np.zeros(len(seen.table)), np.ones(len(seen.table))
        with torch.inference_mode():
            for part, batch in feed.batches(feed.blocks(picked, _BLOCK), 4):
                middle, log_spread, share = net(batch)
                if keep is not None:
                    keep(part, share)
                for i, block in enumerate(part):
                    mean[block] = middle[i, : len(block)].numpy()
                    spread[block] = log_spread[i, : len(block)].exp().numpy()
        return mean, spread


def fit(
    past: Past,
    seen: Seen,
    train: Bools,
    valid: Bools | None,
    pace: Pace,
    seed: int,
    start: Net | None = None,
    tick: Callable[[float], None] = lambda _: None,
) -> tuple[Net, int]:
    """Fit on `train`; with `valid`, keep the epoch that does best there.  Return it and the
    number of epochs it took."""
    start = start or afresh(seen.values[train], seed)
    sizes, scale = start.sizes, start.scale
    torch.manual_seed(seed)
    torch.set_num_threads(1 if train.sum() < 8_000 else min(2, torch.get_num_threads()))
    rng = np.random.default_rng(seed)
    net = AttentionLSTM(sizes)
    net.load_state_dict(start.state)
    feed = Feed.of(past, seen, scale, sizes.buckets, torch.float32)
    target = torch.tensor(past.lift, dtype=torch.float32)
    rows = np.flatnonzero(train)
    blocks = feed.blocks(rows, pace.length)
    turns = max(1, -(-len(blocks) // pace.size))
    descent = Descent(net.parameters(), pace.decay)
    steps, taken = turns * pace.epochs, 0
    best: tuple[float, int, State] = (np.inf, pace.epochs, {})
    for epoch in range(pace.epochs):
        net.train()
        order = rng.permutation(len(blocks))
        for part, batch in feed.batches([blocks[i] for i in order], pace.size):
            mean, spread, _ = net(batch)
            want, much = torch.zeros_like(mean), torch.zeros_like(mean)
            for i, block in enumerate(part):
                want[i, : len(block)], much[i, : len(block)] = target[block], 1.0
            descent.forget()
            loss(mean, spread, want, much).backward()  # type: ignore[no-untyped-call]
            descent.step(pace.rate * _warmth(taken / steps))
            taken += 1
        if valid is not None:
            now = Net(sizes, _copy(net), scale)
            off = past.lift[valid] - now.ask(past, seen, valid)[0][valid]
            error = float((off**2).mean())
            if error < best[0]:
                best = (error, epoch + 1, now.state)
        tick((epoch + 1) / pace.epochs)
    state = best[2] or _copy(net)
    return Net(sizes, state, scale), best[1]


def afresh(values: Floats, seed: int) -> Net:
    """Return a network that knows nothing, its inputs scaled to rows of features."""
    torch.manual_seed(seed)
    sizes = Sizes(STEPS, len(ASKED))
    return Net(sizes, _copy(AttentionLSTM(sizes)), Scale.of(values[:, asked_columns()]))


def _warmth(share: float) -> float:
    """Warm up over the first fifth, then cool down to nothing."""
    return min(5 * share + 0.02, 0.5 + 0.5 * math.cos(math.pi * min(share, 1.0)))


def _copy(net: AttentionLSTM) -> State:
    return {name: value.detach().clone() for name, value in net.state_dict().items()}


def save(nets: Sequence[Net], out: IO[bytes]) -> None:
    """Lay networks down as a plain state dict of tensors, in half precision."""
    told: State = {}
    for i, net in enumerate(nets):
        told[f"{i}.sizes"] = torch.tensor(list(astuple(net.sizes)))
        told[f"{i}.middle"] = torch.tensor(net.scale.middle)
        told[f"{i}.width"] = torch.tensor(net.scale.width)
        for name, value in net.state.items():
            told[f"{i}.state.{name}"] = value.half()
    torch.save(told, out)


def load(kept: IO[bytes]) -> tuple[Net, ...]:
    """Take networks up again; anything else in the file raises ValueError."""
    try:
        told = torch.load(kept, weights_only=True, map_location="cpu")
        nets = []
        for i in range(sum(name.endswith(".sizes") for name in told)):
            prefix = f"{i}.state."
            state = {
                n.removeprefix(prefix): v.float() for n, v in told.items() if n.startswith(prefix)
            }
            scale = Scale(told[f"{i}.middle"].numpy(), told[f"{i}.width"].numpy())
            net = Net(Sizes(*told[f"{i}.sizes"].tolist()), state, scale)
            AttentionLSTM(net.sizes).load_state_dict(state)
            nets.append(net)
    except (RuntimeError, KeyError, AttributeError, TypeError, EOFError, UnpicklingError) as bad:
        raise ValueError("not a network of ours") from bad
    return tuple(nets)
