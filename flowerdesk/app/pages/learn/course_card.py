"""Card 2: how well the labels are learned at present, or how well they were."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.learning import Learning, Stage
from flowerdesk.app.pages.learn import wording
from flowerdesk.app.pages.learn.layouts import heading_row
from flowerdesk.app.sentences import percent_text
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Card, ElidedLabel, button, text
from flowerdesk.core.project import Run


class CourseCard(Card):
    """Shows the training while it goes on, and otherwise the test score of a run.

    Signals:
        settings_wanted(bool): the settings shall be seen, or put away.
        stop_wanted(): the training shall end with what it has reached.
    """

    settings_wanted = Signal(bool)
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = button(
            self.tr("Settings"),
            self.tr("Hidden layers, epochs and more, for those who want to try"),
            flat=True,
        )
        self.settings.setCheckable(True)
        self.settings.toggled.connect(self._on_toggled)
        self.stop = button(
            self.tr("Stop"), self.tr("End now, with the best that was reached so far"), flat=True
        )
        self.stop.clicked.connect(self.stop_wanted)
        self.number = text(role="number")
        self.caption = ElidedLabel(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setProperty("tone", "accuracy")
        self.bar.setAccessibleName(self.tr("Epochs that were learned"))
        self.details = ElidedLabel(role="muted")
        self.left = text(role="muted")
        self.sentence = text(wrap=True)
        self._lay_out()
        self._dress()

    def _lay_out(self) -> None:
        top = heading_row()
        top.addWidget(text(self.tr("2 · Learn the labels"), "heading"))
        top.addStretch(1)
        top.addWidget(self.stop)
        top.addWidget(self.settings)
        figures = QHBoxLayout()
        figures.setSpacing(SPACING - 4)
        figures.addWidget(self.number)
        figures.addWidget(self.caption, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.details, 1)
        bottom.addWidget(self.left)
        self.body.addLayout(top)
        self.body.addLayout(figures)
        self.body.addWidget(self.bar)
        self.body.addLayout(bottom)
        self.body.addWidget(self.sentence)
        self.body.addStretch(1)

    def show_run(self, run: Run | None) -> None:
        """Nothing goes on: the score of a run, or that there is none yet."""
        self.stop.hide()
        self._show_bar(False)
        accuracy = wording.test_accuracy(run) if run else None
        self.number.setVisible(accuracy is not None)
        self.caption.setVisible(run is not None)
        if run is None:
            self.sentence.setText(
                self.tr(
                    "Nothing is learned yet. When the photos have been looked at, learning their "
                    "labels takes seconds; then you see here how often it is right."
                )
            )
            return
        if accuracy is not None:
            self.number.setText(percent_text(accuracy))
            self.caption.setText(self.tr("right on photos it has never seen"))
        else:
            self.caption.setText(wording.run_name(run))
        self.sentence.setText(wording.score_sentence(run))

    def show_work(self, learning: Learning) -> None:
        """How far the training is at present."""
        course = learning.course
        at_it = learning.stage is Stage.LEARNING
        self.stop.setVisible(at_it)
        self._show_bar(True)
        self.number.show()
        self.caption.show()
        self.bar.setRange(0, max(1, course.epochs))
        self.bar.setValue(course.epoch)
        if not course.losses:
            self.number.setText("–")
            self.caption.setText(self.tr("comes after looking at the photos"))
            self.details.setText(self.tr("%Ln epoch(s)", None, course.epochs))
            self.left.setText("")
            return
        if course.accuracies:
            self.number.setText(percent_text(course.accuracies[-1][1]))
        self.caption.setText(self.tr("right on the photos it checks itself with"))
        epoch = self.tr("epoch {number} of {all}").format(number=course.epoch, all=course.epochs)
        number = QLocale().toString(course.losses[-1][1], "f", 2)
        loss = self.tr("loss {number}").format(number=number)
        self.details.setText(f"{epoch}   {loss}")
        left = course.seconds_left
        self.left.setText(wording.left_text(left) if left is not None and at_it else "")

    def _show_bar(self, running: bool) -> None:
        for widget in (self.bar, self.details, self.left):
            widget.setVisible(running)
        self.sentence.setVisible(not running)

    def _on_toggled(self, on: bool) -> None:
        self._dress()
        self.settings_wanted.emit(on)

    def _dress(self) -> None:
        self.settings.setIcon(icon("caret-up" if self.settings.isChecked() else "caret-down"))
