"""Arguments of the addresses of dossiers de liaison."""

from uuid import UUID

ARGUMENTS = {
    "liaison_envoi_recu": lambda o: ([UUID(int=1)], {}),
    "liaison_jwks": lambda o: ([o.ecole.uai], {}),
}
SANS_ECOLE = {"liaison_envoi_recu"}
