"""The odd polynomial that Muon makes matrices orthogonal with, the same in each engine.

Of X = G / |G| (Frobenius), `STEPS` times: X <- a X + (b X X' + c (X X')^2) X. The singular values of X go
through s -> a s + b s^3 + c s^5, which lifts small ones fast and leaves all of those above 1e-3 or so
between 0.7 and 1.2: near enough to 1 (Jordan et al. 2024).
"""

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
STEPS = 5
SIZE = 0.2  # the root mean square of the elements of Adam's steps, as a rule (Liu et al. 2025, sec. 2.2)
TINY = 1e-20  # a gradient of zeros stays zeros


def step_size(rows: int, columns: int) -> float:
    """What the orthogonal matrix is multiplied by, besides the rate: its elements are of about this
    size divided by sqrt(max(rows, columns))."""
    return SIZE * max(rows, columns) ** 0.5
