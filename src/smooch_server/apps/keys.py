"""API keys: made, listed, found and deleted. Their secrets sign tokens, so they are sealed, not hashed."""

from typing import Final, cast

from smooch_server.apps import model, naming, store, vault
from smooch_server.core import errors, ids
from smooch_server.storage import base

_COLUMNS: Final = "key_id, account_id, app_id, service_account_id, name, secret"
_INSERT: Final = (
    "INSERT INTO api_key (key_id, account_id, app_id, service_account_id, name, secret, created_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)"
)
# A key of an app that is being erased opens nothing.
_FIND: Final = (
    f"SELECT {_COLUMNS} FROM api_key WHERE key_id = $1 AND (app_id IS NULL"
    " OR EXISTS (SELECT 1 FROM app WHERE app.app_id = api_key.app_id AND app.deleted_ms IS NULL))"
)
_OPENED_MAX: Final = 10_000  # decrypted keys kept: a bot uses one for every call


class Keyring:
    """Reads keys from the database on every use, so that a deleted key is void at once, in every process."""

    def __init__(self, box: vault.Vault) -> None:
        self._vault = box
        self._opened: dict[base.Row, model.Key] = {}  # a key is a pure function of its row, hence never stale

    async def create(
        self,
        tx: base.Tx,
        *,
        account_id: str,
        app_id: str | None,
        service_account_id: str | None = None,
        name: str,
        now_ms: int,
    ) -> model.Key:
        """Make a key of the app or of the service account, or of the account when both are None.

        Raises:
            errors.BadRequest: the name is empty or too long.
            errors.AppNotFound: there is no such app.
            errors.ServiceAccountNotFound: there is no such service account.
        """
        naming.checked(name)
        if app_id is not None and await store.lock(tx, app_id) is None:
            raise errors.AppNotFound
        kind: model.KeyKind = "app" if app_id else "service" if service_account_id else "account"
        key_id = model.KEY_PREFIX[kind] + ids.new_id(now_ms)
        secret = ids.new_key_secret()
        sealed = self._vault.seal(secret, owner=key_id)
        try:
            await tx.run(_INSERT, key_id, account_id, app_id, service_account_id, name, sealed, now_ms)
        except base.MissingParent as error:
            raise errors.ServiceAccountNotFound from error
        return model.Key(
            key_id=key_id,
            account_id=account_id,
            app_id=app_id,
            service_account_id=service_account_id,
            name=name,
            secret=secret,
        )

    async def find(self, tx: base.Tx, key_id: str) -> model.Key | None:
        """Return the live key of this id."""
        row = await tx.one(_FIND, key_id)
        return self._key(row) if row else None

    async def of_app(self, tx: base.Tx, app_id: str) -> list[model.Key]:
        """Return the app's keys, oldest first."""
        rows = await tx.all(f"SELECT {_COLUMNS} FROM api_key WHERE app_id = $1 ORDER BY created_ms, key_id", app_id)
        return [self._key(row) for row in rows]

    async def of_service_account(self, tx: base.Tx, service_account_id: str) -> list[model.Key]:
        """Return the service account's keys, oldest first."""
        rows = await tx.all(
            f"SELECT {_COLUMNS} FROM api_key WHERE service_account_id = $1 ORDER BY created_ms, key_id",
            service_account_id,
        )
        return [self._key(row) for row in rows]

    async def of_app_one(self, tx: base.Tx, app_id: str, key_id: str) -> model.Key:
        """Return one key of the app.

        Raises:
            errors.KeyNotFound: the app has no such key.
        """
        found = await self.find(tx, key_id)
        if found is None or found.app_id != app_id:
            raise errors.KeyNotFound
        return found

    async def of_service_account_one(self, tx: base.Tx, service_account_id: str, key_id: str) -> model.Key:
        """Return one key of the service account.

        Raises:
            errors.KeyNotFound: the service account has no such key.
        """
        found = await self.find(tx, key_id)
        if found is None or found.service_account_id != service_account_id:
            raise errors.KeyNotFound
        return found

    async def delete(self, tx: base.Tx, found: model.Key) -> None:
        """Delete a key; everything signed with it is void at once.

        Raises:
            errors.KeyNotFound: it was deleted meanwhile.
        """
        if not await tx.run("DELETE FROM api_key WHERE key_id = $1", found.key_id):
            raise errors.KeyNotFound

    def _key(self, row: base.Row) -> model.Key:
        key = self._opened.get(row)
        if key is None:
            key_id = cast(str, row[0])
            key = model.Key(
                key_id=key_id,
                account_id=cast(str, row[1]),
                app_id=cast(str | None, row[2]),
                service_account_id=cast(str | None, row[3]),
                name=cast(str, row[4]),
                secret=self._vault.open(cast(bytes, row[5]), owner=key_id),
            )
            if len(self._opened) >= _OPENED_MAX:
                self._opened.clear()
            self._opened[row] = key
        return key
