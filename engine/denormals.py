"""Numbers too small for the usual form count as zero while a network trains, where they cost a lot of time.

Adam's moments of a derivative that has become zero fade through them, and so do the tails of a softmax; a
few are enough to make a long training in float32 two to three times slower. The processor can be told to
flush them to zero, thread by thread. That is done on Linux with an x86-64 processor; elsewhere nothing is.
"""

import ctypes
import platform
import sys
from typing import Any

# Bits of the MXCSR register: results (FTZ) and operands (DAZ) that are denormal count as zero.
FLUSH_TO_ZERO, DENORMALS_ARE_ZERO = 1 << 15, 1 << 6


class FloatingPoint(ctypes.Structure):
    """fenv_t of the C library on x86-64: 28 bytes of the old x87 unit, then MXCSR."""

    _fields_ = (("x87", ctypes.c_uint32 * 7), ("mxcsr", ctypes.c_uint32))


def _library() -> Any:
    """The C library's own functions, called without giving the interpreter's lock away; None elsewhere."""
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "AMD64"):
        return None
    try:
        library = ctypes.PyDLL("libm.so.6")
        return library if library.fegetenv and library.fesetenv else None
    except (OSError, AttributeError):
        return None


_LIBM = _library()
IS_POSSIBLE = _LIBM is not None


class Flushing:
    """Within `with`, this thread's denormal numbers are zero; afterwards all is as before."""

    def __init__(self) -> None:
        self._before, self._within = FloatingPoint(), FloatingPoint()

    def __enter__(self) -> None:
        if _LIBM is not None:
            _LIBM.fegetenv(ctypes.byref(self._before))
            _LIBM.fegetenv(ctypes.byref(self._within))
            self._within.mxcsr |= FLUSH_TO_ZERO | DENORMALS_ARE_ZERO
            _LIBM.fesetenv(ctypes.byref(self._within))

    def __exit__(self, *error: object) -> None:
        if _LIBM is not None:
            _LIBM.fesetenv(ctypes.byref(self._before))
