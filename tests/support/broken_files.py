"""Real files with something broken in them: flipped, cut, swollen, inside their packages too.

Data flow: a generated export -> ``mutants`` -> (name, bytes) that a sender's disk, mail or program might have made of it
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from random import Random

#: No mutant grows beyond this: what is being tried is the reader, not the disk.
MOST_BYTES = 4 * 2**20


def mutants(files: Mapping[str, bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """``count`` mutants of the files in turn; the same seed gives the same mutants. A name says how its file was broken."""
    names = sorted(files)
    for number in range(count):
        random = Random(f"{seed} {number}")
        name = names[number % len(names)]
        way = random.choice(tuple(WAYS))
        inside = files[name].startswith(b"PK") and random.random() < 0.6
        data = _inside(files[name], WAYS[way], random) if inside else WAYS[way](files[name], random)
        yield f"{number:05d} {way}{' inside' if inside else ''} {name}", data[:MOST_BYTES]


def _flip(data: bytes, random: Random) -> bytes:
    """One to twenty bits."""
    broken = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 20))):
        place = random.randrange(len(broken))
        broken[place] ^= 1 << random.randrange(8)
    return bytes(broken)


def _noise(data: bytes, random: Random) -> bytes:
    """A run of bytes overwritten with anything."""
    place, length = _run(data, random)
    return data[:place] + random.randbytes(length) + data[place + length :]


def _cut_end(data: bytes, random: Random) -> bytes:
    """A transfer that stopped."""
    return data[: random.randrange(len(data))]


def _cut_middle(data: bytes, random: Random) -> bytes:
    place, length = _run(data, random)
    return data[:place] + data[place + length :]


def _cut_start(data: bytes, random: Random) -> bytes:
    return data[random.randrange(min(len(data), 200)) :]


def _swell(data: bytes, random: Random) -> bytes:
    """A piece of the file once, ten or a hundred times more."""
    place, length = _run(data, random)
    return data[:place] + data[place : place + length] * random.choice((2, 11, 101)) + data[place + length :]


def _zeros(data: bytes, random: Random) -> bytes:
    """What a disk gives for blocks that it never wrote."""
    place, length = _run(data, random)
    return data[:place] + bytes(length) + data[place + length :]


def _tail(data: bytes, random: Random) -> bytes:
    return data + random.choice((bytes(5000), random.randbytes(500), data[: len(data) // 2]))


def _number(data: bytes, random: Random) -> bytes:
    """A number of the file becomes huge, negative or nothing."""
    digits = [place for place in range(len(data) - 1) if 48 <= data[place] <= 57]
    if not digits:
        return _flip(data, random)
    place = random.choice(digits)
    return data[:place] + random.choice((b"99999999999", b"-1", b"", b"1e309", b"\xef\xbc\x91")) + data[place + 1 :]


def _run(data: bytes, random: Random) -> tuple[int, int]:
    place = random.randrange(len(data))
    return place, min(len(data) - place, random.choice((1, 4, 60, 2000)))


#: Ways of breaking a file.
WAYS: dict[str, Callable[[bytes, Random], bytes]] = {
    "flipped": _flip,
    "noise": _noise,
    "cut": _cut_end,
    "hole": _cut_middle,
    "beheaded": _cut_start,
    "swollen": _swell,
    "zeros": _zeros,
    "tail": _tail,
    "number": _number,
}


def _inside(data: bytes, way: Callable[[bytes, Random], bytes], random: Random) -> bytes:
    """One part of a package broken before it is packed, so that sums and sizes agree and only its reader can notice."""
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if not name.endswith("/")]
        heavy = [name for name in names if "sheet" in name.lower() or "content" in name or "shared" in name.lower()]
        chosen = random.choice(heavy or names) if random.random() < 0.7 else random.choice(names)
        for name in names:
            part = old.read(name)
            entry = zipfile.ZipInfo(name)  # without the clock: a seed gives the same bytes on any day
            new.writestr(entry, way(part, random)[:MOST_BYTES] if name == chosen and part else part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def is_sound(package: bytes) -> bool:
    """Whether a package opens and all its sums agree."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as opened:
            return opened.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError):
        return False  # what a broken package raises is the answer: zipfile has no one error for it
