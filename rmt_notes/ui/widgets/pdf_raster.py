"""Pages of a PDF as pictures. Pure work for the pool; the rasteriser is loaded with the first page and used by one
thread at a time."""

from __future__ import annotations

import threading

from PySide6.QtGui import QImage

POINTS_PER_INCH = 72.0
_one_at_a_time = threading.Lock()  # pdfium keeps global state and may not be entered by two threads


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page, in points (1/72 inch)."""
    import pypdfium2

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(document.get_page_size(number) for number in range(len(document)))
        finally:
            document.close()


def page_picture(pdf: bytes, number: int, pixels_wide: int) -> QImage:
    """Page `number` (from 0) drawn `pixels_wide` device pixels wide.

    Raises:
        IndexError: for a page that does not exist.
    """
    import pypdfium2

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 0 <= number < len(document):
                raise IndexError(f"there is no page {number}")
            page = document[number]
            bitmap = page.render(scale=pixels_wide / page.get_width(), rev_byteorder=True, prefer_bgrx=True)
            picture = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
            ).copy()
            page.close()
            return picture
        finally:
            document.close()
