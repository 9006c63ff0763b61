"""The checks beside the tests explain themselves as tests do."""

import pytest

pytest.register_assert_rewrite("tests.stories.machine", "tests.stories.screen", "tests.stories.told")
