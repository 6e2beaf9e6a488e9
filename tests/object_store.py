"""An object store that speaks S3 over HTTP and checks every signature."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import boto3
import requests
from botocore.config import Config
from moto.server import ThreadedMotoServer
from running_stack import free_ports

from faro.settings import Settings

BUCKET = "originals"
REGION = "us-east-1"
_EVERYTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}


@dataclass(frozen=True)
class ObjectStore:
    """A store that answers at `endpoint`, with one bucket and whoever may use it."""

    server: ThreadedMotoServer | None
    port: int
    key_id: str
    secret: str
    bucket: str = BUCKET

    @property
    def endpoint(self) -> str:
        """As this machine reaches it, wherever it listens."""
        return f"http://127.0.0.1:{self.port}"

    @cached_property
    def client(self):  # boto3 makes its classes as it runs
        return _client("s3", self.endpoint, self.key_id, self.secret)

    def objects(self) -> dict[str, bytes]:
        """Key → content of all there is."""
        client = self.client
        listed = client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return {each["Key"]: client.get_object(Bucket=self.bucket, Key=each["Key"])["Body"].read() for each in listed}

    def unfinished(self) -> list[str]:
        """Keys of uploads of which some parts came."""
        listed = self.client.list_multipart_uploads(Bucket=self.bucket).get("Uploads", [])
        return [each["Key"] for each in listed]

    def settings(self, home: Path, folder: str = "landing", **others: object) -> Settings:
        """Settings that keep originals here; the keys are in the home's secrets."""
        home.mkdir(parents=True, exist_ok=True)
        secrets = home / "secrets.json"
        known = json.loads(secrets.read_text()) if secrets.exists() else {}
        secrets.write_text(json.dumps(known | {"originals_key_id": self.key_id, "originals_secret_key": self.secret}))
        address = f"s3://{self.bucket}/{folder}".rstrip("/")
        return Settings(**{"home": home, "originals": address, "originals_endpoint": self.endpoint, **others})

    def stop(self) -> None:
        """Nobody answers any more."""
        self.server.stop()
        self.server._server.server_close()  # its own stop leaves the port open


@contextmanager
def object_store(host: str = "127.0.0.1") -> Iterator[ObjectStore]:
    """A store with an empty bucket, listening on that address until the end; one at a time in a process."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a line for each request
    port = free_ports(1)[0]
    server = ThreadedMotoServer(ip_address=host, port=port, verbose=False)
    server.start()
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _post(f"{endpoint}/moto-api/reset-auth", b"inf")  # what it knows is its process's, and outlives a server
        _post(f"{endpoint}/moto-api/reset")
        account = _account(endpoint)
        _client("s3", endpoint, "test", "test").create_bucket(Bucket=BUCKET)
        _post(f"{endpoint}/moto-api/reset-auth", b"0")
        yield ObjectStore(server, port, account["AccessKeyId"], account["SecretAccessKey"])
    finally:
        server.stop()


def no_store() -> ObjectStore:
    """An address at which nobody answers."""
    return ObjectStore(None, free_ports(1)[0], "AKIANOBODY", "nothing")


def _account(endpoint: str) -> dict[str, str]:
    manager = _client("iam", endpoint, "test", "test")
    manager.create_user(UserName="faro")
    manager.put_user_policy(UserName="faro", PolicyName="all", PolicyDocument=json.dumps(_EVERYTHING))
    return manager.create_access_key(UserName="faro")["AccessKey"]


def _client(service: str, endpoint: str, key_id: str, secret: str):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
        region_name=REGION,
        config=Config(retries={"max_attempts": 1}),
    )


def _post(url: str, body: bytes = b"") -> None:
    requests.post(url, data=body, timeout=10).raise_for_status()
