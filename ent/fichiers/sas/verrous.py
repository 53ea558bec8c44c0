"""What a process gives up before it reads the first byte that a stranger sent: time, memory, the network, the disk, every other process.

The kernel keeps each promise, whatever the process becomes: limits of resources, and a list of the calls that are left to it
(seccomp). Any process may set them on itself, in a container without rights too. The list holds no path, no socket, no signal and
no program: what is not in it is refused, calls that a later kernel will have included.
"""

import ctypes
import os
import platform
import resource
from contextlib import suppress
from dataclasses import asdict, dataclass

from ..limites import MO, TAILLES


@dataclass(frozen=True)
class Bornes:
    """Of one file. A photo of 50 million points takes 4 s of processor and 500 MB; most take a tenth of that."""

    processeur: int = 15  # seconds
    mur: int = 60  # seconds of a clock, however busy the machine is
    memoire: int = 1000 * MO  # beyond what the libraries take
    ecrit: int = TAILLES["video"] + 10 * MO

    en_dict = asdict


# Number of each call left, on x86-64 and on 64-bit ARM; None: the call does not exist there.
APPELS: dict[str, tuple[int | None, int | None]] = {
    # files already open
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67), "pwrite64": (18, 68),
    "lseek": (8, 62), "close": (3, 57), "fstat": (5, 80), "newfstatat": (262, 79), "ftruncate": (77, 46),
    # memory
    "brk": (12, 214), "mmap": (9, 222), "munmap": (11, 215), "mremap": (25, 216), "mprotect": (10, 226), "madvise": (28, 233),
    # threads of its own (`clone` is looked at closer), and their signals
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "gettid": (186, 178), "getpid": (39, 172),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "membarrier": (324, 283), "exit": (60, 93), "exit_group": (231, 94),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    # what the machine is, what time it is, chance
    "uname": (63, 160), "sysinfo": (99, 179), "getrusage": (98, 165), "getrandom": (318, 278), "gettimeofday": (96, 169),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177),
}  # fmt: skip
CLONE, CLONE3 = (56, 220), (435, 435)
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

LIRE, SI_EGAL, SI_BIT, RENDRE = 0x20, 0x15, 0x45, 0x06  # instructions of a filter
PERMIS, REFUSE, MORT = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
CLONE_THREAD = 0x00010000
NUMERO, ARCHITECTURE, ARGUMENT = 0, 4, 16  # places in what the kernel shows to a filter
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTRE = 4, 38, 22, 2
PERSONNE = 65534  # « nobody »
POLITESSE = 10  # where pages and files want the same core, files have a tenth of it: enough to end


class PasEnferme(Exception):
    """This machine cannot hold the process: it must read nothing."""


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("vrai", ctypes.c_uint8), ("faux", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class _Programme(ctypes.Structure):
    _fields_ = [("longueur", ctypes.c_ushort), ("filtre", ctypes.POINTER(_Instruction))]


def _filtre(rang: int, architecture: int) -> list[tuple[int, int, int, int]]:
    """(code, jump if true, jump if false, operand), read from the first to the last. A child is a thread or is refused; the C library asks
    `clone3` first, whose arguments a filter cannot see, then does without it.
    """
    programme = [
        (LIRE, 0, 0, ARCHITECTURE), (SI_EGAL, 1, 0, architecture), (RENDRE, 0, 0, MORT), (LIRE, 0, 0, NUMERO),
        (SI_EGAL, 0, 1, CLONE3[rang]), (RENDRE, 0, 0, REFUSE | ENOSYS),
        (SI_EGAL, 0, 3, CLONE[rang]), (LIRE, 0, 0, ARGUMENT), (SI_BIT, 0, 1, CLONE_THREAD), (RENDRE, 0, 0, PERMIS),
        (LIRE, 0, 0, NUMERO),
    ]  # fmt: skip
    for numeros in APPELS.values():
        if numeros[rang] is not None:
            programme += [(SI_EGAL, 0, 1, numeros[rang]), (RENDRE, 0, 0, PERMIS)]
    return [*programme, (RENDRE, 0, 0, REFUSE | EPERM)]


def se_deposseder() -> None:
    """Root becomes nobody, and no program gives it back. For the guardian, before its first file."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(PERSONNE, PERSONNE, PERSONNE)
        os.setresuid(PERSONNE, PERSONNE, PERSONNE)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_DUMPABLE, 0)  # no other process of this user reads its memory


def laisser_passer() -> None:
    """Pages first. A kernel that shares its cores by sessions (autogroup) looks at the session's politeness before that of each process."""
    with suppress(OSError), open("/proc/self/autogroup", "w") as groupe:
        groupe.write(str(POLITESSE))
    os.nice(POLITESSE)


def enfermer(bornes: Bornes) -> None:
    """For ever, for this process alone: everything it needs is open and imported."""
    with open("/proc/self/statm") as tailles:
        deja = int(tailles.read().split()[0]) * resource.getpagesize()
    for limite, valeur in [
        (resource.RLIMIT_CPU, bornes.processeur),
        (resource.RLIMIT_AS, deja + bornes.memoire),
        (resource.RLIMIT_FSIZE, bornes.ecrit),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),  # nothing more is opened
    ]:
        resource.setrlimit(limite, (valeur, valeur))
    if platform.machine() not in MACHINES:
        raise PasEnferme(f"no list of calls for {platform.machine()}")
    instructions = _filtre(*MACHINES[platform.machine()])
    table = (_Instruction * len(instructions))(*(_Instruction(*i) for i in instructions))
    programme = _Programme(len(instructions), table)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_SECCOMP, FILTRE, ctypes.byref(programme))


def _prctl(quoi: int, valeur: int, suite=None) -> None:
    rien = ctypes.c_ulong(0)
    if ctypes.CDLL(None, use_errno=True).prctl(quoi, ctypes.c_ulong(valeur), suite or rien, rien, rien):
        raise PasEnferme(f"prctl({quoi}): {os.strerror(ctypes.get_errno())}")
