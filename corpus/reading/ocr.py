"""Scanned pages and pictures (扫描件、图片): characters recognised by models that ship in a package."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.reading.document import Content, Setter

_MOST_PIXELS = 60_000_000
_LEAST_SURE = 0.5  # probability under which a recognised line is noise
_SAME_LINE = 0.5  # share of a line's height by which two boxes may differ and still stand side by side


def read_image(data: bytes) -> Content:
    """Recognise the text of a picture; each frame of a TIFF is a page.

    Raises:
        UnreadableDocument: damaged, too large, or without text.
    """
    import numpy
    from PIL import Image, ImageSequence, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    setter = Setter()
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise UnreadableDocument(f"图片有 {image.width}×{image.height} 像素，过大；请缩小（too many pixels）")
            for frame in ImageSequence.Iterator(image):
                setter.page()
                for line in text_of_image(numpy.asarray(frame.convert("RGB"))).split("\n"):
                    setter.paragraph(line)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise UnreadableDocument("图片不完整、过大或已损坏；请重新导出（damaged picture）") from None
    content = setter.content("image")
    if not content.text.strip():
        raise UnreadableDocument("图片里没有认出文字（no text recognised）")
    return content


@lru_cache(maxsize=1)
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def text_of_image(pixels: Any) -> str:
    """The lines of a picture (height × width × RGB, 8 bits), top to bottom, left to right."""
    result = _engine()(pixels)
    if result.boxes is None or result.txts is None:
        return ""
    boxes = []
    for box, words, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score >= _LEAST_SURE and words.strip():
            top, bottom = min(p[1] for p in box), max(p[1] for p in box)
            boxes.append((float(top), float(bottom), float(min(p[0] for p in box)), words))
    boxes.sort()
    lines: list[list[tuple[float, float, float, str]]] = []
    for found in boxes:
        middle = (found[0] + found[1]) / 2
        height = found[1] - found[0]
        if lines and abs(middle - (lines[-1][0][0] + lines[-1][0][1]) / 2) < _SAME_LINE * height:
            lines[-1].append(found)
        else:
            lines.append([found])
    return "\n".join("  ".join(b[3] for b in sorted(line, key=lambda b: b[2])) for line in lines)
