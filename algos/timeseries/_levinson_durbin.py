r"""The Levinson-Durbin recursion: Yule-Walker equations of every order up to p in O(p²).

.. math::

    \phi_{k,k} = \frac{c_k - \sum_{j=1}^{k-1} \phi_{k-1,j} c_{k-j}}{v_{k-1}}, \qquad
    \phi_{k,j} = \phi_{k-1,j} - \phi_{k,k} \phi_{k-1,k-j}, \qquad
    v_k = v_{k-1} (1 - \phi_{k,k}^2), \quad v_0 = c_0
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel


@kernel
def _levinson_durbin(c, order):
    """Return (phi, pacf, v) from autocovariances c of length > order.

    phi (order,) are the coefficients of order `order`, pacf (order + 1,) the last coefficient of every order with 1 at
    lag 0, v (order + 1,) the innovation variance of every order. A variance of zero leaves NaN behind it.
    """
    phi, before = np.zeros(order), np.zeros(order)
    pacf, v = np.empty(order + 1), np.empty(order + 1)
    pacf[0], v[0] = 1.0, c[0]
    for k in range(1, order + 1):
        rest = c[k]
        for j in range(k - 1):
            rest -= phi[j] * c[k - 1 - j]
        last = rest / v[k - 1]
        for j in range(k - 1):
            before[j] = phi[j]
        for j in range(k - 1):
            phi[j] = before[j] - last * before[k - 2 - j]
        phi[k - 1] = last
        pacf[k] = last
        v[k] = v[k - 1] * ((1.0 - last) * (1.0 + last))
    return phi, pacf, v
