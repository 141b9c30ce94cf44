"""Runs core work in a child process, so that nobody who watches it ever has to wait."""

from flowerdesk.jobs.outcomes import Cancelled, Crashed, Failed, Finished, Outcome
from flowerdesk.jobs.worker import Worker

__all__ = ["Cancelled", "Crashed", "Failed", "Finished", "Outcome", "Worker"]
