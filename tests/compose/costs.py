"""What images and running containers take."""

import re

from composed import Compose, docker

_UNITS = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


def images() -> dict[str, int]:
    """Bytes of each image of ours."""
    names = _lines("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "--filter", "reference=faro-*:test")
    return {name: int(_lines("image", "inspect", "--format", "{{.Size}}", name)[0]) for name in names}


def memory(compose: Compose) -> dict[str, int]:
    """Bytes that each container uses."""
    names = [each["Name"] for each in compose.containers()]
    lines = _lines("stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}", *names)
    return {line.split()[0]: _bytes(line.split()[1]) for line in lines}


def told(compose: Compose) -> list[str]:
    """Both for people, and the sum."""
    used = memory(compose)
    sizes = [f"{size / 1e9:8.2f} GB   image {name}" for name, size in images().items()]
    shares = [f"{size / 2**20:8.0f} MiB  {name}" for name, size in sorted(used.items(), key=lambda each: -each[1])]
    return [*sizes, *shares, f"{sum(used.values()) / 2**20:8.0f} MiB  all containers"]


def _lines(*arguments: str) -> list[str]:
    return docker(*arguments).splitlines()


def _bytes(told: str) -> int:
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", told).groups()
    return round(float(number) * _UNITS[unit])
