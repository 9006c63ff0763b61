"""The reference is whole: what a new route lacks is named here, with the place where it goes."""

import inspect
import pathlib
import re
import types
from typing import Any

import litestar
import openapi_spec_validator
import pytest

from smooch_server.api import application, policy
from smooch_server.api.reference import document, fields, kinds, notes, operations, parameters
from smooch_server.wire import shapes
from tests.support import routes

_WINDOW = re.compile(r"(limit, (?:offset|_)) = paging\.window\(")
_READ = re.compile(r'(?:query_params(?:\.get\(|\[)|paging\.moment\(request, )"(\w+)"')


@pytest.fixture(scope="module")
def app() -> litestar.Litestar:
    return routes.application_of_routes()


@pytest.fixture(scope="module")
def public(app: litestar.Litestar) -> list[operations.Operation]:
    return document.public(app)


@pytest.fixture(scope="module")
def reference(app: litestar.Litestar) -> dict[str, Any]:
    return document.reference(app, version="1")


@pytest.fixture(scope="module")
def everything(app: litestar.Litestar) -> dict[str, Any]:
    return document.everything(app, version="1")


def test_both_documents_are_valid(reference: dict[str, Any], everything: dict[str, Any]) -> None:
    openapi_spec_validator.validate(reference)
    openapi_spec_validator.validate(everything)


def test_every_operation_is_described(public: list[operations.Operation]) -> None:
    missing = []
    for each in public:
        tags = list(each.handler.tags or ())
        if len(tags) != 1 or tags[0] not in document.TAGS:
            missing.append(f"{each.key}: give it one tag; a new tag needs a line in TAGS of api/reference/document.py")
        if not operations.words(each)[0]:
            missing.append(f"{each.key}: give it a docstring; its first sentence is the summary")
        if each.policy not in operations.SECURITY:
            missing.append(f"{each.policy}: say in SECURITY of api/reference/operations.py which credentials serve it")
        missing += [
            f"{each.key}: describe {{{name}}} in PATH of api/reference/parameters.py"
            for name in each.names
            if name not in parameters.PATH
        ]
        missing += [
            f"{each.key}: describe the query key {name} in QUERY of api/reference/parameters.py"
            for name, query in each.queries.items()
            if not query.about
        ]
        if (each.body is not None) != (each.note.body is not None):
            missing.append(f"{each.key}: give its body an example in NOTES of api/reference/notes.py")
        if (each.form is not None) != bool(each.note.form):
            missing.append(f"{each.key}: give its form an example in NOTES of api/reference/notes.py")
    assert not missing, "\n".join(missing)


def test_every_operation_has_a_name_of_its_own(public: list[operations.Operation]) -> None:
    names = [each.name for each in public]
    assert [name for name in names if names.count(name) > 1] == [], "rename one of the handlers"


def test_no_query_key_is_read_in_silence(public: list[operations.Operation]) -> None:
    """What the modules of the handlers read by hand is described on one of their operations."""
    missing = []
    modules = {each.handler.fn.__module__: inspect.getmodule(each.handler.fn) for each in public}
    for name, module in modules.items():
        assert isinstance(module, types.ModuleType)
        text = inspect.getsource(module)
        read = set(_READ.findall(text)) | set(_WINDOW.findall(text)[0].split(", ") if _WINDOW.search(text) else ())
        told = {query for each in public if each.handler.fn.__module__ == name for query in each.queries}
        missing += [
            f"{name}: list {key} in `reads` of its handler in api/reference/notes.py" for key in read - told - {"_"}
        ]
    assert not missing, "\n".join(missing)


def test_nothing_is_described_that_is_not_there(app: litestar.Litestar, public: list[operations.Operation]) -> None:
    names = {each.name for each in document.found(app)}
    assert set(notes.NOTES) <= names
    assert {first for note in notes.NOTES.values() for first in note.first} <= {each.name for each in public}
    assert {known.maker for known in parameters.PATH.values() if known.maker} <= names
    keys = {f"{struct.__name__}.{key}" for struct in _structs(shapes.Wire) for key in struct.__struct_encode_fields__}
    assert set(fields.FIELDS) - keys == set(), "FIELDS of api/reference/fields.py"
    assert set(kinds.UNIONS) <= {struct.__name__ for struct in _structs(shapes.Wire)}
    for name, union in kinds.UNIONS.items():
        assert {f"{name}.{key}" for key in union.named()} <= keys, "UNIONS of api/reference/kinds.py"


def _structs(kind: type[shapes.Wire]) -> set[type[shapes.Wire]]:
    found = set(kind.__subclasses__())
    return found.union(*(_structs(each) for each in found))


def test_answers_and_bodies_have_schemas(reference: dict[str, Any]) -> None:
    """Nothing that a generator would make `Any` of."""
    bare = []
    for path, methods in reference["paths"].items():
        for method, operation in methods.items():
            answers = [answer for answer in operation["responses"].values() if "content" in answer]
            never = notes.NOTES.get(re.sub(r"(?=[A-Z])", "_", operation["operationId"]).lower(), notes.NONE).never
            assert len(answers) == (0 if never else 1), (method, path)
            bodies = [operation["requestBody"]] if "requestBody" in operation else []
            for each in answers + bodies:
                bare += [(method, path) for media in each["content"].values() if not media["schema"]]
    assert bare == []
    empty = {
        f"{name}.{key}"
        for name, schema in reference["components"]["schemas"].items()
        for key, value in schema.get("properties", {}).items()
        if not {"type", "$ref", "anyOf", "oneOf"} & set(value)
    }
    assert empty == {"DeadLetter.payload"}  # what any webhook may have been sent


def test_the_reference_shows_each_call_once(reference: dict[str, Any], everything: dict[str, Any]) -> None:
    assert all(path.startswith(("/v1.1/", "/v1/")) for path in reference["paths"])
    assert {"get", "post"} <= set(reference["paths"]["/v1.1/apps/{appId}/appusers/{userId}/messages"])
    identities = [each["operationId"] for path in everything["paths"].values() for each in path.values()]
    assert len(identities) == len(set(identities))
    for path in ("/v1", "/v1.1", "/v1/apps/{app_id}", "/v1.1/apps/{app_id}"):
        assert {"get", "put", "delete"} <= set(everything["paths"][f"{path}/appusers/{{user}}"])


def test_a_policy_of_nobody_is_not_forgotten() -> None:
    assert set(operations.SECURITY) == set(policy.Policy)


def test_every_module_of_the_public_api_is_registered(public: list[operations.Operation]) -> None:
    folder = pathlib.Path(inspect.getfile(application)).parent / "rest"
    made = {path.stem for path in folder.glob("*.py") if "HANDLERS = [" in path.read_text()}
    assert made == {each.handler.fn.__module__.rpartition(".")[2] for each in public}
