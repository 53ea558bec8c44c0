"""The pages that are photographed, by who opens them and on which device."""

import uuid
from typing import NamedTuple

_ESPACE = uuid.UUID("5d0c7b1e-2d7f-4a53-9c1e-0e7a1d1f5a10")  # of the demonstration: its people keep their numbers
INES, KENZA = uuid.uuid5(_ESPACE, "eleve_cp"), uuid.uuid5(_ESPACE, "eleve_ce1")
ECOLE, UAI = "/ecoles/ecole-du-cerf-volant", "0789901N"


class Page(NamedTuple):
    qui: str
    appareil: str
    adresse: str
    theme: str = "light"

    @property
    def nom(self) -> str:
        """A name of file: who, where, on what."""
        chemin = self.adresse.replace(str(INES), "ines").replace(str(KENZA), "kenza").strip("/") or "accueil"
        lisible = "".join(c if c.isalnum() else "-" for c in chemin).strip("-")
        return "_".join([self.qui.partition(".")[0] or "public", lisible, self.appareil, self.theme])


FAMILLE = [
    "/", "/cahier/jour/", "/cahier/jour/2026-11-23/", "/cahier/quinzaine/", f"/cahier/enfant/{INES}/travail/18/",
    f"/cahier/enfant/{INES}/seance/35/", "/cahier/agenda/", "/messages/", "/messages/fil/1/", "/messages/fil/6/",
    "/messages/ecrire/", f"/messages/regles/{UAI}/", "/carnet/", f"/carnet/{INES}/1/", "/carnet/4/", "/journal/",
    f"/journal/enfant/{INES}/", f"/journal/enfant/{INES}/portfolio/", "/journal/billet/3/", "/autorisations/",
    "/notifications/", "/prevenir/", "/plus/", "/compte/",
]  # fmt: skip
FAMILLE_ARABE = ["/", "/cahier/jour/", f"/carnet/{KENZA}/1/", "/messages/fil/6/", "/journal/", "/notifications/"]
ENSEIGNANTE = [
    "/", "/cahier/classe/1/", "/cahier/seance/35/", "/cahier/seance/35/modifier/", "/cahier/travail/19/",
    "/cahier/travail/19/suivi/", "/cahier/classe/1/travail/?pour=2026-11-26", "/cahier/classe/1/projeter/",
    "/cahier/classe/1/annee/", "/cahier/reserve/", "/messages/", "/messages/fil/6/", "/carnet/envoyes/", "/carnet/mot/1/",
    "/carnet/mot/4/", "/carnet/classe/1/", "/journal/classe/1/", "/journal/classe/1/publier/", "/journal/billet/7/preparer/",
    "/journal/billet/7/photo/13/", "/autorisations/suivi/", "/autorisations/demande/1/classe/1/", "/classe/1/acces/",
    "/classe/1/papiers/",
]  # fmt: skip
ENSEIGNANT = ["/cahier/semaine/", "/cahier/groupe/1/", "/journal/groupe/1/"]
DIRECTION = [
    "/", f"/annuaire/{UAI}/", f"/annuaire/{UAI}/classe/2/", f"/annuaire/{UAI}/import/", f"/annuaire/{UAI}/equipe/",
    f"/annuaire/{UAI}/joindre/", f"/annuaire/{UAI}/reglages/", f"/annuaire/{UAI}/journal/", f"/annuaire/{UAI}/responsables/",
    f"/messages/ecole/{UAI}/", f"/messages/moderation/{UAI}/", f"/messages/regles/{UAI}/modifier/", f"/messages/incident/{UAI}/",
    "/sites/ecole-du-cerf-volant/reglages/", "/autorisations/demande/1/", "/cms/",
]  # fmt: skip
SITE = [
    f"{ECOLE}/", f"{ECOLE}/equipe/", f"{ECOLE}/actualites/la-semaine-du-gout/", f"{ECOLE}/pratique/",
    f"{ECOLE}/recherche/?q=cantine",
]  # fmt: skip
# A pupil comes in by the wall and three pictures, which are photographed on the way.
MUR, ELEVE = "le mur", "inès"
TABLETTE = [
    "/",
    "/cahier/eleve/travail/18/",
    "/journal/",
    "/journal/ecrire/",
    "/messages/",
    "/messages/fil/6/",
    f"/carnet/{INES}/1/",
]


def _pages(qui: str, appareil: str, adresses: list[str], theme: str = "light") -> list[Page]:
    return [Page(qui, appareil, adresse, theme) for adresse in adresses]


PAGES = [
    *_pages("", "telephone", ["/entrer/", "/activer/", "/hors-ligne/", "/cette-page-n-existe-pas/", *SITE]),
    *_pages("", "bureau", ["/entrer/", *SITE[:1], "/planche/"]),
    *_pages("", "bureau", ["/planche/"], "dark"),
    *_pages("nadia.belhadj", "telephone", FAMILLE),
    *_pages("nadia.belhadj", "telephone", ["/", "/cahier/jour/", "/messages/fil/6/", "/journal/", "/carnet/"], "dark"),
    *_pages("nadia.belhadj", "bureau", ["/", "/messages/fil/6/", "/journal/"]),
    *_pages("samira.haddad", "telephone", FAMILLE_ARABE),
    *_pages("claire.lefort", "bureau", ENSEIGNANTE),
    *_pages("claire.lefort", "bureau", ["/cahier/classe/1/", "/carnet/mot/1/"], "dark"),
    *_pages("claire.lefort", "telephone", ["/", "/cahier/classe/1/", "/carnet/mot/1/", "/journal/classe/1/publier/"]),
    *_pages("yann.caradec", "bureau", ENSEIGNANT),
    *_pages("anne.quemeneur", "bureau", DIRECTION),
    *_pages("anne.quemeneur", "telephone", ["/", f"/annuaire/{UAI}/joindre/"]),
    *_pages("brigitte.morvan", "bureau", ["/"]),
    *_pages("olivier.renard", "bureau", ["/", "/annuaire/territoire/", "/sites/", "/messages/regles/territoire/"]),
    *_pages(MUR, "tablette", ["le mur", "le secret"]),
    *_pages(ELEVE, "tablette", TABLETTE),
    *_pages(ELEVE, "tablette", ["/"], "dark"),
]
