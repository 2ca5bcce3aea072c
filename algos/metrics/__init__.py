"""How good predictions are: confusion matrix, precision, recall, F-score, ROC curve and the area under it, ranks."""

from .area import roc_auc_score
from .confusion import accuracy_score, confusion_matrix
from .curve import auc, roc_curve
from .fscore import precision_recall_fscore_support
from .ranks import rankdata
from .single_scores import f1_score, precision_score, recall_score

__all__ = [
    "accuracy_score",
    "auc",
    "confusion_matrix",
    "f1_score",
    "precision_recall_fscore_support",
    "precision_score",
    "rankdata",
    "recall_score",
    "roc_auc_score",
    "roc_curve",
]
