"""Every question as a function, with its types: `analytics.time_domain(intervals)`, `analytics.training_load(first, days)`.

A column is one of Arrow, polars, pandas or numpy, or a list; what is missing in it is null, NaN or None. A column of numbers
comes back as a `Column`, anything else as the dicts and lists that `analytics.types` describes. Raises a `NoAnswerError` where
there is no answer, and a `QuestionError` where an argument is not understood.
"""

from . import _types as types
from . import _questions
from ._questions import *

__all__ = ["types"]
__all__ += _questions.__all__
