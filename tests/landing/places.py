"""What lies in a place of originals, read and damaged behind Faro's back."""

from dataclasses import dataclass
from pathlib import Path

from object_store import ObjectStore

from faro.settings import Settings


@dataclass(frozen=True)
class InFolder:
    settings: Settings

    def name(self, sha256: str) -> str:
        return str(self.settings.sealed / sha256[:2] / f"{sha256}.age")

    def everything(self) -> dict[str, bytes]:
        """Name → content."""
        return {str(path): path.read_bytes() for path in self.settings.sealed.rglob("*") if path.is_file()}

    def holds(self, name: str) -> bool:
        return Path(name).exists()

    def write(self, name: str, content: bytes) -> None:
        Path(name).chmod(0o600)
        Path(name).write_bytes(content)

    def lose(self, name: str) -> None:
        Path(name).unlink()


@dataclass(frozen=True)
class InBucket:
    settings: Settings
    store: ObjectStore

    def name(self, sha256: str) -> str:
        return f"{self.settings.originals}/{sha256[:2]}/{sha256}.age"

    def everything(self) -> dict[str, bytes]:
        """Name → content."""
        found = {f"s3://{self.store.bucket}/{key}": content for key, content in self.store.objects().items()}
        return {name: content for name, content in found.items() if name.startswith(f"{self.settings.originals}/")}

    def holds(self, name: str) -> bool:
        found = self.store.client.list_objects_v2(Bucket=self.store.bucket, Prefix=self._key(name))
        return bool(found["KeyCount"] == 1)

    def write(self, name: str, content: bytes) -> None:
        self.store.client.put_object(Bucket=self.store.bucket, Key=self._key(name), Body=content)

    def lose(self, name: str) -> None:
        self.store.client.delete_object(Bucket=self.store.bucket, Key=self._key(name))

    def _key(self, name: str) -> str:
        return name.removeprefix(f"s3://{self.store.bucket}/")
