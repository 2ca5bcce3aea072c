"""How good predictions are: confusion, precision, recall, ROC, losses of probabilities, errors, R², rankings, ranks."""

from .area import roc_auc_score
from .binary_rates import rates
from .concordance import kendalltau
from .confusion import accuracy_score, confusion_matrix
from .curve import auc, roc_curve
from .determination import adjusted_r2, r2_score, sum_of_squares
from .errors import mean_absolute_error, mean_squared_error, root_mean_squared_error
from .first_hits import expected_reciprocal_rank, reciprocal_rank
from .fscore import precision_recall_fscore_support
from .gains import dcg_score, ndcg_score
from .precision_recall import average_precision_score, precision_recall_curve
from .probability_losses import brier_score_loss, log_loss
from .rankings import average_precision_at_k, precision_at_k, recall_at_k
from .ranks import rankdata
from .single_scores import f1_score, precision_score, recall_score

__all__ = [
    "accuracy_score",
    "adjusted_r2",
    "auc",
    "average_precision_at_k",
    "average_precision_score",
    "brier_score_loss",
    "confusion_matrix",
    "dcg_score",
    "expected_reciprocal_rank",
    "f1_score",
    "kendalltau",
    "log_loss",
    "mean_absolute_error",
    "mean_squared_error",
    "ndcg_score",
    "precision_at_k",
    "precision_recall_curve",
    "precision_recall_fscore_support",
    "precision_score",
    "r2_score",
    "rankdata",
    "rates",
    "recall_at_k",
    "recall_score",
    "reciprocal_rank",
    "roc_auc_score",
    "roc_curve",
    "root_mean_squared_error",
    "sum_of_squares",
]
