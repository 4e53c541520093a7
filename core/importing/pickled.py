"""The pickles of PyTorch files, read without running any: tensors are described, nothing is called.

A pickle is a program. This is an interpreter for the few instructions that a dictionary of tensors takes;
every other instruction, and every name that is not on the list, is refused by name.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.formats.native import ModelError

_MAX_STACK = 1_000_000
_MARK = object()


@dataclass(frozen=True)
class Storage:
    """A run of numbers in the file, under a key; `size` is their number."""

    dtype: str
    key: str
    size: int


@dataclass(frozen=True)
class StoredTensor:
    """A view into a storage; offset and stride count elements."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


@dataclass(frozen=True)
class _Named:
    """A module's member that the pickle names; never looked up."""

    name: str


_STORAGES = {f"torch.{name}Storage": dtype for name, dtype in (
    ("Float", "float32"), ("Half", "float16"), ("Double", "float64"), ("BFloat16", "bfloat16"),
    ("Long", "int64"), ("Int", "int32"), ("Bool", "bool"), ("Byte", "uint8"))}


def _tensor(storage, offset, shape, stride, *_rest) -> StoredTensor:
    numbers = (offset, *shape, *stride)
    if not isinstance(storage, Storage) or not all(type(n) is int and n >= 0 for n in numbers):
        raise ModelError("a tensor is not described by a storage, an offset, a shape and strides")
    return StoredTensor(storage, offset, tuple(shape), tuple(stride))


_CALLS: dict[str, Callable[..., Any]] = {
    "collections.OrderedDict": lambda: {},
    "torch._utils._rebuild_tensor_v2": _tensor,
    "torch._utils._rebuild_parameter": lambda tensor, *_rest: tensor,
}
_NAMES = {*_CALLS, *_STORAGES}
_PLAIN = {"BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT", "BINUNICODE", "SHORT_BINUNICODE",
          "BINUNICODE8", "SHORT_BINSTRING", "BINSTRING"}


def load(data: bytes) -> tuple[Any, int]:
    """What the pickle at the start of `data` describes, and how many bytes it takes. Raises ModelError."""
    machine = _Machine()
    try:
        for opcode, argument, place in pickletools.genops(data):
            if opcode.name == "STOP":
                return machine.pop(), place + 1
            machine.run(opcode.name, argument)
    except ModelError:
        raise
    except Exception as error:  # pickletools and malformed programs raise of every kind
        raise ModelError(f"its pickle is damaged ({error})") from None
    raise ModelError("its pickle has no end")


class _Machine:
    """A stack, a memo, and the instructions that are allowed."""

    def __init__(self):
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}

    def pop(self) -> Any:
        value = self._stack.pop()
        if value is _MARK:
            raise ModelError("its pickle is damaged (a mark where a value should be)")
        return value

    def _to_mark(self) -> list[Any]:
        start = len(self._stack) - 1 - self._stack[::-1].index(_MARK)
        items = self._stack[start + 1:]
        del self._stack[start:]
        return items

    def run(self, name: str, argument: Any) -> None:
        stack = self._stack
        if len(stack) > _MAX_STACK:
            raise ModelError("its pickle is larger than a dictionary of tensors is")
        if name in _PLAIN:
            stack.append(argument)
        elif name in ("PROTO", "FRAME"):
            return
        elif name in _CONSTANTS:
            stack.append(_CONSTANTS[name]())
        elif name == "MARK":
            stack.append(_MARK)
        elif name in ("GLOBAL", "STACK_GLOBAL"):
            self._name(argument)
        elif name in ("BINPUT", "LONG_BINPUT"):
            self._memo[argument] = stack[-1]
        elif name == "MEMOIZE":
            self._memo[len(self._memo)] = stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            stack.append(self._memo[argument])
        elif name in ("TUPLE1", "TUPLE2", "TUPLE3"):
            count = int(name[-1])
            items = [self.pop() for _ in range(count)]
            stack.append(tuple(reversed(items)))
        elif name == "TUPLE":
            stack.append(tuple(self._to_mark()))
        elif name in ("SETITEM", "SETITEMS"):
            self._set_items([self.pop(), self.pop()][::-1] if name == "SETITEM" else self._to_mark())
        elif name in ("APPEND", "APPENDS"):
            items = [self.pop()] if name == "APPEND" else self._to_mark()
            self._top(list).extend(items)
        elif name == "BINPERSID":
            stack.append(_storage(self.pop()))
        elif name == "REDUCE":
            self._reduce()
        elif name == "BUILD":  # what an OrderedDict carries besides: versions of its modules
            self.pop()
            self._top(dict)
        else:
            raise ModelError(f"its pickle does more than describe tensors (the instruction {name}); "
                             "it is not run")

    def _top(self, kind: type) -> Any:
        if type(self._stack[-1]) is not kind:
            raise ModelError(f"its pickle is damaged (no {kind.__name__} where one should be)")
        return self._stack[-1]

    def _set_items(self, items: list[Any]) -> None:
        target = self._top(dict)
        for key, value in zip(items[::2], items[1::2], strict=True):
            if type(key) is not str:  # a small pickle can hold a tuple that takes years to hash
                raise ModelError(f"expected names of tensors, found a {type(key).__name__}")
            target[key] = value

    def _name(self, argument: str | None) -> None:
        if argument is None:
            name, module = self.pop(), self.pop()
            if type(name) is not str or type(module) is not str:
                raise ModelError("its pickle is damaged (a name that is no text)")
            argument = f"{module} {name}"
        name = argument.replace(" ", ".", 1)
        if name not in _NAMES:
            raise ModelError(f"its pickle calls {name:.80}, which no dictionary of tensors needs; it is "
                             "not run")
        self._stack.append(_Named(name))

    def _reduce(self) -> None:
        arguments, called = self.pop(), self.pop()
        if not isinstance(called, _Named) or called.name not in _CALLS or type(arguments) is not tuple:
            raise ModelError("its pickle calls something that is no function; it is not run")
        self._stack.append(_CALLS[called.name](*arguments))


_CONSTANTS = {"EMPTY_DICT": dict, "EMPTY_LIST": list, "EMPTY_TUPLE": tuple, "NONE": lambda: None,
              "NEWTRUE": lambda: True, "NEWFALSE": lambda: False}


def _storage(persistent_id: Any) -> Storage:
    """('storage', type, key, device, number of elements), with a sixth in files before PyTorch 1.6."""
    is_known = type(persistent_id) is tuple and len(persistent_id) in (5, 6) and persistent_id[0] == "storage"
    if not is_known or not isinstance(persistent_id[1], _Named) or persistent_id[1].name not in _STORAGES:
        raise ModelError("a tensor's numbers are of an unknown kind")
    _, kind, key, _, size = persistent_id[:5]
    is_view = len(persistent_id) == 6 and persistent_id[5] is not None
    if type(key) is not str or type(size) is not int or size < 0 or is_view:
        raise ModelError("a tensor's numbers are not where they should be")
    return Storage(_STORAGES[kind.name], key, size)
