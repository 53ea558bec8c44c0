"""What this room sets: who this ENT is to GAR, where its files go, by which certificate its médiacentre is asked. Without a number, nothing is sent."""

from typing import Any


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
        # Codes of levels in the national base (BCN, N_MEF_STAT_4), as « CP=…,CE1=… ». None is invented here.
        ENT_GAR_NIVEAUX=env.dict("ENT_GAR_NIVEAUX", default={}),
    )
