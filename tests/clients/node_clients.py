"""The npm clients, driven by `node/run.mjs` in a process of their own."""

import json
import pathlib
import subprocess
import sys

from tests.clients import results
from tests.support import api, pictures

FOLDER = pathlib.Path(__file__).parent
_NODE = pathlib.Path(sys.executable).with_name("node")
_PACKAGES = {results.CORE_8: "smooch-core-8", results.CORE_3: "smooch-core-3"}


def drive(client: results.Client, deployment: api.Deployment, folder: pathlib.Path) -> list[results.Result]:
    """Run every scenario in a new app; one result a method."""
    shop = deployment.make_shop()
    (folder / "map.png").write_bytes(pictures.image("PNG"))
    given = {
        "client": _PACKAGES[client],
        "url": deployment.agent_url,
        "folder": str(folder),
        "shop": {
            "appId": shop.app_id,
            "appToken": deployment.account("GET", f"/apps/{shop.app_id}", expect=200).json["app"]["appToken"],
            "keyId": shop.key_id,
            "secret": shop.secret,
            "account": {"keyId": deployment.key_id, "secret": deployment.secret},
        },
    }
    done = subprocess.run(
        [str(_NODE), str(FOLDER / "node" / "run.mjs")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [results.Result(**json.loads(line)) for line in done.stdout.splitlines()]
