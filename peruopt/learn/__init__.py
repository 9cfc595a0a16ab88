"""Learning: from past posts to forecasts, intervals and hours, causal by construction."""
