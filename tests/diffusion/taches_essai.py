"""Tasks of the tests."""

from django.tasks import task

APPELS: list[str] = []


@task
def noter(nom: str) -> None:
    APPELS.append(nom)


@task
def echouer() -> None:
    APPELS.append("échec")
    raise RuntimeError("pas cette fois")
