"""A run told in one self-contained HTML page: for a colleague, a teacher, or the drawer."""

from flowerdesk.core.report.html import Translate, report_page
from flowerdesk.core.report.writing import write_report

__all__ = ["Translate", "report_page", "write_report"]
