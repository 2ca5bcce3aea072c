"""Public names that a user's own ``@njit`` cannot call, each with the reason; every other one it can."""

EXCEPTIONS = {
    "cluster.KMeans": "an estimator is a Python object; compiled callers loop over cluster.lloyd_step",
    "estimation.BernoulliMixture": "an estimator is a Python object",
    "estimation.GaussianMixture": "an estimator is a Python object; compiled callers loop over estimation.em_step",
    "graphs.from_adjacency": "takes lists of lists or a dict of Python objects; compiled callers use graphs.from_edges",
    "graphs.from_networkx": "takes an object of another library",
    "graphs.from_scipy": "takes an object of another library",
    "sequence.CategoricalHMM": "an estimator is a Python object; compiled callers loop over sequence.baum_welch_step",
    "sequence.GaussianHMM": "an estimator; compiled callers give log-densities to sequence.forward_backward",
    "sequence.LinearChainCRF": "an estimator; compiled callers use sequence.crf_nll_grad",
    "svm.HingeSGDClassifier": "an estimator is a Python object; compiled callers use svm.hinge_step",
    "timeseries.AR": "an estimator; compiled callers use timeseries.yule_walker or timeseries.arma_log_likelihood",
    "timeseries.ARIMA": "an estimator; compiled callers use timeseries.arma_log_likelihood",
    "timeseries.TrendSeasonality": "an estimator is a Python object; its fit is one regression",
    "trees.DecisionTreeClassifier": "an estimator; compiled code takes its tree_, a NamedTuple of arrays",
    "trees.export_text": "takes a fitted estimator and makes text; compiled code walks tree_",
}
