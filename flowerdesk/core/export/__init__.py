"""Writes a trained classifier in the formats of other runtimes, and proves what was written.

An export is a folder: the model, an example program that uses it, and what there is to know. It is
made in two jobs. :func:`write_export` writes it beside its place, with the answers that the app
gives; :func:`prove_export`, in a process of its own, asks the example program about the same files
and puts the folder into its place only when the answers agree.
"""

from flowerdesk.core.export.formats import FORMATS, Format, format_named
from flowerdesk.core.export.proof import Proof, discard_export, prove_export
from flowerdesk.core.export.writing import Written, write_export

__all__ = [
    "FORMATS",
    "Format",
    "Proof",
    "Written",
    "discard_export",
    "format_named",
    "prove_export",
    "write_export",
]
