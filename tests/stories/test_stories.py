"""REST, sockets and webhooks tell one story, whatever happens in which order.

The few stories are the same every time. The many are new ones, and `SMOOCH_SEED=n` tells them again.
"""

import os
import random

import hypothesis
import pytest
from hypothesis import stateful

from tests.stories import machine
from tests.support import api, hooks

SEED = 20190416
QUIET = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.filter_too_much, hypothesis.HealthCheck.data_too_large]


def tell(deployment: api.Deployment, stories: int, steps: int, *, seed: int, shrink: bool) -> None:
    seed = int(os.environ.get("SMOOCH_SEED") or seed)
    print(f"{stories} stories of {steps} steps on {deployment.shape.name}: SMOOCH_SEED={seed}")
    phases = [hypothesis.Phase.generate, *([hypothesis.Phase.shrink] if shrink else [])]
    with hooks.receiver() as sink:

        class Story(machine.Story):
            pass

        Story.deployment, Story.sink = deployment, sink
        stateful.run_state_machine_as_test(
            hypothesis.seed(seed)(Story),
            settings=hypothesis.settings(
                max_examples=stories,
                stateful_step_count=steps,
                derandomize=False,  # the seed says it
                deadline=None,
                database=None,
                phases=phases,
                suppress_health_check=QUIET,
                print_blob=False,
            ),
        )


def test_a_few_stories(deployment: api.Deployment) -> None:
    tell(deployment, 8 if deployment.shape.name == "sqlite" else 4, 40, seed=SEED, shrink=False)


@pytest.mark.long
def test_many_stories(deployment: api.Deployment) -> None:
    tell(
        deployment,
        100 if deployment.shape.name == "sqlite" else 40,
        60,
        seed=random.SystemRandom().randrange(2**32),
        shrink=True,
    )
