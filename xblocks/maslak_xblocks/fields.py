"""Fields that are read as they were kept, and values that are worked out once for each block.

XBlock asks the runtime for the store at each reading, and the store first whether it has a value; it looks through a text for what
XML cannot hold, asks for a default of each value that a learner does not have yet, and copies a value deeply before and after it is
saved, in case somebody changes it in place. A source was read as XML before it was kept, only an author's settings have defaults of
their own, and no block changes what it keeps in place. Together these cost more than the rest of a small handler.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, NoReturn, TypeVar, overload

from xblock.fields import Float, Integer, List, String

_Value = TypeVar("_Value")


_ABSENT: Final = object()


class _ReadOnce:
    """What fields share whose values are not changed in place: the store is asked once, whether it has a value and for the value.

    A store that copies what it gives, in case a block changes it, may spare itself that for a field that says ``is_kept``.
    """

    is_kept: Final = True

    def __get__(self, xblock: Any, xblock_class: Any) -> Any:
        if xblock is None:
            return self
        field: Any = self
        cache, name = xblock._field_data_cache, field.__name__
        value = cache.get(name, _ABSENT)
        if value is _ABSENT:
            try:
                value = field._sanitize(field.from_json(xblock._field_data.get(xblock, name)))
            except KeyError:
                value = field._get_default_value_to_cache(xblock)
            cache[name] = value
        return value


class SourceText(_ReadOnce, String):  # type: ignore[misc]
    """The text of an element: reading it as XML is what finds a character that XML cannot hold."""

    def _sanitize(self, value: Any) -> Any:
        return value if type(value) is str else super()._sanitize(value)


class KeptValues(list[Any]):
    """A list that refuses to be changed in place, so that those who hold it may share it; another one takes its place."""

    __slots__ = ()

    def __deepcopy__(self, memo: object) -> KeptValues:
        return self

    def __copy__(self) -> KeptValues:
        return self

    def __reduce__(self) -> tuple[type[KeptValues], tuple[list[Any]]]:
        return KeptValues, (list(self),)

    def _refuse(self, *args: object, **named: object) -> NoReturn:
        raise TypeError("what a block keeps is not changed in place: set the field to a new list")

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse  # type: ignore[assignment]
    append = extend = insert = pop = remove = clear = sort = reverse = _refuse  # type: ignore[assignment]


class _Kept(_ReadOnce):
    """What fields of a learner's state share: their values are not changed in place, and no course gives them another default."""

    default: Any

    def _get_default_value_to_cache(self, xblock: Any) -> Any:
        return self.default

    def _mark_dirty(self, xblock: Any, value: Any) -> None:
        xblock._dirty_fields.setdefault(self, value)


class KeptInteger(_Kept, Integer):  # type: ignore[misc]
    """A whole number of a learner's state."""


class KeptFloat(_Kept, Float):  # type: ignore[misc]
    """A number of a learner's state."""


class KeptString(_Kept, String):  # type: ignore[misc]
    """A text of a learner's state."""


class KeptList(_Kept, List):  # type: ignore[misc]
    """A list field whose value is replaced and never changed in place: it is not copied to find out whether it was."""

    MUTABLE = False

    def __init__(self, **named: Any) -> None:
        super().__init__(enforce_type=True, **named)

    def from_json(self, value: Any) -> Any:
        """Give the values as they are kept. Raises TypeError for what is no list."""
        found = super().from_json(value)
        return found if found is None or type(found) is KeptValues else KeptValues(found)

    enforce_type = from_json


class once(Generic[_Value]):
    """A property that is worked out when it is first asked for, and kept by its block.

    That of ``functools`` holds, before Python 3.12, one lock for all instances while it works one out: the threads of a server
    would wait for one another's database.
    """

    def __init__(self, make: Callable[[Any], _Value]) -> None:
        self._make, self._name, self.__doc__ = make, make.__name__, make.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> once[_Value]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> _Value: ...

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._make(instance)
        return value
