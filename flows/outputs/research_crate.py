"""``ro-crate-metadata.json``: who made the data, when, under what licence and how, as an RO-Crate 1.1 that catalogues read.

Data flow: the tables that were written, the ward, the plan -> one JSON-LD document
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from flows.outputs.data_package import Table

if TYPE_CHECKING:
    from flows.config.ward import Ward

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_METHOD = (
    "Số liệu được tính hằng đêm từ các danh sách do phòng, ban gửi: đọc, làm sạch, kiểm tra theo quy tắc, tính theo tháng và địa bàn; "
    "số nhỏ dưới cấp phường, và số làm lộ chúng, được che. / Computed each night from the lists that departments send: read, cleaned, "
    "validated by rules, counted by month and area; small counts below the ward's level, and what would give them away, are hidden."
)


def research_crate(tables: list[Table], ward: "Ward", about: dict[str, Any], code_version: str) -> dict[str, Any]:
    """``about``: ward_code, ward_name, plan, made_at, small_cells. The first table is that of the values, with a column ``month``."""
    months = tables[0].frame["month"]
    files = [_file(table) for table in tables]
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
                "about": {"@id": "./"},
            },
            _dataset(files, about, _span(months.min(), months.max())),
            {"@id": "#issuer", "@type": "Organization", "name": ward.plan_info.issuer},
            {"@id": "#place", "@type": "Place", "name": f"{ward.name}, {ward.province_name}", "identifier": ward.code},
            {"@id": _LICENCE, "@type": "CreativeWork", "name": "Creative Commons Attribution 4.0 International", "identifier": "CC-BY-4.0"},
            {"@id": "#plan", "@type": "CreativeWork", "name": ward.plan_info.name, "identifier": ward.plan_info.code},
            {"@id": "#program", "@type": "SoftwareApplication", "name": "chitieu", "softwareVersion": code_version},
            {
                "@id": "#making",
                "@type": "CreateAction",
                "name": "chitieu export",
                "description": _METHOD,
                "endTime": about["made_at"],
                "agent": {"@id": "#issuer"},
                "instrument": {"@id": "#program"},
                "result": [{"@id": file["@id"]} for file in files],
            },
            *files,
        ],
    }


def _dataset(files: list[dict[str, Any]], about: dict[str, Any], months: str) -> dict[str, Any]:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Chỉ tiêu của {about['ward_name']} / Indicators of {about['ward_name']}",
        "description": f"{about['plan']}. {about['small_cells']}",
        "identifier": f"chitieu-{about['ward_code']}",
        "inLanguage": "vi",
        "datePublished": about["made_at"][:10],
        "temporalCoverage": months,
        "license": {"@id": _LICENCE},
        "publisher": {"@id": "#issuer"},
        "creator": {"@id": "#issuer"},
        "spatialCoverage": {"@id": "#place"},
        "isBasedOn": {"@id": "#plan"},
        "mentions": {"@id": "#making"},
        "hasPart": [{"@id": file["@id"]} for file in files],
    }


def _file(table: Table) -> dict[str, Any]:
    kind = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}[table.ending]
    return {"@id": table.path, "@type": "File", "name": table.name, "encodingFormat": kind, "contentSize": str(len(table.data))}


def _span(first: Any, last: Any) -> str:
    assert isinstance(first, date) and isinstance(last, date)
    return f"{first:%Y-%m}/{last:%Y-%m}"
