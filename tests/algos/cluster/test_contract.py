"""KMeans keeps scikit-learn's contract: every one of its checks, without exception."""

from algos.cluster import KMeans
from tests.algos.estimator_checks import estimator_checks

test_scikit_learn = estimator_checks(KMeans(), KMeans(n_clusters=3, n_init=2, n_jobs=2))
