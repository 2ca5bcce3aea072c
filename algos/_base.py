"""What every estimator shares: scikit-learn's contract, without importing scikit-learn.

Tags and metadata requests are built from scikit-learn's own classes inside the methods that only scikit-learn calls.
"""

from __future__ import annotations

import inspect
import sys
import warnings
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from ._check import matrix, same_length
from ._check import sample_weight as checked_weight
from ._convert import feature_names
from ._labels import EncodedLabels, encode, encode_pair

__all__ = ["Classifier", "Clusterer", "Estimator", "Transformer"]


class Estimator:
    """Parameters, representation, tags, and the check of `X` at fit and at predict.

    Subclasses store their constructor's arguments unchanged and set attributes with a trailing underscore in `fit`.
    """

    _kind: ClassVar[str | None] = None
    _uses_weights: ClassVar[tuple[str, ...]] = ()  # methods that take sample_weight

    @classmethod
    def _parameters(cls) -> list[inspect.Parameter]:
        parameters = inspect.signature(cls).parameters.values()
        return [parameter for parameter in parameters if parameter.kind is not parameter.VAR_KEYWORD]

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the constructor's arguments by name."""
        found = {parameter.name: getattr(self, parameter.name) for parameter in self._parameters()}
        if deep:
            for name, value in list(found.items()):
                if hasattr(value, "get_params") and not isinstance(value, type):
                    found.update({f"{name}__{key}": inner for key, inner in value.get_params().items()})
        return found

    def set_params(self, **params: Any) -> Self:
        """Set constructor arguments by name; ``a__b`` reaches parameter b of the estimator a."""
        known = {parameter.name for parameter in self._parameters()}
        for key, value in params.items():
            name, _, rest = key.partition("__")
            if name not in known:
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {self!r}. Valid parameters are: {sorted(known)!r}."
                )
            if rest:
                getattr(self, name).set_params(**{rest: value})
            else:
                setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        changed = []
        for parameter in self._parameters():
            value = getattr(self, parameter.name, parameter.default)
            if repr(value) != repr(parameter.default):
                changed.append(f"{parameter.name}={value!r}")
        return f"{type(self).__name__}({', '.join(changed)})"

    # -- input --------------------------------------------------------------------------------------

    def _fit_matrix(self, X: Any, at_least: int = 1) -> np.ndarray:
        """Check `X` in `fit`; remember how many columns it has and their names."""
        names = feature_names(X)
        values = matrix(X, at_least=at_least)
        if names is not None:
            self.feature_names_in_ = names
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_
        self.n_features_in_ = values.shape[1]
        return values

    def _predict_matrix(self, X: Any) -> np.ndarray:
        """Check `X` after `fit`: same columns, same names."""
        self._check_fitted()
        self._compare_names(feature_names(X))
        values = matrix(X)
        if values.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {values.shape[1]} features, but {type(self).__name__} is expecting {self.n_features_in_} "
                "features as input"
            )
        return values

    def _compare_names(self, names: np.ndarray | None) -> None:
        seen = getattr(self, "feature_names_in_", None)
        if names is None and seen is None:
            return
        who = type(self).__name__
        if names is None:
            warnings.warn(f"X does not have valid feature names, but {who} was fitted with feature names", stacklevel=4)
            return
        if seen is None:
            warnings.warn(f"X has feature names, but {who} was fitted without feature names", stacklevel=4)
            return
        if list(names) == list(seen):
            return
        message = "The feature names should match those that were passed during fit.\n"
        unseen, missing = sorted(set(names) - set(seen)), sorted(set(seen) - set(names))
        if unseen:
            message += "Feature names unseen at fit time:\n" + _listed(unseen)
        if missing:
            message += "Feature names seen at fit time, yet now missing:\n" + _listed(missing)
        if not unseen and not missing:
            message += "Feature names must be in the same order as they were in fit.\n"
        raise ValueError(message)

    def _check_fitted(self) -> None:
        if not self.__sklearn_is_fitted__():
            raise not_fitted(self)

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "n_features_in_")

    # -- what scikit-learn asks ---------------------------------------------------------------------

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import ClassifierTags, RegressorTags, Tags, TargetTags, TransformerTags

        kind = self._kind
        return Tags(
            estimator_type=kind if kind != "transformer" else None,
            target_tags=TargetTags(required=kind in ("classifier", "regressor")),
            transformer_tags=TransformerTags() if hasattr(self, "transform") else None,
            classifier_tags=ClassifierTags() if kind == "classifier" else None,
            regressor_tags=RegressorTags() if kind == "regressor" else None,
        )

    def get_metadata_routing(self) -> Any:
        """Return scikit-learn's record of which methods want `sample_weight`."""
        from sklearn.utils.metadata_routing import MetadataRequest

        request = MetadataRequest(owner=self)
        for method in self._uses_weights:
            asked = getattr(self, "_weight_requests", {}).get(method)
            getattr(request, method).add_request(param="sample_weight", alias=asked)
        return request

    def _request_weights(self, method: str, asked: bool | str | None) -> Self:
        self._weight_requests = getattr(self, "_weight_requests", {}) | {method: asked}
        return self

    def set_fit_request(self, *, sample_weight: bool | str | None = None) -> Self:
        """Say whether a scikit-learn meta-estimator should pass `sample_weight` to `fit`."""
        return self._request_weights("fit", sample_weight)

    def set_score_request(self, *, sample_weight: bool | str | None = None) -> Self:
        """Say whether a scikit-learn meta-estimator should pass `sample_weight` to `score`."""
        return self._request_weights("score", sample_weight)


def _listed(names: list[str]) -> str:
    shown = "".join(f"- {name}\n" for name in names[:5])
    return shown + ("- ...\n" if len(names) > 5 else "")


class Classifier(Estimator):
    """An estimator with `predict` and mean accuracy as `score`."""

    _kind = "classifier"
    _uses_weights = ("fit", "score")
    classes_: np.ndarray

    def _fit_labels(self, y: Any, X: np.ndarray) -> EncodedLabels:
        """Check `y` in `fit`, one label for each row of `X`; return the classes and the labels as codes."""
        if y is None:
            raise ValueError(f"{type(self).__name__} requires y to be passed, but the target y is None")
        labels = encode(y)
        same_length(X, labels.codes, "X", "y")
        return labels

    if TYPE_CHECKING:

        def predict(self, X: Any) -> np.ndarray:
            """Return a label for each row of `X`."""

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """Return the (weighted) share of rows whose label is predicted right."""
        truth = encode_pair(y, self.predict(X), "y", "X")
        right = truth.codes_a == truth.codes_b
        return float(np.average(right, weights=checked_weight(sample_weight, len(right))))


class Transformer(Estimator):
    """An estimator with `transform`; NumPy out, or a data frame after ``set_output``."""

    _kind = "transformer"

    if TYPE_CHECKING:

        def transform(self, X: Any) -> Any:
            """Return the transformed rows."""

        @property
        def _n_features_out(self) -> int: ...

    def fit_transform(self, X: Any, y: Any = None, **fit_params: Any) -> Any:
        """Fit to `X`, then transform it."""
        return self.fit(X, y, **fit_params).transform(X)  # type: ignore[attr-defined]  # `fit` is the subclass's

    def set_output(self, *, transform: str | None = None) -> Self:
        """Choose what `transform` returns: "default" (NumPy), "pandas" or "polars"."""
        if transform is not None:
            if transform not in ("default", "pandas", "polars"):
                raise ValueError(f"transform must be one of 'default', 'pandas', 'polars'; got {transform!r}")
            self._sklearn_output_config = {"transform": transform}
        return self

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:  # noqa: ARG002  (scikit-learn's signature)
        """Return one name for each column of `transform`: the class name in lower case and a number."""
        self._check_fitted()
        prefix = type(self).__name__.lower()
        return np.asarray([f"{prefix}{i}" for i in range(self._n_features_out)], dtype=object)

    def _output(self, values: np.ndarray, X: Any) -> Any:
        """Put the result of `transform` into the container that was asked for, keeping the rows' index."""
        wanted = getattr(self, "_sklearn_output_config", {}).get("transform")
        if wanted is None and "sklearn" in sys.modules:
            wanted = sys.modules["sklearn"].get_config()["transform_output"]
        if wanted == "pandas":
            import pandas as pd

            return pd.DataFrame(
                values, columns=self.get_feature_names_out(), index=getattr(X, "index", None), copy=False
            )
        if wanted == "polars":
            import polars as pl

            return pl.DataFrame(values, schema=list(self.get_feature_names_out()), orient="row")
        return values


class Clusterer(Estimator):
    """An estimator with `labels_` after `fit`."""

    _kind = "clusterer"
    labels_: np.ndarray

    def fit_predict(self, X: Any, y: Any = None, **fit_params: Any) -> np.ndarray:
        """Fit to `X` and return `labels_`."""
        return self.fit(X, y, **fit_params).labels_  # type: ignore[attr-defined]  # `fit` is the subclass's


def not_fitted(estimator: Any) -> Exception:
    """Return a NotFittedError, scikit-learn's own where it is loaded."""
    message = (
        f"This {type(estimator).__name__} instance is not fitted yet. Call 'fit' with appropriate arguments before "
        "using this estimator."
    )
    exceptions = sys.modules.get("sklearn.exceptions")
    if exceptions is not None:
        error: Exception = exceptions.NotFittedError(message)
        return error
    return NotFittedError(message)


class NotFittedError(ValueError, AttributeError):
    """The estimator was used before it was fitted."""
