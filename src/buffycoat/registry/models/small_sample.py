"""Degrees of freedom and standard errors of a mixed model's contrasts when people are few.

Satterthwaite: df = 2 v² / (g' W g), v the contrast's variance, g its slope in the covariance's parameters, W
their covariance from the observed information (Fai and Cornelius 1996). Kenward and Roger 1997: the
covariance of the coefficients enlarged for not knowing Σ, and df from the expected information; Σ is linear
in its parameters here, so the term with its second derivatives is zero.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import fdtrc, stdtr, stdtrit

from buffycoat.registry.models.covariance import Matrix
from buffycoat.registry.models.mmrm import Mmrm
from buffycoat.registry.models.reml import kron_sum

Method = Literal["kenward-roger", "satterthwaite"]
UNSURE = "too few answers, or too alike, to say how sure this is"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A contrast with its standard error, degrees of freedom, two-sided interval and p-value."""

    value: float
    se: float
    df: float
    low: float
    high: float
    p: float


def estimate(
    model: Mmrm, contrast: Matrix, method: Method = "kenward-roger", level: float = 0.95
) -> Estimate:
    """One contrast of the coefficients (q,); ValueError where too little is known to tell its error."""
    variance = float(contrast @ model.phi @ contrast)
    slopes = np.array([contrast @ one @ contrast for one in _phi_slopes(model)])
    curves = model.curves
    if method == "satterthwaite":
        spread, shown = np.linalg.inv(curves.observed), variance
    else:
        spread = np.linalg.inv(curves.expected)
        shown = float(contrast @ adjusted(model) @ contrast)
    df = 2 * variance**2 / float(slopes @ spread @ slopes)
    if not (shown > 0 and 0 < df < np.inf):
        raise ValueError(UNSURE)
    value, se = float(contrast @ model.beta), float(np.sqrt(shown))
    reach = float(stdtrit(df, 0.5 + level / 2)) * se
    p = 2 * float(stdtr(df, -abs(value) / se))
    return Estimate(value, se, df, value - reach, value + reach, p)


def _phi_slopes(model: Mmrm) -> Matrix:
    """The slope of phi in each parameter: Φ A_k Φ, on the scale of the covariates as given."""
    inner = np.linalg.inv(model.back) @ model.phi @ np.linalg.inv(model.back).T
    found: Matrix = model.back @ (inner @ model.curves.slopes @ inner) @ model.back.T
    return found


def adjusted(model: Mmrm) -> Matrix:
    """The covariance of the coefficients after Kenward and Roger (q, q)."""
    spread = np.linalg.inv(model.curves.expected)
    back_inverse = np.linalg.inv(model.back)
    phi = back_inverse @ model.phi @ back_inverse.T
    slopes = model.curves.slopes
    second = _second(model, spread)
    crossed = (slopes @ phi @ np.tensordot(spread, slopes, axes=1)).sum(axis=0)
    inner = phi + 2 * phi @ (second - crossed) @ phi
    found: Matrix = model.back @ inner @ model.back.T
    return found


def _second(model: Mmrm, spread: Matrix) -> Matrix:
    """Σ_kl W_kl X'V⁻¹ D_k V⁻¹ D_l V⁻¹ X."""
    top, basis = model.top, model.covariance.basis
    w = top.inverse
    inner = (basis @ w[:, None] @ np.tensordot(spread, basis, axes=1)).sum(axis=1)
    found: Matrix = top.design.T @ kron_sum(w @ inner @ w, top.sums.ss) @ top.design
    return found


@dataclass(frozen=True, slots=True)
class Joint:
    """An F test of several contrasts at once."""

    f: float
    df: float
    df_residual: float
    p: float


def joint(model: Mmrm, contrasts: Matrix) -> Joint:
    """The Kenward-Roger F test that all of these contrasts (l, q) are nil; ValueError as `estimate`."""
    many = int(np.linalg.matrix_rank(contrasts))
    phi, spread = model.phi, np.linalg.inv(model.curves.expected)
    middle = np.linalg.inv(contrasts @ phi @ contrasts.T)
    turned = np.stack([contrasts @ one @ contrasts.T @ middle for one in _phi_slopes(model)])
    traces = np.trace(turned, axis1=1, axis2=2)
    a1 = float(traces @ spread @ traces)
    a2 = float(np.einsum("kl,kab,lba->", spread, turned, turned, optimize=True))
    b = (a1 + 6 * a2) / (2 * many)
    g = ((many + 1) * a1 - (many + 4) * a2) / ((many + 2) * a2)
    bottom = 3 * many + 2 * (1 - g)
    c1, c2, c3 = g / bottom, (many - g) / bottom, (many + 2 - g) / bottom
    expected = 1 / (1 - a2 / many)
    variance = 2 / many * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
    rho = variance / (2 * expected**2)
    df = 4 + (many + 2) / (many * rho - 1)
    scale = df / (expected * (df - 2))
    value = contrasts @ model.beta
    wald = float(value @ np.linalg.solve(contrasts @ adjusted(model) @ contrasts.T, value)) / many
    if not (scale * wald >= 0 and 0 < df < np.inf):
        raise ValueError(UNSURE)
    return Joint(scale * wald, many, df, float(fdtrc(many, df, scale * wald)))
