"""Rivals of the bench that the package itself does without: LightGBM and ridge, tuned as hard."""

from __future__ import annotations

import numpy as np

from peruopt.learn import trees
from peruopt.learn.arrays import Floats
from peruopt.learn.features import Past, Seen
from peruopt.learn.splits import Split

LIGHT = (
    {"num_leaves": 7, "learning_rate": 0.03, "min_child_samples": 40, "lambda_l2": 5.0},
    {"num_leaves": 15, "learning_rate": 0.05, "min_child_samples": 40, "lambda_l2": 5.0},
    {"num_leaves": 31, "learning_rate": 0.05, "min_child_samples": 80, "lambda_l2": 5.0},
    {"num_leaves": 63, "learning_rate": 0.05, "min_child_samples": 200, "lambda_l2": 20.0},
)


def lightgbm(past: Past, seen: Seen, cut: Split, seed: int) -> Floats:
    """LightGBM on every feature of ours, the memory of words too; shape and rounds by validation,
    then grown again on train and validation."""
    import lightgbm as gbm

    columns = trees.columns()
    values = seen.values[:, columns]
    best: tuple[float, dict[str, object], int] | None = None
    for shape in LIGHT:
        how = dict(shape) | {
            "objective": "l2", "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1,
            "verbosity": -1, "num_threads": 2, "seed": seed, "deterministic": True,
        }  # fmt: skip
        train = gbm.Dataset(values[cut.train], past.lift[cut.train], free_raw_data=False)
        valid = gbm.Dataset(values[cut.valid], past.lift[cut.valid], reference=train)
        grown = gbm.train(
            how, train, 600, [valid], callbacks=[gbm.early_stopping(40, verbose=False)]
        )
        error = float(grown.best_score["valid_0"]["l2"])
        if best is None or error < best[0]:
            best = (error, how, grown.best_iteration)
    assert best is not None
    rows = cut.train | cut.valid
    final = gbm.train(best[1], gbm.Dataset(values[rows], past.lift[rows]), best[2])
    return np.asarray(final.predict(values), dtype=np.float64)


def ridge(past: Past, seen: Seen, cut: Split, seed: int) -> Floats:
    """Ridge on standardised features, its penalty by validation."""
    from sklearn.linear_model import Ridge
    from sklearn.preprocessing import StandardScaler

    del seed
    values = np.nan_to_num(seen.values[:, trees.columns()])
    rows = cut.train | cut.valid
    values = np.clip(StandardScaler().fit(values[cut.train]).transform(values), -4, 4)

    def off(penalty: float) -> float:
        fitted = Ridge(penalty).fit(values[cut.train], past.lift[cut.train])
        return float(((past.lift[cut.valid] - fitted.predict(values[cut.valid])) ** 2).mean())

    penalty = min((10.0, 100.0, 1_000.0, 10_000.0), key=off)
    return np.asarray(Ridge(penalty).fit(values[rows], past.lift[rows]).predict(values))
