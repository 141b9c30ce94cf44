"""The errors that reach a person. Each carries a sentence: what happened, and what to do now."""


class FlowerdeskError(Exception):
    """Base of every error that flowerdesk raises on purpose; ``str(error)`` is meant for people."""

    @property
    def sentence(self) -> str:
        """What is meant for people, as it was made: a window may know it in another language."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


class ScanError(FlowerdeskError):
    """The folder of photos cannot be used as it is."""


class PhotoError(FlowerdeskError):
    """One photo cannot be read. The work goes on without it."""


class ProjectError(FlowerdeskError):
    """The project file cannot be opened, read or written."""


class WeightsError(FlowerdeskError):
    """The weights of a backbone are missing, damaged or belong to another network."""


class ComputingError(FlowerdeskError):
    """This computer lacks what a network is to be computed with."""


class TrainingError(FlowerdeskError):
    """The labels and photos at hand cannot be split or learned."""


class PredictionError(FlowerdeskError):
    """A head cannot name photos under the present circumstances."""


class SeeingError(FlowerdeskError):
    """What a network sees cannot be shown under the present circumstances."""


class ExportError(FlowerdeskError):
    """A classifier cannot be written in another format, or what was written answers differently."""
