"""What this room sets: who this ENT is to GAR, where its files go, by which certificate its médiacentre is asked. Without a number, nothing is sent."""

from typing import Any

# Codes of levels in the national base (BCN, N_MEF_STAT_4), as services that GAR serves read them. Those of maternelle (1110 to 1113) are known
# without which is which: the installation says them, as « PS=…,MS=… ». None is invented here.
NIVEAUX = {"CP": "1121", "CE1": "1122", "CE2": "1123", "CM1": "1124", "CM2": "1125"}


def regler(reglages: dict[str, Any]) -> None:
    """Add to the settings of the product (`config.settings`), which are given as they stand."""
    env = reglages["env"]
    reglages.update(
        ENT_GAR_ID=env("ENT_GAR_ID", default=""),  # the number that GAR gave this ENT (« idENT »)
        ENT_GAR_DOSSIER=env("ENT_GAR_DOSSIER", default=""),  # where what carries files to GAR takes them
        ENT_GAR_ADRESSE=env("ENT_GAR_ADRESSE", default="").rstrip("/"),  # of the médiacentre
        ENT_GAR_CERTIFICAT=env("ENT_GAR_CERTIFICAT", default=""),  # PEM, with its chain
        ENT_GAR_CLE=env("ENT_GAR_CLE", default=""),  # PEM
        ENT_GAR_AUTORITE=env(
            "ENT_GAR_AUTORITE", default=""
        ),  # who signed GAR's own certificate, if not one that everybody knows
        ENT_GAR_NIVEAUX=NIVEAUX | env.dict("ENT_GAR_NIVEAUX", default={}),
    )
