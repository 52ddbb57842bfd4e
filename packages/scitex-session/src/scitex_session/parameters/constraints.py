"""Constraints that pydantic checks: its own, and those of annotated_types.

Imported only where an annotation has one, so that pydantic is not needed, nor imported, where nobody uses it.
"""

from collections.abc import Callable
from typing import Annotated, Any

from scitex_session.errors import SignatureError

try:
    from pydantic import PydanticUserError, TypeAdapter, ValidationError
except ModuleNotFoundError as cause:
    raise SignatureError(
        'constraints of annotated_types need pydantic: pip install "scitex-session[pydantic]"'
    ) from cause


def checked_by_pydantic(type_: Any, constraints: tuple[Any, ...]) -> Callable[[Any], Any]:
    """Return what takes a value of a type, and returns it if it fits; else it raises ValueError.

    Raises
    ------
    SignatureError
        If pydantic cannot ask this of the type.
    """
    try:
        adapter = TypeAdapter(Annotated[(type_, *constraints)])
    except (PydanticUserError, TypeError) as cause:
        asked = ", ".join(map(str, constraints))
        raise SignatureError(f"pydantic cannot ask {asked} of {type_}: {str(cause).splitlines()[0]}") from cause

    def check(value: Any) -> Any:
        try:
            return adapter.validate_python(value)
        except ValidationError as cause:
            raise ValueError("; ".join(f"{error['input']!r}: {error['msg']}" for error in cause.errors())) from cause
        except TypeError as cause:  # a constraint that has no meaning for this value
            raise ValueError(f"{value!r}: {cause}") from cause

    return check
