"""flowerdesk: teach your own laptop to tell your photos apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowerdesk.core.transformer import PhotoFeatures

__all__ = ["PhotoFeatures"]


def __getattr__(name: str) -> Any:
    """``PhotoFeatures`` when it is asked for: scikit-learn takes a second to import."""
    if name == "PhotoFeatures":
        from flowerdesk.core.transformer import PhotoFeatures

        return PhotoFeatures
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
