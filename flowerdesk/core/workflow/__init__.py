"""The whole road in one call: what a person asks for, done by the stations in their order.

Each function is a job: it opens the project itself, reports through ``emit``, looks at
``cancelled()``, and returns a small picklable report.
"""

from flowerdesk.core.workflow.errands import add_weights, codes, draw_sample, fetch_weights, info
from flowerdesk.core.workflow.in_use import head_in_use, remembered_weights, run_in_use
from flowerdesk.core.workflow.learning import (
    BackboneRequest,
    EvaluateReport,
    ExtractReport,
    TrainReport,
    evaluate,
    extract,
    train,
    update_photos,
)
from flowerdesk.core.workflow.naming import (
    SortRequest,
    explain,
    name_photos,
    predict,
    sort_photos,
    warm_up,
    watch,
)

__all__ = [
    "BackboneRequest",
    "EvaluateReport",
    "ExtractReport",
    "SortRequest",
    "TrainReport",
    "add_weights",
    "codes",
    "draw_sample",
    "evaluate",
    "explain",
    "extract",
    "fetch_weights",
    "head_in_use",
    "info",
    "name_photos",
    "predict",
    "remembered_weights",
    "run_in_use",
    "sort_photos",
    "train",
    "update_photos",
    "warm_up",
    "watch",
]
