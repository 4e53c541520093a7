"""The model of Vaswani et al. 2017: functions `f(ctx, params, x, ...)` over a backend."""
