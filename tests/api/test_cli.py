"""The command `smooch`, as an operator runs it: beside a running server, and on a machine where something is wrong."""

import importlib.metadata
import json
import pathlib
import re
import signal
import subprocess

import pytest

from tests.support import api, patience, ports, server, shapes, smooch_cli


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(server.PROGRAM), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=patience.START_SECONDS,
        check=False,
    )


# ---- beside a running server -----------------------------------------------------------------------


def test_app_create(shape: shapes.Shape, deployment: api.Deployment) -> None:
    made = shape.cli.json("app", "create", "Harbour Desk")
    assert set(made) == {"appId", "appToken", "keyId", "secret", "webIntegrationId"}
    headers = api.basic(made["keyId"], made["secret"])
    answer = api.call(shape.agent_url, "GET", f"/v1.1/apps/{made['appId']}", headers=headers, expect=200)
    app = answer.json["app"]
    assert (app["name"], app["appToken"]) == ("Harbour Desk", made["appToken"])
    sdks = api.call(shape.visitor_url, "GET", f"/v1.1/apps/{made['appId']}/sdks", headers=deployment.auth)
    assert sdks.json["webIntegrationId"] == made["webIntegrationId"]


def test_app_list(shape: shapes.Shape, shop: api.Shop) -> None:
    listed = shape.cli.json("app", "list")["apps"]
    assert shop.app_id in [each["appId"] for each in listed]
    assert shape.cli.run("app", "list").splitlines() == [f"{each['appId']}  {each['name']}" for each in listed]


def test_app_snippet(shape: shapes.Shape, shop: api.Shop) -> None:
    text = shape.cli.run("app", "snippet", shop.app_id)
    assert shop.app_id in text
    assert shape.agent_url in text
    assert text.lstrip().startswith("<script")
    assert shape.cli.json("app", "snippet", shop.app_id)["snippet"].strip() == text.strip()
    with pytest.raises(smooch_cli.Failed, match="App not found"):
        shape.cli.run("app", "snippet", "5cb5d1f09a3e2b0c7d4f1a01")


def test_key_create(shape: shapes.Shape, shop: api.Shop) -> None:
    account = shape.cli.json("key", "create", "--account")
    assert set(account) == {"keyId", "secret"}
    assert account["keyId"].startswith("act_")
    of_app = shape.cli.json("key", "create", "--app", shop.app_id)
    assert of_app["keyId"].startswith("app_")
    for key in (account, of_app):
        headers = api.basic(key["keyId"], key["secret"])
        api.call(shape.agent_url, "GET", f"/v1.1/apps/{shop.app_id}", headers=headers, expect=200)
    for arguments in (["--account", "--app", shop.app_id], []):
        with pytest.raises(smooch_cli.Failed, match="either --app ID or --account or --service-account ID"):
            shape.cli.run("key", "create", *arguments)
    with pytest.raises(smooch_cli.Failed, match="App not found"):
        shape.cli.run("key", "create", "--app", "5cb5d1f09a3e2b0c7d4f1a01")


def test_agent_create(shape: shapes.Shape) -> None:
    email = f"{api.unique('cli')}@example.com"
    first, second = shape.cli.create_agent(email), shape.cli.create_agent(email.upper())
    assert first.agent_id == second.agent_id
    assert first.email == second.email == email
    assert first.sign_in_url != second.sign_in_url
    assert first.sign_in_url.startswith(f"{shape.agent_url}/inbox#token=")
    with pytest.raises(smooch_cli.Failed, match="not an e-mail address"):
        shape.cli.run("agent", "create", "nobody")


def test_migrate(shape: shapes.Shape) -> None:
    assert shape.cli.json("migrate") == {"applied": []}
    assert "up to date" in shape.cli.run("migrate")


def test_doctor(shape: shapes.Shape) -> None:
    checks = shape.cli.json("doctor")["checks"]
    assert {check["name"] for check in checks} == {
        "configuration",
        "web files",
        "data folder",
        "database",
        "secret key",
        "bus",
    }
    assert all(check["ok"] and check["says"] for check in checks)
    wrong = shape.cli.environment | {"SMOOCH_SECRET_KEY": "A" * 43}
    done = _run(wrong, "doctor")
    assert done.returncode == 1
    assert re.search(r"FAIL +secret key: SMOOCH_SECRET_KEY", done.stdout)


# ---- a server of one's own -------------------------------------------------------------------------


@pytest.fixture
def bare(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment without a key and a public address, as on a fresh machine."""
    settings = server.environment({"SMOOCH_DATA": str(tmp_path / "data"), "SMOOCH_PORT": str(ports.free())})
    del settings["SMOOCH_SECRET_KEY"]
    return settings


def _start(bare: dict[str, str], tmp_path: pathlib.Path) -> server.Server:
    one = server.Server(tmp_path, {"SMOOCH_DATA": bare["SMOOCH_DATA"]})
    del one.environment["SMOOCH_SECRET_KEY"]
    assert one.process.environment is not None
    del one.process.environment["SMOOCH_SECRET_KEY"]
    one.start()
    return one


def test_the_banner_and_a_second_start(bare: dict[str, str], tmp_path: pathlib.Path) -> None:
    one = _start(bare, tmp_path)
    try:
        banner = api.eventually(lambda: one.process.tail() if "Ctrl-C" in one.process.tail() else "")
        app_id = re.findall(r"App id +(\w{24})", banner)[0]
        key_id, secret = re.findall(r"API key +(\S+)", banner)[0], re.findall(r"Secret +(\S+)", banner)[0]
        link = re.findall(r"Inbox +(\S+)", banner)[0]
        assert "signs owner@localhost in once, within an hour" in banner
        assert "SMOOCH_PUBLIC_URL" not in banner, "others can use a server that was told its address"
        for page in ("/demo", "/inbox", "/docs"):
            assert f"{one.url}{page}" in banner
            api.call(one.url, "GET", page, expect=200)
        api.call(one.url, "GET", f"/v1.1/apps/{app_id}", headers=api.basic(key_id, secret), expect=200)
        token = {"token": link.partition("#token=")[2]}
        api.call(one.url, "POST", "/inbox/api/session/link", token, headers={"X-Smooch-Inbox": "1"}, expect=200)
        data = pathlib.Path(bare["SMOOCH_DATA"])
        assert (data / "secret.key").stat().st_mode & 0o777 == 0o600
        assert one.process.stop(with_signal=signal.SIGINT) == 0
        assert one.process.tail().endswith("Stopped.")
        one.process.log.unlink()
        one.start()
        api.call(one.url, "GET", f"/v1.1/apps/{app_id}", headers=api.basic(key_id, secret), expect=200)
        again = api.eventually(lambda: one.process.tail() if "Ctrl-C" in one.process.tail() else "")
        assert app_id in again
        assert secret not in again, "a log file must not fill with it"
        assert link not in again
    finally:
        one.stop()


def test_the_banner_of_a_server_that_others_cannot_use_yet(bare: dict[str, str], tmp_path: pathlib.Path) -> None:
    one = server.Server(tmp_path, {"SMOOCH_DATA": bare["SMOOCH_DATA"], "SMOOCH_HOST": "0.0.0.0"})
    assert one.process.environment is not None
    del one.process.environment["SMOOCH_PUBLIC_URL"]
    one.start()
    try:
        banner = api.eventually(lambda: one.process.tail() if "Ctrl-C" in one.process.tail() else "")
        assert "Others cannot use the chat yet: set SMOOCH_PUBLIC_URL." in banner
    finally:
        one.stop()


def test_the_worker_delivers_in_a_process_of_its_own(tmp_path: pathlib.Path) -> None:
    environment = server.environment({"SMOOCH_DATA": str(tmp_path / "data")})
    with subprocess.Popen(
        [str(server.PROGRAM), "worker"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert "delivers the outbox" in child.stdout.readline()
        child.send_signal(signal.SIGINT)
        assert child.wait(15) == 0


def _fails(environment: dict[str, str], *arguments: str) -> str:
    """Run what must fail: exit code 1 and one line, which is returned."""
    done = _run(environment, *arguments)
    assert done.returncode == 1, done
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("smooch: ")
    return lines[0]


def test_a_port_that_is_taken(shape: shapes.Shape, bare: dict[str, str]) -> None:
    bare["SMOOCH_PORT"] = str(shape.visitor.port)
    line = _fails(bare, "serve")
    assert "SMOOCH_PORT" in line
    assert str(shape.visitor.port) in line


def test_a_folder_that_cannot_be_written(bare: dict[str, str], tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "SMOOCH_DATA" in _fails(bare | {"SMOOCH_DATA": str(tmp_path / "file")}, "serve")
    key = {"SMOOCH_SECRET_KEY": server.DEFAULTS["SMOOCH_SECRET_KEY"]}
    assert "SMOOCH_DATA" in _fails(bare | key | {"SMOOCH_DATA": str(tmp_path / "file" / "below")}, "serve")


def test_the_doctor_tells_of_a_folder_that_cannot_be_written(bare: dict[str, str], tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("in the way")
    key = {"SMOOCH_SECRET_KEY": server.DEFAULTS["SMOOCH_SECRET_KEY"]}
    done = _run(bare | key | {"SMOOCH_DATA": str(tmp_path / "file" / "below")}, "doctor")
    assert done.returncode == 1
    assert re.search(r"FAIL +data folder: \S+/file/below cannot be written", done.stdout)
    fine = _run(bare, "doctor")
    assert fine.returncode == 0, fine
    assert f"database: {bare['SMOOCH_DATA']}/smooch.db" in fine.stdout


def test_a_command_that_makes_a_new_installation_says_so(bare: dict[str, str]) -> None:
    first = _run(bare, "app", "create", "Harbour Desk", "--json")
    assert first.stderr == f"made a new installation in {bare['SMOOCH_DATA']}\n"
    listed = _run(bare, "app", "list", "--json")
    assert listed.stderr == ""
    app_id = json.loads(first.stdout)["appId"]
    assert json.loads(listed.stdout) == {"apps": [{"appId": app_id, "name": "Harbour Desk"}]}


def test_version(bare: dict[str, str]) -> None:
    assert _run(bare, "--version").stdout == f"smooch {importlib.metadata.version('smooch-server')}\n"


BAD_SETTINGS = {  # each found at another step of the start; tests/unit/test_config.py has the rest
    "SMOOCH_PORT": "http",
    "SMOOCH_HOST": "256.256.256.256",
    "SMOOCH_DATABASE_URL": "postgresql://127.0.0.1:1/x",
    "SMOOCH_SECRET_KEY": "short",
    "SMOOCH_CONFIG": "/nothing/there.toml",
}


@pytest.mark.parametrize("variable", BAD_SETTINGS)
def test_a_bad_setting_is_named_in_one_line(bare: dict[str, str], variable: str) -> None:
    assert variable in _fails(bare | {variable: BAD_SETTINGS[variable]}, "serve")


def test_flags_beat_the_environment(bare: dict[str, str]) -> None:
    assert "'from flag'" in _fails(bare | {"SMOOCH_PORT": "from environment"}, "serve", "--port", "from flag")
