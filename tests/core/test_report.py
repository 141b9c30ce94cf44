"""A report tells the run as it was, in one page that needs nothing else."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from flowerdesk.core import workflow
from flowerdesk.core.errors import ExportError, PredictionError
from flowerdesk.core.events import JobCancelled, ignore, never
from flowerdesk.core.project import Project
from flowerdesk.core.report import report_page, write_report
from flowerdesk.core.report.charts import curves_svg
from flowerdesk.core.report.html import MOST_MISTAKES, ReportContent
from flowerdesk.core.report.writing import gather
from flowerdesk.core.sample import draw_sample
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.workflow import BackboneRequest


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of drawn flowers whose head has hardly learned, so that it makes mistakes."""
    folder = tmp_path_factory.mktemp("report")
    draw_sample(folder / "photos", 12)
    (folder / "photos" / "roses" / "bad <one>.jpg").write_bytes(b"no photo")
    project = folder / "My <flowers>.flowerdesk"
    settings = HeadSettings(hidden=(4,), epochs=1, batches=3, seed=3)
    request = BackboneRequest("petal", "stage1")
    workflow.train(project, folder / "photos", request, settings, ignore, never)
    return project


@pytest.fixture(scope="module")
def content(trained: Path) -> ReportContent:
    with Project(trained, read_only=True) as project:
        return gather(project, ignore, never)


VOID = ("meta", "img", "br")


class Reader(HTMLParser):
    """Collects what a page holds, and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.sources: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.sources += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_is_whole_and_needs_nothing_else(content: ReportContent) -> None:
    page = report_page(content)
    reader = Reader(page)
    assert reader.open == []
    assert all(source.startswith("data:image/") for source in reader.sources)
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert len(reader.sources) == len(content.pictures) + 1


def test_it_says_what_the_review_says(content: ReportContent) -> None:
    review = content.review
    told = " ".join(Reader(report_page(content)).texts)
    assert f"Right on {review.right} of {len(review.photos)} photos never seen before" in told
    assert "Report on My <flowers>" in told
    assert "bad <one>.jpg" in told
    for label in review.labels:
        assert label in told
    cells = re.findall(r'<td class="cell"[^>]*>([^<]*)<', report_page(content))
    matrix = [0 if cell == "·" else int(cell) for cell in cells]
    assert np.array_equal(np.reshape(matrix, review.matrix.shape), review.matrix)


def test_the_surest_mistakes_come_with_their_photos(content: ReportContent) -> None:
    wrong = [photo for photo in content.review.photos if not photo.right]
    assert wrong
    assert list(content.pictures) == [photo.path for photo in wrong[:MOST_MISTAKES]]
    for picture in content.pictures.values():
        assert max(Image.open(io.BytesIO(picture)).size) <= 200
    page = report_page(content)
    assert base64.b64encode(content.pictures[wrong[0].path]).decode() in page


def test_the_command_repeats_the_run(content: ReportContent) -> None:
    train, evaluate = content.commands
    assert train.startswith("flowerdesk train photos --project 'My <flowers>.flowerdesk'")
    for words in ("--backbone petal", "--layer stage1", "--hidden 4", "--epochs 1", "--seed 3"):
        assert words in train
    assert "--runtime tensorflow --precision float32" in train  # auto may be another way elsewhere
    assert "--dropout" not in train  # as usual
    assert evaluate == "flowerdesk evaluate 'My <flowers>.flowerdesk'"


def test_hundreds_of_labels_are_told_by_their_mix_ups(content: ReportContent) -> None:
    labels = tuple(f"label {n}" for n in range(60))
    review = replace(content.review, labels=labels + content.review.labels)
    assert 'class="cell"' not in report_page(replace(content, review=review))


def test_a_reader_gets_their_own_language(content: ReportContent) -> None:
    page = report_page(content, lambda sentence: sentence.upper())
    assert "THE SUREST MISTAKES" in page
    assert "The surest mistakes" not in page


def test_the_curves_are_a_sound_picture(content: ReportContent) -> None:
    many = tuple((n, float(n % 7), None) for n in range(1, 5000))
    for run in (content.run, replace(content.run, history=many), replace(content.run, history=())):
        svg = ElementTree.fromstring(curves_svg(run, ("loss", "right", "batches")))
        lines = [line for line in svg if line.tag.endswith("polyline")]
        for line in lines:
            for point in line.attrib["points"].split():
                x, y = map(float, point.split(","))
                assert 52 <= x <= 588
                assert 30 <= y <= 226
        assert len(lines[0].attrib["points"].split()) <= 602


# What cannot be


def test_a_file_that_is_there_is_replaced_only_when_that_is_wanted(
    trained: Path, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_text("dear to me")
    with pytest.raises(ExportError, match="is there already"):
        write_report(trained, file, False, ignore, never)
    assert file.read_text() == "dear to me"
    assert write_report(trained, file, True, ignore, never) == file
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_cannot_be_written_is_named(trained: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written to"):
        write_report(trained, tmp_path / "nowhere" / "report.html", False, ignore, never)


def test_a_report_that_is_cancelled_leaves_nothing(trained: Path, tmp_path: Path) -> None:
    with pytest.raises(JobCancelled):
        write_report(trained, tmp_path / "report.html", False, ignore, lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_there_is_nothing_to_report_yet(tmp_path: Path) -> None:
    path = tmp_path / "new.flowerdesk"
    Project(path, create=True).close()
    with pytest.raises(PredictionError, match="no trained classifier"):
        write_report(path, tmp_path / "report.html", False, ignore, never)
