"""Page headers: what a sheet prints at the head and foot of every page, where a unit or a title may stand that no cell holds.

Excel writes the three parts of a line as one text: "&L&"Arial,Bold"UBND phường&RĐơn vị tính: triệu đồng".

Data flow: text of Excel with its codes -> the texts that are printed
"""

import re

#: A font by its name, a colour, a size, and what a program fills in (page, day, file) or changes (bold, size of the next).
_CODES = re.compile(r"&(?:\"[^\"]{0,200}\"|[Kk](?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d{1,3}|[BIUSXYEPNDTFAGHObiusxyepndtfagho])")
_PARTS = re.compile(r"&[LCRlcr]")
_AMPERSAND = "\x00"


def printed_texts(*lines: str) -> tuple[str, ...]:
    """The texts of the parts of each line, without codes, each once; a part of several lines is several texts."""
    found: list[str] = []
    for line in lines:
        for part in _PARTS.split(line.replace("&&", _AMPERSAND)):
            found += _CODES.sub("", part).replace(_AMPERSAND, "&").splitlines()
    return tuple(dict.fromkeys(text for one in found if (text := " ".join(one.split()))))
