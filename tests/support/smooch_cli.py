"""The `smooch` command, run as an operator runs it."""

import base64
import dataclasses
import json
import subprocess
from collections.abc import Mapping
from typing import Any

from tests.support import patience, server


class Failed(Exception):
    """The command ended with another exit code than 0; the message is what it said."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class App:
    """What `smooch app create --json` prints."""

    app_id: str
    app_token: str
    key_id: str
    secret: str
    web_integration_id: str

    @property
    def basic(self) -> str:
        """The value of an `Authorization` header for the public REST API."""
        return "Basic " + base64.b64encode(f"{self.key_id}:{self.secret}".encode()).decode()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Key:
    key_id: str
    secret: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Agent:
    agent_id: str
    email: str
    sign_in_url: str


class Cli:
    """The command in a fixed environment."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)

    def run(self, *arguments: str) -> str:
        """Run and return standard output.

        Raises:
            Failed: it ended with another code than 0.
        """
        done = subprocess.run(
            [str(server.PROGRAM), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=patience.START_SECONDS,
            check=False,
        )
        if done.returncode:
            raise Failed(f"smooch {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def json(self, *arguments: str) -> dict[str, Any]:
        value = json.loads(self.run(*arguments, "--json"))
        assert isinstance(value, dict)
        return value

    def create_app(self, name: str = "Test shop") -> App:
        made = self.json("app", "create", name)
        return App(
            app_id=made["appId"],
            app_token=made["appToken"],
            key_id=made["keyId"],
            secret=made["secret"],
            web_integration_id=made["webIntegrationId"],
        )

    def create_account_key(self) -> Key:
        made = self.json("key", "create", "--account")
        return Key(key_id=made["keyId"], secret=made["secret"])

    def create_agent(self, email: str = "agent@example.com") -> Agent:
        made = self.json("agent", "create", email)
        return Agent(agent_id=made["agentId"], email=made["email"], sign_in_url=made["signInUrl"])
