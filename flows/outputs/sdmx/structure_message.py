"""The SDMX-ML 3.0 structure message: agency, concepts, code lists, the data structure definition and its dataflow."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree

from flows.outputs.sdmx.code_lists import AGENCY, CONCEPTS, LIST_NAMES, VERSION, Concept, Name

_NAMESPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_URN = "urn:sdmx:org.sdmx.infomodel."
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {"mes": "message", "str": "structure", "com": "common"}
_NAME = Name("Chỉ tiêu của phường, xã theo kế hoạch", "Indicators of wards and their plan")


def structure_message(lists: dict[str, dict[str, Name]], made_at: datetime) -> bytes:
    """``lists``: code list -> code -> names, for every list that ``CONCEPTS`` names."""
    for prefix, part in _PREFIXES.items():
        ElementTree.register_namespace(prefix, _NAMESPACE + part)
    root = ElementTree.Element(_tag("mes", "Structure"))
    header = _child(root, "mes", "Header")
    for name, text in (("ID", f"{AGENCY}_STRUCTURE"), ("Test", "false"), ("Prepared", made_at.isoformat(timespec="seconds"))):
        _child(header, "mes", name).text = text
    _child(header, "mes", "Sender", id=AGENCY)
    structures = _child(root, "mes", "Structures")
    agencies = _maintained(
        _child(structures, "str", "AgencySchemes"), "AgencyScheme", "AGENCIES", Name("Cơ quan", "Agencies"), "SDMX", None
    )
    _named(_child(agencies, "str", "Agency", id=AGENCY), Name("chitieu", "chitieu"))
    _code_lists(_child(structures, "str", "Codelists"), lists)
    _concepts(_child(structures, "str", "ConceptSchemes"))
    flow = _maintained(_child(structures, "str", "Dataflows"), "Dataflow", "DF_INDICATORS", _NAME)
    _child(flow, "str", "Structure").text = f"{_URN}datastructure.DataStructure={AGENCY}:DSD_INDICATORS({VERSION})"
    _components(_maintained(_child(structures, "str", "DataStructures"), "DataStructure", "DSD_INDICATORS", _NAME))
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _code_lists(parent: ElementTree.Element, lists: dict[str, dict[str, Name]]) -> None:
    for identity, codes in sorted(lists.items()):
        one = _maintained(parent, "Codelist", identity, LIST_NAMES[identity])
        for code, name in codes.items():
            _named(_child(one, "str", "Code", id=code), name)


def _concepts(parent: ElementTree.Element) -> None:
    scheme = _maintained(parent, "ConceptScheme", "CS_INDICATORS", Name("Khái niệm", "Concepts"))
    for concept in CONCEPTS:
        _named(_child(scheme, "str", "Concept", id=concept.id), concept.name)


def _components(structure: ElementTree.Element) -> None:
    parts = _child(structure, "str", "DataStructureComponents")
    dimensions = _child(parts, "str", "DimensionList", id="DimensionDescriptor")
    for place, concept in enumerate(_of("dimension"), 1):
        _component(_child(dimensions, "str", "Dimension", id=concept.id, position=str(place)), concept)
    for concept in _of("time"):
        _component(_child(dimensions, "str", "TimeDimension", id=concept.id), concept)
    attributes = _child(parts, "str", "AttributeList", id="AttributeDescriptor")
    for concept in _of("attribute"):
        is_needed = "mandatory" if concept.codes else "optional"
        attribute = _component(_child(attributes, "str", "Attribute", id=concept.id, usage=is_needed), concept)
        _child(_child(attribute, "str", "AttributeRelationship"), "str", "Observation")
    measures = _child(parts, "str", "MeasureList", id="MeasureDescriptor")
    for concept in _of("measure"):
        _component(_child(measures, "str", "Measure", id=concept.id, usage="optional"), concept)


def _of(role: str) -> Iterable[Concept]:
    return (concept for concept in CONCEPTS if concept.role == role)


def _component(element: ElementTree.Element, concept: Concept) -> ElementTree.Element:
    _child(element, "str", "ConceptIdentity").text = f"{_URN}conceptscheme.Concept={AGENCY}:CS_INDICATORS({VERSION}).{concept.id}"
    representation = _child(element, "str", "LocalRepresentation")
    if concept.codes:
        _child(representation, "str", "Enumeration").text = f"{_URN}codelist.Codelist={AGENCY}:{concept.codes}({VERSION})"
    else:
        _child(representation, "str", "TextFormat", textType=concept.text_type)
    return element


def _maintained(
    parent: ElementTree.Element, kind: str, identity: str, name: Name, agency: str = AGENCY, version: str | None = VERSION
) -> ElementTree.Element:
    """The scheme of agencies alone has no version."""
    element = _child(parent, "str", kind, id=identity, agencyID=agency)
    if version:
        element.set("version", version)
    return _named(element, name)


def _named(element: ElementTree.Element, name: Name) -> ElementTree.Element:
    for language, text in (("vi", name.vi), ("en", name.en)):
        if text:
            _child(element, "com", "Name", **{_XML_LANG: language}).text = text
    return element


def _child(parent: ElementTree.Element, prefix: str, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, _tag(prefix, name), attributes)


def _tag(prefix: str, name: str) -> str:
    return f"{{{_NAMESPACE}{_PREFIXES[prefix]}}}{name}"
