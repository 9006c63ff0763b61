"""Schemas of what is sent and answered: derived from the wire's structs, made exact by `fields` and `kinds`. Pure."""

import copy
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from smooch_server.api.reference import fields, kinds

REF: Final = "#/components/schemas/"

# Of a struct whose name another module has, too: what is asked to be posted, what is shown.
_PREFIXES: Final = {"posting": "New", "shapes": ""}

Schema = dict[str, Any]


def derive(kinds_of_json: Sequence[Any]) -> tuple[list[Schema], dict[str, Schema]]:
    """Return the schema of each type, in order, and the components that these refer to."""
    single = [each for kind in kinds_of_json for each in _structs(kind)]
    found, components = msgspec.json.schema_components(single, ref_template=REF + "{name}")
    found, components = _renamed([list(found), components])
    made: dict[str, Schema] = {}
    for name, schema in components.items():
        title = str(schema.get("title", name))
        schema["title"] = name
        _settle(schema, title)
        made |= _kinds(name, title, schema)
    waiting = iter(_bare(schema) for schema in found)
    whole = []
    for kind in kinds_of_json:
        parts = [next(waiting) for _ in _structs(kind)]
        whole.append(parts[0] if len(parts) == 1 else {"anyOf": parts})
    return whole, dict(sorted(made.items()))


def _renamed(value: Any) -> Any:
    """Return schemas in which two structs of one name are told apart by their modules, as `SdkPosted`."""
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    if isinstance(value, dict):
        return {_short(key): _renamed(each) for key, each in value.items()}
    return REF + _short(value.removeprefix(REF)) if isinstance(value, str) and value.startswith(REF) else value


def _short(name: str) -> str:
    *modules, struct = name.split(".")
    return _PREFIXES.get(modules[-1], modules[-1].title().replace("_", "")) + struct if modules else name


def _structs(kind: Any) -> tuple[Any, ...]:
    """Return the parts of `A | B`, which msgspec describes one by one only."""
    return typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)


def reached(used: Any, components: dict[str, Schema]) -> dict[str, Schema]:
    """Return those of the components that `used` refers to, directly or not."""
    names: set[str] = set()
    waiting = [used]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str) and reference.startswith(REF):
                name = reference.removeprefix(REF)
                if name not in names:
                    names.add(name)
                    waiting.append(components[name])
            waiting += value.values()
    return {name: schema for name, schema in components.items() if name in names}


def _bare(schema: Schema) -> Schema:
    """Return a schema without the titles and defaults that say nothing to a reader."""
    return {key: value for key, value in schema.items() if key not in ("title", "default")}


def _settle(schema: Schema, title: str) -> None:
    properties: dict[str, Schema] = schema.get("properties", {})
    for name, given in properties.items():
        value = _bare(given)
        extra = fields.FIELDS.get(f"{title}.{name}") or fields.EVERYWHERE.get(name)
        properties[name] = _refined(value, extra) if extra else value
    if not schema.get("required", True):
        del schema["required"]


def _refined(schema: Schema, extra: Mapping[str, Any]) -> Schema:
    """Return the schema with `extra` laid over the part that is not null. `items` is laid over that of the list."""
    schema = copy.deepcopy(schema)
    branches = schema.get("anyOf")
    target = schema
    if branches and {"type": "null"} in branches:
        rest = [branch for branch in branches if branch != {"type": "null"}]
        target = rest[0] if len(rest) == 1 else {"anyOf": rest}
        schema = {"anyOf": [target, {"type": "null"}]}
    inner = extra.get("items")
    if inner is not None:
        target["items"] = _refined(target.get("items", {}), inner)
    about = extra.get("description")
    if about is not None:
        schema["description"] = about
    target |= {key: value for key, value in extra.items() if key not in ("items", "description")}
    return schema


def _kinds(name: str, title: str, schema: Schema) -> dict[str, Schema]:
    """Return the component, or one for each of its kinds and their union under its name."""
    union = kinds.UNIONS.get(title)
    if union is None or not union.named() <= set(schema["properties"]):  # another struct of that name
        return {name: schema}
    made: dict[str, Schema] = {}
    mapping = {}
    for kind, variant in union.kinds.items():
        own = f"{name}{kind[:1].upper()}{kind[1:]}"
        made[own] = _variant(schema, union, kind, variant) | {"title": own}
        mapping[kind] = REF + own
    tag = {"propertyName": union.tag, "mapping": mapping}
    about = {"description": schema["description"]} if "description" in schema else {}
    made[name] = {
        "title": title,
        **about,
        "oneOf": [{"$ref": REF + mapping[kind].removeprefix(REF)} for kind in union.kinds],
        **({} if union.default else {"discriminator": tag}),
    }
    return made


def _variant(schema: Schema, union: kinds.Union, kind: str, variant: kinds.Kind) -> Schema:
    properties = schema["properties"]
    required = list(dict.fromkeys([*schema.get("required", []), *variant.required]))
    names = [union.tag, *union.common, *required, *variant.optional]
    tag: Schema = {"type": "string", "enum": [kind]}
    if union.default == kind:
        tag = {"anyOf": [tag, {"type": "null"}]}  # a null is as good as none
    else:
        required = list(dict.fromkeys([union.tag, *required]))
    chosen = {name: copy.deepcopy(properties[name]) for name in dict.fromkeys(names)} | {union.tag: tag}
    for name in required:
        chosen[name] = _required(chosen[name])
    for name, extra in variant.extra.items():
        chosen[name] = _refined(chosen[name], extra)
    about = {"description": variant.about} if variant.about else {}
    return {**about, "type": "object", "properties": chosen, "required": required}


def _required(schema: Schema) -> Schema:
    """Return the schema without null: what a kind demands must be there."""
    branches = schema.get("anyOf")
    if not branches or {"type": "null"} not in branches:
        return schema
    rest = [branch for branch in branches if branch != {"type": "null"}]
    about = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**about, **rest[0]} if len(rest) == 1 else {**about, "anyOf": rest}
