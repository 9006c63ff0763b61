"""How the reference marks what this server has and the hosted service had not."""

import dataclasses

from litestar.openapi.spec import Operation


@dataclasses.dataclass
class Addition(Operation):
    """The `operation_class` of a route that is an addition: `x-smooch-addition` is true in the reference."""

    x_smooch_addition: bool = dataclasses.field(default=True, metadata={"alias": "x-smooch-addition"})
