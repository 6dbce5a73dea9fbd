"""The page's own description of its addresses, tried with whatever fits it: no request is a server error."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from review.web.app import create_app
from tests.support.office import JUNE, Office, an_office, cards, health_list, report
from tests.support.visitor import ACCOUNTS, PASSWORD, a_browser, make_accounts

EXAMPLES = 12
#: Signing out, and changing accounts, would end the session that asks.
LEFT_OUT = ("/sign-out", "/accounts")


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("contract")) as made:
        people = cards(JUNE)
        people[3].change(valid_from="chưa rõ")
        made.send(report(JUNE), health_list(JUNE, people))
        make_accounts(made.settings)
        yield made


def operations(office: Office) -> list[Any]:
    described = schemathesis.openapi.from_dict(create_app(office.settings).openapi())
    found = [one.ok() for one in described.get_all_operations()]
    return [one for one in found if not one.path.startswith(LEFT_OUT)]


@pytest.mark.parametrize("name", ACCOUNTS)
def test_no_request_that_fits_the_description_is_a_server_error(office: Office, name: str) -> None:
    with a_browser(office.settings, signed_in_as=name) as visitor:
        token = visitor.token()
        for operation in operations(office):

            @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True, database=None)
            @given(operation.as_strategy())
            def tried(case: Any) -> None:
                sent = case.as_transport_kwargs(base_url="http://testserver")
                if isinstance(sent.get("data"), dict):
                    sent["data"] = sent["data"] | {"csrf": token}
                answer = visitor.client.request(**{name: value for name, value in sent.items() if value is not None and name != "cookies"})
                assert answer.status_code < 500, (case.method, case.path, answer.status_code)

            tried()


def test_every_page_is_in_the_description(office: Office) -> None:
    paths = {one.path for one in operations(office)}
    assert {"/overview", "/causes", "/causes/{delivery}/{rule}/correct", "/decisions/{number}/undo", "/upload", "/scorecard"} <= paths
    assert PASSWORD not in str(create_app(office.settings).openapi())
