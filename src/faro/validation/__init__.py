"""Whether what came is sound: Great Expectations suites from contract and `expectations/`, run on a work table."""

from faro.validation.outcome import Check, RowFailure, Validation

__all__ = ["Check", "RowFailure", "Validation"]
