"""Composition root: the only module that picks drivers and puts the parts together."""

import asyncio
import contextlib
import dataclasses
import importlib
import importlib.metadata
import os
import pathlib
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final

import structlog
from litestar.types import ASGIApp

from smooch_server import background, config, metrics
from smooch_server.api import application, assets, exchange, limits, services
from smooch_server.api import linking as api_linking
from smooch_server.apps import apps, keys, store, vault
from smooch_server.blobs import base as blobs_base
from smooch_server.bus import base as bus_base
from smooch_server.bus import memory
from smooch_server.conversations import log as event_log
from smooch_server.conversations import model as conversation_model
from smooch_server.conversations import sending
from smooch_server.conversations import store as conversation_store
from smooch_server.core import clock, errors
from smooch_server.httpclient import base as httpclient_base
from smooch_server.httpclient import guard, lazy
from smooch_server.identity import linking
from smooch_server.outbox import backlog
from smooch_server.outbox import store as outbox_store
from smooch_server.outbox import worker as outbox_worker
from smooch_server.realtime import fanout, hub
from smooch_server.storage import base, sqlite
from smooch_server.templates import templates
from smooch_server.uploads import imaging, links, sweep
from smooch_server.uploads import model as upload_model
from smooch_server.webhooks import delivery, owed
from smooch_server.webhooks import fanout as webhook_fanout
from smooch_server.wire import v1_1

VERSION: Final = importlib.metadata.version("smooch-server")
DRAIN_SECONDS: Final = 10
_KEY_FILE: Final = "secret.key"
_log = structlog.get_logger(__name__)


class CannotStart(Exception):
    """The process cannot do its work; the message is one line that says what to do."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Core:
    """What every process of an installation has: storage, keys, and the rights to them."""

    config: config.Config
    database: base.Database
    vault: vault.Vault
    keyring: keys.Keyring
    epoch: str


@contextlib.asynccontextmanager
async def core(settings: config.Config) -> AsyncIterator[Core]:
    """Open the database, bring its schema up to date and close it at the end.

    Raises:
        CannotStart: the data folder, the key or the database cannot be used.
    """
    box = vault.Vault(secret_key(settings))
    database = await _open_database(settings)
    try:
        await database.migrate()
        epoch = await database.write(_installation)
        keyring = keys.Keyring(box)
        await database.read(lambda tx: readable_keys(tx, keyring))
        yield Core(config=settings, database=database, vault=box, keyring=keyring, epoch=epoch)
    except errors.StorageFull as error:
        raise CannotStart(f"The disk of the database is full: {error.description}") from error
    except vault.WrongKey as error:
        raise CannotStart(wrong_key(settings)) from error
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def existing_database(settings: config.Config) -> AsyncIterator[base.Database | None]:
    """Open the database as it is and close it at the end; None when there is none yet.

    Raises:
        CannotStart: it cannot be used.
    """
    path = settings.database.path
    if path is not None and not path.exists():
        yield None
        return
    database = await _open_database(settings)
    try:
        yield database
    finally:
        await database.close()


async def readable_keys(tx: base.Tx, keyring: keys.Keyring) -> int:
    """Open the first app's API keys and return how many there are.

    Raises:
        vault.WrongKey: they were stored with another key.
    """
    account_id = await store.first_account(tx)
    found = await store.apps_of(tx, account_id, limit=1, offset=0) if account_id else []
    return len(await keyring.of_app(tx, found[0].app_id)) if found else 0


def wrong_key(settings: config.Config) -> str:
    """Return the sentence for an operator whose key does not open what is stored."""
    where = "" if settings.secret_key else f", which is read from {settings.data / _KEY_FILE},"
    return f"SMOOCH_SECRET_KEY{where} is not the key the secrets were stored with"


async def migrate(settings: config.Config) -> Sequence[str]:
    """Bring the schema up to date and return the names of the migrations that were missing."""
    database = await _open_database(settings)
    try:
        return await database.migrate()
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def running(center: Core) -> AsyncIterator[services.Services]:
    """Start bus, hub and, when the configuration says so, the outbox worker; stop them in order at the end."""
    settings = center.config
    blobs = await _open_blobs(settings)
    bus = await _open_bus(settings)
    ringer = fanout.Fanout(bus)
    log = event_log.Log(v1_1.encode_event)
    addresses = links.Links(settings.public_url, secret_key(settings))
    node = hub.Hub(bus=bus, database=center.database, limit_sockets=settings.rate_limits)
    held = limits.Limits(enabled=settings.rate_limits, api_rate=settings.api_rate)
    shared = exchange.Exchange(bus, held)
    async with _worker(center) as couriers:
        center.database.listen(_listener(ringer, couriers))
        await node.start()
        if settings.bus.driver != "memory":  # else there is nobody to tell
            await shared.start()
        try:
            yield services.Services(
                config=settings,
                database=center.database,
                bus=bus,
                vault=center.vault,
                keyring=center.keyring,
                log=log,
                sender=sending.Sender(log, addresses, settings.public_url, templates.content),
                fanout=ringer,
                hub=node,
                limits=held,
                assets=_assets(),
                files=services.Files(
                    blobs=blobs,
                    images=imaging.Imaging(),
                    links=addresses,
                ),
                targets=targets(settings),
                epoch=center.epoch,
            )
        finally:
            shared.stop()
            await node.stop()
            await bus.close()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Couriers:
    """What is done after commits: `fanout` makes deliveries, `worker` delivers, `sweeper` removes files."""

    fanout: webhook_fanout.Fanout
    worker: outbox_worker.Worker
    sweeper: sweep.Sweeper

    def wake(self, effects: Sequence[base.Effect]) -> None:
        """Look now at what these effects of a commit tell of."""
        for effect in effects:
            if isinstance(effect, outbox_store.Enqueued):
                self.worker.wake(effect.target_id)
            elif isinstance(effect, owed.Owed):
                self.fanout.wake()
            elif isinstance(effect, upload_model.Doomed):
                self.sweeper.wake()


@contextlib.asynccontextmanager
async def _worker(center: Core) -> AsyncIterator[Couriers | None]:
    if not center.config.worker:
        watch = asyncio.create_task(backlog.watch(center.database))
        try:
            yield None
        finally:
            watch.cancel()
        return
    async with delivering(center) as couriers:
        yield couriers


@contextlib.asynccontextmanager
async def delivering(center: Core) -> AsyncIterator[Couriers]:
    """Run the fan-out of webhooks, an outbox worker and the sweepers; at the end wait for what is under way."""
    policy = targets(center.config)

    async def make() -> httpclient_base.Client:
        module = await asyncio.to_thread(importlib.import_module, "smooch_server.httpclient.client")
        client: httpclient_base.Client = module.AiohttpClient(policy, version=VERSION)
        return client

    client = lazy.LazyClient(make)
    handler = delivery.Delivery(center.database, center.vault, client)
    kinds = handler.handlers() | {linking.KIND: api_linking.Linker(center.database).deliver}
    worker = outbox_worker.Worker(center.database, kinds, busy=metrics.UNDER_WAY.crowded)
    maker = webhook_fanout.Fanout(center.database, busy=metrics.UNDER_WAY.crowded)
    sweeper = sweep.Sweeper(center.database, await _open_blobs(center.config))
    couriers = Couriers(fanout=maker, worker=worker, sweeper=sweeper)
    center.database.listen(couriers.wake)
    tasks = [asyncio.create_task(part.run()) for part in (maker, worker, sweeper)]
    try:
        async with background.running(center.database, busy=metrics.UNDER_WAY.crowded):
            yield couriers
    finally:
        maker.stop()
        sweeper.stop()
        await worker.stop(drain_seconds=DRAIN_SECONDS)
        await _end(tasks)
        await client.close()


def targets(settings: config.Config) -> guard.Policy:
    """Return where webhooks may go: public https, and what the operator allows besides."""
    return guard.Policy(allow_networks=settings.outbox_allow)


def make_application(service: services.Services) -> ASGIApp:
    return application.make(service, version=VERSION)


def secret_key(settings: config.Config) -> bytes:
    """Return the key for secrets at rest: configured, else from its file, which is made at the first start.

    Raises:
        CannotStart: the key is not one, or its file cannot be read or written.
    """
    found = stored_key(settings)
    if found is not None:
        return found
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        _make_key_file(settings.data / _KEY_FILE)
    except OSError as error:
        raise _unusable_folder(settings, error) from error
    return secret_key(settings)


def stored_key(settings: config.Config) -> bytes | None:
    """Return the key for secrets at rest, or None when there is none yet.

    Raises:
        CannotStart: the key is not one, or its file cannot be read.
    """
    if settings.secret_key is not None:
        return _parsed_key(settings.secret_key, "SMOOCH_SECRET_KEY")
    path = settings.data / _KEY_FILE
    try:
        return _parsed_key(path.read_text().strip(), str(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable_folder(settings, error) from error


def _unusable_folder(settings: config.Config, error: OSError) -> CannotStart:
    return CannotStart(f"SMOOCH_DATA: the folder {settings.data} cannot be used: {error.strerror}")


def _make_key_file(path: pathlib.Path) -> None:
    if path.exists():
        return
    # Written aside and linked into place: another process never sees half a key, and the first one wins.
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, (vault.new_key() + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()


def _parsed_key(text: str, where: str) -> bytes:
    try:
        return vault.parse_key(text)
    except ValueError as error:
        raise CannotStart(f"{where} must be 32 bytes in URL-safe base64: {error}") from error


async def _open_database(settings: config.Config) -> base.Database:
    target = settings.database
    try:
        if target.driver == "postgres":
            from smooch_server.storage import postgres  # here and below: a tenth of a second for who needs it

            return await postgres.open(target.dsn or "")
        path = target.path or pathlib.Path()
        path.parent.mkdir(parents=True, exist_ok=True)
        database = await sqlite.open(path)
        database.on_broken(_end_process)
    except (errors.ApiError, base.NotDurable, OSError) as error:
        said = error.description if isinstance(error, errors.ApiError) else str(error)
        raise CannotStart(f"SMOOCH_DATABASE_URL: {said}") from error
    return database


def _end_process() -> None:
    """After a failed sync nobody knows what is on disk: only a new start reads it back."""
    _log.critical("the disk failed under a commit; the process ends so that a new start reads what is stored")
    os._exit(70)


async def _open_bus(settings: config.Config) -> bus_base.Bus:
    if settings.bus.driver == "nats":
        from smooch_server.bus import nats

        try:
            return await nats.open(settings.bus.url or "")
        except ValueError as error:
            raise CannotStart(f"SMOOCH_BUS_URL: {error}") from error
    return await memory.open()


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Wait for tasks that were told to stop; cut off those that do not."""
    await asyncio.wait(tasks, timeout=DRAIN_SECONDS)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _open_blobs(settings: config.Config) -> blobs_base.Blobs:
    target = settings.blobs
    try:
        if target.driver == "s3":
            from smooch_server.blobs import s3

            return await s3.open(target.bucket or "", target.prefix, os.environ)
        from smooch_server.blobs import disk

        return await disk.open(target.path or pathlib.Path())
    except (OSError, ValueError) as error:
        raise CannotStart(f"SMOOCH_BLOBS_URL: {error}") from error


def _listener(ringer: fanout.Fanout, couriers: Couriers | None) -> Callable[[Sequence[base.Effect]], None]:
    def listen(effects: Sequence[base.Effect]) -> None:
        ringer.rings(effect for effect in effects if isinstance(effect, conversation_model.Ring))
        if couriers is not None:
            couriers.wake(effects)

    return listen


async def _installation(tx: base.Tx) -> str:
    now_ms = clock.now_ms()
    await conversation_store.make_installation(tx, secrets.token_hex(4), now_ms=now_ms)
    await apps.default_account(tx, now_ms=now_ms)
    return await conversation_store.installation_epoch(tx)


def _assets() -> assets.Assets:
    try:
        return assets.load()
    except assets.Missing as error:
        raise CannotStart(str(error)) from error


async def try_bus(settings: config.Config) -> tuple[bool, str]:
    """Connect to the bus once and say how it went."""
    bus = await _open_bus(settings)
    try:
        for _ in range(20):
            if bus.connected:
                return True, f"{settings.bus.driver} works"
            await asyncio.sleep(0.1)
        return False, f"{settings.bus.driver} does not answer at SMOOCH_BUS_URL"
    finally:
        await bus.close()
