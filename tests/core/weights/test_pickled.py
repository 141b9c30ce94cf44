"""Pickled weights: what Python 2 wrote is read, and what a hostile file asks for is not run."""

from __future__ import annotations

import os
import pickle
import pickletools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from weights_on_disk import (
    ARRAYS,
    assert_holds_the_arrays,
    in_npy,
    python2_array,
    python2_dict,
    refusal,
)

from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights.files import read_weights


def call(module: str, name: str, *arguments: Any) -> bytes:
    """A pickle's instructions to call a function, without its beginning and end."""
    plain = pickle.dumps(arguments, 2)[2:-1]
    return f"c{module}\n{name}\n".encode() + plain + b"R"


def hostile(marker: Path) -> dict[str, bytes]:
    """Instructions that make the file ``marker`` when an ordinary unpickler follows them."""
    touch = f"open({str(marker)!r}, 'w').close()"
    command = f'{sys.executable} -c "{touch}"'
    return {
        "os.system": call("os", "system", command),
        "posix.system": call(os.name if os.name == "nt" else "posix", "system", command),
        "eval": call("builtins", "eval", touch),
        "exec of Python 2": call("__builtin__", "eval", touch),
        "mkdir": call("os", "mkdir", str(marker)),
        "numpy.testing": call("numpy.testing", "runstring", touch, {}),
        "numpy.f2py": call("numpy.f2py.crackfortran", "myeval", f"{touch} or 1"),
        "an old opcode": b"(S" + repr(touch).encode() + b"\ni__builtin__\neval\n",
        "a name with dots": b"\x80\x04\x8c\x05numpy\x8c\x11testing.runstring\x93"
        + pickle.dumps((touch, {}), 2)[2:-1]
        + b"R",
        "by way of getattr": b"cbuiltins\ngetattr\n"
        + call("builtins", "__import__", "os").join((b"(", b""))
        + b"X\x06\x00\x00\x00systemtR"
        + pickle.dumps((command,), 2)[2:-1]
        + b"R",
    }


VARIANTS = tuple(hostile(Path("marker")))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_hostile_pickle_would_work_on_an_ordinary_unpickler(tmp_path: Path, variant: str) -> None:
    marker = tmp_path / "marker"
    pickle.loads(b"\x80\x02" + hostile(marker)[variant] + b".")
    assert marker.exists()


def wrappings() -> dict[str, Callable[[bytes], bytes]]:
    array = python2_array(ARRAYS["fc6/bias"])
    return {
        "alone": lambda code: b"\x80\x02" + code + b".",
        "in the array that numpy saves": in_npy,
        "in place of a kernel": lambda code: in_npy(b"}U\x03fc6](" + code + array + b"es"),
        "in a nested array of objects": lambda code: in_npy(
            b"}U\x03fc6cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R"
            b"(K\x01K\x02\x85cnumpy\ndtype\nU\x02O8K\x00K\x01\x87R\x89](" + array + code + b"etbs"
        ),
        "after a good dictionary": lambda code: in_npy(python2_dict() + code + b"0"),
    }


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("wrapping", wrappings())
def test_a_hostile_pickle_is_refused_and_not_run(
    tmp_path: Path, variant: str, wrapping: str
) -> None:
    marker = tmp_path / "marker"
    path = tmp_path / "vgg16.npy"
    path.write_bytes(wrappings()[wrapping](hostile(marker)[variant]))
    message = refusal(path)
    assert "was refused" in message
    assert "Nothing of it was run" in message
    assert not marker.exists()


@pytest.mark.parametrize(
    "code",
    [
        # Changing what the stand-ins are, for the next file.
        b"cnumpy.core.multiarray\n_reconstruct\n}U\x04_nameU\x03fc6sb",
        b"cnumpy\nndarray\n)\x81",
        b"cnumpy\nndarray\n)R",
        b"(cnumpy\ndtype\no",
        # bz2, zlib and modules called encodings.NAME are within reach of codecs.encode.
        call("_codecs", "encode", "abc", "os"),
        b"cnumpy\ndtype\nU\x02f4\x85R(K\x03Ntb",
        b"Ppersistent\n",
        b"\x82\x01",
        b"r\xff\xff\xff\xff",
    ],
)
def test_odd_uses_of_admitted_names_are_refused(tmp_path: Path, code: bytes) -> None:
    path = tmp_path / "vgg16.npy"
    path.write_bytes(in_npy(b"}U\x03fc6](" + code + b"es"))
    refusal(path)
    path.write_bytes(in_npy(python2_dict()))
    assert_holds_the_arrays(read_weights(path))


def test_a_pickle_cannot_change_what_stands_in_for_numpy(tmp_path: Path) -> None:
    path = tmp_path / "vgg16.npy"
    name = b"X\x05\x00\x00\x00_name"
    path.write_bytes(in_npy(b"cnumpy\ndtype\nN}" + name + name + b"s\x86b"))
    assert "has no state" in refusal(path)


def test_a_pickled_array_with_too_few_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vgg16.npy"
    good = in_npy(python2_dict())
    shape = b"M\x10\x00M\x06\x00"
    assert shape in good
    path.write_bytes(good.replace(shape, b"M\x10\x00M\x07\x00"))
    with pytest.raises(WeightsError, match="damaged"):
        read_weights(path)


def test_the_python_2_file_of_these_tests_is_what_numpy_would_read(tmp_path: Path) -> None:
    path = tmp_path / "vgg16.npy"
    path.write_bytes(in_npy(python2_dict()))
    opcodes = {opcode.name for opcode, _, _ in pickletools.genops(path.read_bytes()[128:])}
    assert "BINSTRING" in opcodes
    theirs = np.load(path, allow_pickle=True, encoding="latin1").item()
    np.testing.assert_array_equal(theirs["conv1_1"][0], ARRAYS["block1_conv1/kernel"])
