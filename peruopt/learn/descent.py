"""Adam with decoupled decay and clipped steps: what `torch.optim` does without its imports.

The stock optimiser pulls in torch's compiler on its first step, which costs a training seconds.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

_MEAN, _SQUARE, _TINY = 0.9, 0.999, 1e-8


class Descent:
    """Steps of AdamW over parameters whose gradients are there."""

    def __init__(self, parameters: Iterable[Tensor], decay: float, most: float = 1.0) -> None:
        self._parameters = list(parameters)
        self._decay, self._most = decay, most
        self._mean = [torch.zeros_like(p) for p in self._parameters]
        self._square = [torch.zeros_like(p) for p in self._parameters]
        self._steps = 0

    def forget(self) -> None:
        """Drop the gradients of the last step."""
        for p in self._parameters:
            p.grad = None

    def step(self, rate: float) -> None:
        """Go one step of `rate` down the gradients, their joint norm cut at `most`."""
        with torch.no_grad():
            self._go(rate)

    def _go(self, rate: float) -> None:
        self._steps += 1
        gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in self._parameters]
        norm = float(torch.stack([g.norm() for g in gradients]).norm())
        cut = min(1.0, self._most / (norm + 1e-6))
        first = 1 - _MEAN**self._steps
        second = 1 - _SQUARE**self._steps
        moved = zip(self._parameters, gradients, self._mean, self._square, strict=True)
        for p, gradient, mean, square in moved:
            gradient = gradient * cut
            mean.lerp_(gradient, 1 - _MEAN)
            square.mul_(_SQUARE).addcmul_(gradient, gradient, value=1 - _SQUARE)
            p.mul_(1 - rate * self._decay)
            p.addcdiv_(mean, (square / second).sqrt_().add_(_TINY), value=-rate / first)
