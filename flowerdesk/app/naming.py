"""Names photos with the run in use: state for the Use page, and what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.job_runner import JobRunner
from flowerdesk.app.pasted_images import PastedImages
from flowerdesk.app.sentences import told
from flowerdesk.app.session import Session
from flowerdesk.core import workflow
from flowerdesk.core.events import Event, Progress
from flowerdesk.core.prediction import PhotosNamed, Prediction
from flowerdesk.core.project import Run
from flowerdesk.core.similar import SimilarPhoto
from flowerdesk.jobs import Crashed, Failed, Finished

SIMILAR_PHOTOS = 4
_ANSWERS_KEPT = 60


@dataclass(frozen=True)
class Answer:
    """What a run said of one photo."""

    prediction: Prediction
    run: Run
    similar: tuple[SimilarPhoto, ...] = ()
    """The training photos most like it, as soon as they are found."""

    @property
    def path(self) -> Path:
        return Path(self.prediction.path)


@dataclass
class _Job:
    photo: Path
    run: Run
    answered: bool = False


class Naming(QObject):
    """Asks the child process for the labels of photos that need not belong to the project.

    ``answers`` are those for single photos, the last one first, each photo once; ``asked`` is the
    photo that was asked for last, until its answer is here. ``table`` holds the answers for many.

    Signals:
        cleared(): another project is open; there are no answers for it yet.
        state_changed(): ``asked`` or ``naming_many`` is another one.
        answered(Answer): a single photo was named; once more when similar ones were found.
        progressed(done, total): of many photos.
        named(list[Prediction]): the next answers for many photos, in the order of the photos.
        failed(sentence, details): there is no answer, or there are no more.
    """

    cleared = Signal()
    state_changed = Signal()
    answered = Signal(object)
    progressed = Signal(int, int)
    named = Signal(list)
    failed = Signal(str, str)

    def __init__(self, session: Session, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked: Path | None = None
        self.answers: list[Answer] = []
        self.table: list[Prediction] = []
        self.table_run: Run | None = None
        self.pasted = PastedImages(self)
        self._session = session
        self._runner = runner
        self._single: dict[int, _Job] = {}
        self._many: int | None = None
        self._warms_up = False
        self._warmed_for: tuple[Path, int | None] | None = None
        runner.reported.connect(self._on_event)
        runner.ended.connect(self._on_ended)
        session.opened.connect(self._forget)
        session.changed.connect(self._warm_up_again)
        self.pasted.saved.connect(self.name)

    @property
    def naming_many(self) -> bool:
        return self._many is not None

    def close(self) -> None:
        """Removes the files of pasted images."""
        self.pasted.close()

    # Asking

    def name(self, photo: Path) -> None:
        """Names one photo and finds those of the project that are most like it."""
        snapshot = self._session.snapshot
        if snapshot is None or snapshot.run is None:
            return
        for earlier, job in self._single.items():
            if job.answered:  # nobody looks any more at what it is like
                self._runner.cancel(earlier)
        job_id = self._runner.start(workflow.explain, snapshot.path, photo, SIMILAR_PHOTOS)
        self._single[job_id] = _Job(photo, snapshot.run)
        self.asked = photo
        self.state_changed.emit()

    def name_many(self, photos: Sequence[Path]) -> None:
        """Names photos and all photos in folders, in place of an earlier table."""
        snapshot = self._session.snapshot
        if snapshot is None or snapshot.run is None or not photos:
            return
        self.stop()
        self.table, self.table_run = [], snapshot.run
        self._many = self._runner.start(workflow.name_photos, snapshot.path, tuple(photos))
        self.state_changed.emit()

    def stop(self) -> None:
        """Names no more of the many photos; the answers that are here stay."""
        if self._many is not None:
            self._runner.cancel(self._many)

    def warm_up(self) -> None:
        """Readies the child for the run in use, and for each that follows it, so that the first
        answer comes at once."""
        self._warms_up = True
        snapshot = self._session.snapshot
        if snapshot is None or snapshot.run is None:
            return
        wanted = (snapshot.path, snapshot.run_in_use)
        if self._warmed_for != wanted:
            self._warmed_for = wanted
            self._runner.start(workflow.warm_up, snapshot.path)

    def _warm_up_again(self) -> None:
        if self._warms_up:
            self.warm_up()

    def _forget(self) -> None:
        for job_id in self._single:
            self._runner.cancel(job_id)
        self.stop()
        self._single, self._many, self.asked = {}, None, None
        self.answers, self.table, self.table_run = [], [], None
        self.cleared.emit()

    # Answers

    def _on_event(self, job_id: int, event: Event) -> None:
        if job_id in self._single and isinstance(event, PhotosNamed):
            job = self._single[job_id]
            job.answered = True
            self._keep(Answer(event.predictions[0], job.run))
        elif job_id == self._many:
            match event:
                case PhotosNamed(predictions=predictions):
                    self.table += predictions
                    self.named.emit(list(predictions))
                case Progress(done=done, total=total) if total:
                    self.progressed.emit(done, total)

    def _keep(self, answer: Answer) -> None:
        others = [one for one in self.answers if one.path != answer.path]
        self.answers = [answer, *others][:_ANSWERS_KEPT]
        was_asked = answer.path == self.asked
        if was_asked:
            self.asked = None
        self.answered.emit(answer)
        if was_asked:
            self.state_changed.emit()

    def _on_ended(self, job_id: int, outcome: object) -> None:
        if isinstance(outcome, Crashed):
            self._warmed_for = None  # the next child is a cold one
        if job_id in self._single:
            photo = self._single.pop(job_id).photo
            if isinstance(outcome, Finished):
                self._explain(photo, outcome.result)
            elif photo == self.asked:
                self.asked = None
                self.state_changed.emit()
        elif job_id == self._many:
            self._many = None
            self.state_changed.emit()
        else:
            return
        if isinstance(outcome, Failed):
            self.failed.emit(told(outcome.message), outcome.traceback)
        elif isinstance(outcome, Crashed):
            self.failed.emit(told(outcome.message), outcome.details)

    def _explain(self, photo: Path, similar: tuple[SimilarPhoto, ...]) -> None:
        for number, answer in enumerate(self.answers):
            if answer.path == photo and similar:
                self.answers[number] = replace(answer, similar=similar)
                self.answered.emit(self.answers[number])
