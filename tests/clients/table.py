"""Drive every client on every shape and write the page: `python -m tests.clients.table`."""

import contextlib
import pathlib
import sys
import tempfile
from collections.abc import Iterator

from tests.clients import driving, results
from tests.support import api, postgres, shapes


def main() -> int:
    run: dict[results.Client, dict[str, list[results.Result]]] = {client: {} for client in results.CLIENTS}
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder).chmod(0o755)  # PostgreSQL runs as another user when this one is root
        for shape in _shapes(pathlib.Path(folder)):
            deployment = api.deployment(shape)
            for client in results.CLIENTS:
                files = pathlib.Path(folder) / f"{shape.name}-{client.version}"
                files.mkdir()
                run[client][shape.name] = driving.drive(client, deployment, files)
    failed = [
        f"{client.title} on {shape}: {each.method}: {each.error}"
        for client, of_shapes in run.items()
        for shape, found in of_shapes.items()
        for each in found
        if each.error
    ]
    if failed:
        print(*failed, "nothing was written", sep="\n", file=sys.stderr)
        return 1
    results.PAGE.write_text(results.page(run))
    print(f"wrote {results.PAGE.relative_to(results.ROOT)}")
    return 0


def _shapes(folder: pathlib.Path) -> Iterator[shapes.Shape]:
    with shapes.sqlite(folder / "sqlite") as shape:
        yield shape
    with contextlib.ExitStack() as stack:
        database = postgres.Postgres(folder / "postgres")
        stack.callback(database.stop)
        (folder / "postgres").mkdir()
        database.start()
        yield stack.enter_context(shapes.postgres_nats(folder / "postgres-nats", database))


if __name__ == "__main__":
    sys.exit(main())
