"""How often a property is tried, and by no clock: a plugin of pytest.

`--hypothesis-profile=fast` tries a tenth. A slow machine is no fault: neither profile has a deadline.
"""

from hypothesis import HealthCheck, settings

_WHOLE, _FAST = 100, 10
_FEWEST = 3  #: the first example is the simplest there is

for _name, _tried in {"whole": _WHOLE, "fast": _FAST}.items():
    settings.register_profile(_name, max_examples=_tried, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whole")


def examples(number: int, *, keeps_fixtures: bool = False) -> settings:
    """Settings that try a property so often in a whole run; `keeps_fixtures` where one fixture serves all examples."""
    shared = [HealthCheck.function_scoped_fixture] if keeps_fixtures else []
    tried = max(min(number, _FEWEST), number * settings.default.max_examples // _WHOLE)
    return settings(max_examples=tried, suppress_health_check=[*settings.default.suppress_health_check, *shared])
