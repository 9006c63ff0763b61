"""The reference as it is served: its examples run, and a client made from it works."""

import importlib.util
import pathlib
import re
import subprocess
import sys
import types
from typing import Any

import pytest

from smooch_server.api.reference import document
from tests.support import api, examples, routes

URL = "/docs/openapi.json"


def test_every_example_runs(deployment: api.Deployment) -> None:
    reference = api.call(deployment.agent_url, "GET", URL, expect=200).json
    found = document.public(routes.application_of_routes())
    answers = examples.Examples(reference, found, deployment).all()
    statuses = {each.name: each.note.fails[0] if each.note.never else each.handler.status_code for each in found}
    wrong = {name: answer for name, answer in answers.items() if answer.status != statuses[name]}
    assert wrong == {}, "examples are in NOTES of api/reference/notes.py"
    assert set(answers) == set(statuses)


def test_the_reference_is_served_to_programs_and_people(deployment: api.Deployment) -> None:
    base = deployment.agent_url
    answer = api.call(base, "GET", URL, expect=200)
    assert answer.headers.get_content_type() == "application/json"
    assert answer.json["openapi"].startswith("3.1")
    page = api.call(base, "GET", "/docs", expect=200)
    script = page.body.partition(b'<script src="')[2].partition(b'"')[0].decode()
    assert URL.encode() in api.call(base, "GET", script, expect=200).body


def test_a_wrong_method_is_told_the_right_ones(shop: api.Shop) -> None:
    answer = shop.rest("PATCH", "/webhooks", {})
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_an_empty_query_key_is_as_good_as_none(shop: api.Shop) -> None:
    reference = api.call(shop.deployment.agent_url, "GET", URL, expect=200).json
    user = shop.make_user()["_id"]
    shop.say(user, "hello")
    tried = 0
    for path, methods in reference["paths"].items():
        keys = [each["name"] for each in methods.get("get", {}).get("parameters", ()) if each.get("allowEmptyValue")]
        if keys and set(re.findall(r"{(\w+)}", path)) <= {"appId", "userId"}:
            address = path.format(appId=shop.app_id, userId=user)
            plain, empty = (
                api.call(shop.deployment.agent_url, "GET", f"{address}{query}", headers=shop.deployment.auth)
                for query in ("?q=hello", "?q=hello&" + "&".join(f"{key}=" for key in keys if key != "q"))
            )
            assert plain.status == empty.status == 200, (path, plain, empty)
            if not path.endswith("/search"):  # which finds a new message a moment later
                assert plain.json == empty.json, path
            tried += 1
    assert tried >= 6


def test_a_query_key_that_is_given_twice_is_refused(shop: api.Shop) -> None:
    answer = shop.rest("GET", "/integrations?limit=1&limit=2")
    assert (answer.status, answer.json["error"]["description"]) == (400, "limit: must be given once")
    assert shop.rest("GET", "/integrations?unknown=1&unknown=2").status == 200


@pytest.fixture(scope="module")
def client(deployment: api.Deployment, tmp_path_factory: pytest.TempPathFactory) -> types.ModuleType:
    """A Python client that openapi-python-client makes of the reference, without a warning that something is left out."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(api.call(deployment.agent_url, "GET", URL, expect=200).body)
    (folder / "config.yml").write_text("post_hooks: []\nproject_name_override: made\npackage_name_override: made\n")
    program = pathlib.Path(sys.executable).with_name("openapi-python-client")
    options = ["--path", "openapi.json", "--config", "config.yml", "--output-path", "made", "--meta", "none"]
    done = subprocess.run([program, "generate", *options], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower(), done.stdout + done.stderr
    spec = importlib.util.spec_from_file_location("made", folder / "made" / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["made"] = module
    spec.loader.exec_module(module)
    return module


def test_a_generated_client_talks(client: types.ModuleType, shop: api.Shop) -> None:
    def part(name: str) -> Any:
        return importlib.import_module(f"made.{name}")

    models = part("models")
    caller = client.AuthenticatedClient(
        base_url=shop.deployment.agent_url,
        token=shop.auth["Authorization"].removeprefix("Basic "),
        prefix="Basic",
        raise_on_unexpected_status=True,
    )
    with caller:
        create, post = part("api.users.create_app_user"), part("api.messages.post_message")
        made = create.sync(shop.app_id, client=caller, body=models.CreateAppUser(user_id="generated", given_name="Gen"))
        assert made.app_user.given_name == "Gen"
        refused = create.sync(shop.app_id, client=caller, body=models.CreateAppUser(user_id="generated"))
        assert refused.error.code == "user_already_exists"
        button = models.NewActionLink(type_=models.NewActionLinkType.LINK, text="Map", uri="https://harbour.example/a")
        text = models.PostMessageText(
            role=models.PostMessageTextRole.APPMAKER, text="Made by a program", actions=[button]
        )
        posted = post.sync(shop.app_id, "generated", client=caller, body=text)
        assert posted.message.actions[0].uri == "https://harbour.example/a"
        page = part("api.messages.list_messages").sync(shop.app_id, "generated", client=caller)
        assert [each.text for each in page.messages] == ["Made by a program"]
