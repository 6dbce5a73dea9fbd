"""The structure message by itself; tests/functional/test_open_data_clients.py has clients read it beside the data."""

from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import polars as pl
import pytest

from flows.config.ward import Ward
from flows.config.ward_file import read_ward
from flows.outputs.sdmx.code_lists import CONCEPTS, LIST_NAMES, Name, code_lists
from flows.outputs.sdmx.structure_message import structure_message
from flows.system.files import ROOT

STRUCTURE = "{http://www.sdmx.org/resources/sdmxml/schemas/v3_0/structure}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
VALUES = pl.DataFrame(
    {
        "area_code": ["10744", "10744-99"],
        "area_name": ["Phường Nguyễn Đại Năng", "Tổ dân phố <cũ> & đã giải thể"],
        "indicator_code": ["HC01", "ZZ99-T1"],
        "indicator_name": ["Tên trong số liệu", "Chỉ tiêu của kế hoạch trước"],
    }
)


@pytest.fixture(scope="module")
def ward() -> Ward:
    return read_ward(ROOT / "wards" / "nguyen-dai-nang")


def names(document: ElementTree.Element, codes: str, code: str) -> dict[str, str | None]:
    element = document.find(f".//{STRUCTURE}Codelist[@id='{codes}']/{STRUCTURE}Code[@id='{code}']")
    assert element is not None
    return {name.attrib[LANGUAGE]: name.text for name in element}


def test_the_lists_hold_the_ward_s_own_and_what_only_the_values_have(ward: Ward) -> None:
    lists = code_lists(ward, VALUES)
    assert lists.keys() == LIST_NAMES.keys() == {concept.codes for concept in CONCEPTS if concept.codes}
    assert len(lists["CL_AREA"]) == len(ward.areas) + 1 and lists["CL_AREA"]["VN_10744-99"] == Name("Tổ dân phố <cũ> & đã giải thể")
    assert lists["CL_INDICATOR"]["HC01"].vi == "Tỷ lệ giải quyết thủ tục hành chính đúng hạn", "as the plan names it"
    assert lists["CL_INDICATOR"]["ZZ99_T1"] == Name("Chỉ tiêu của kế hoạch trước")


def test_a_name_of_any_letters_is_told_in_the_languages_that_there_are(ward: Ward) -> None:
    document = ElementTree.fromstring(structure_message(code_lists(ward, VALUES), datetime(2026, 9, 1, 8, 0)))
    assert names(document, "CL_AREA", "VN_10744-99") == {"vi": "Tổ dân phố <cũ> & đã giải thể"}
    assert names(document, "CL_AREA", "VN_10744-01") == {"vi": "Tổ dân phố Đông Nam", "en": "Tổ dân phố Đông Nam (residential group)"}
    assert names(document, "CL_UNIT_MEASURE", "VND") == {"vi": "Đồng", "en": "Vietnamese dong"}


def test_an_indicator_without_an_english_name_keeps_its_own(ward: Ward) -> None:
    plan = replace(ward.plan_info, indicators=tuple(replace(one, name_en=None) for one in ward.plan_info.indicators))
    assert code_lists(replace(ward, plan_info=plan), VALUES)["CL_INDICATOR"]["HC01"].en is None
