"""The table of types of integrations agrees with what requests and answers can hold, and with what logs leave out."""

from smooch_server import logs
from smooch_server.integrations import kinds, model
from smooch_server.wire import integrations as wire

FIELDS = [field for kind in kinds.KINDS.values() for field in kind.fields]


def test_every_field_can_be_sent_and_what_is_no_secret_comes_back() -> None:
    for field in FIELDS:
        if field.make is None:
            assert field.name in wire.CreateIntegration.__struct_fields__, field.name
        if field.updatable:
            assert field.name in wire.IntegrationFields.__struct_fields__, field.name
        if not field.secret:
            assert field.name in wire.Integration.__struct_fields__, field.name


def test_nothing_that_is_only_ever_a_secret_can_come_back() -> None:
    secret = {field.name for field in FIELDS if field.secret}
    assert secret & set(wire.Integration.__struct_fields__) == set()
    assert secret & {field.name for field in FIELDS if not field.secret} == set()


def test_only_what_some_type_has_is_asked_for() -> None:
    known = {field.name for field in FIELDS} | {"displayName", "type"}
    assert set(wire.CreateIntegration.__struct_fields__) <= known
    updatable = {field.name for field in FIELDS if field.updatable} | {"displayName"}
    assert set(wire.IntegrationFields.__struct_fields__) == updatable


def test_secrets_are_left_out_of_logs() -> None:
    sealed = {field.name.lower() for field in FIELDS if field.sealed} - {"shortid"}
    assert sealed <= logs.REDACTED


def test_a_value_never_shows_its_secrets() -> None:
    made = model.Integration(
        integration_id="1", app_id="2", kind=kinds.KINDS["telegram"], fields={}, secrets={"token": "canary"}
    )
    assert "canary" not in repr(made)
