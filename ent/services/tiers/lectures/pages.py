"""What a service receives, said to a family: each thing with its reason or its value, and as many that it never gets."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ent.annuaire.models import Personne

from ..attributs import Attribut, jamais_recus
from .services import Acces


@dataclass(frozen=True)
class Ligne:
    titre: str
    precision: str = ""


def recus(acces: Acces) -> list[Ligne]:
    """Of a service by its children, with their own values; of one's own account, without."""
    if acces.service.est_un_lien:
        return []
    valeurs: dict[Attribut, Callable[[], str]] = {
        Attribut.PRENOM: lambda: (
            _("« %(mots)s », pour lui dire bonjour") % {"mots": ", ".join(e.prenom for e in acces.enfants)}
        ),
        Attribut.NOM: lambda: ", ".join(dict.fromkeys(e.nom for e in acces.enfants)),
        Attribut.NIVEAU: lambda: ", ".join(dict.fromkeys(s.niveau for s in acces.suivis if s.niveau)),
        Attribut.CLASSE: lambda: ", ".join(dict.fromkeys(s.inscription.classe.nom for s in acces.suivis)),
        Attribut.ECOLE: lambda: ", ".join(dict.fromkeys(o.etablissement.nom for o in acces.choisi_par)),
        Attribut.PROFIL: lambda: "",
    }
    lignes = [
        Ligne(str(attribut.label), valeurs[attribut]() if acces.suivis else "")
        for attribut in acces.service.attributs_dits
    ]
    return [*lignes, Ligne(_("Un numéro propre à ce service"), _("Un autre service en reçoit un autre"))]


def jamais(acces: Acces) -> list[str]:
    return jamais_recus(acces.service.attributs_dits, max(acces.nombre, 1))


def sait_qui(acces: Acces) -> bool:
    return Attribut.NOM in acces.service.attributs_dits


def ecoles_de(acces: Acces) -> str:
    return ", ".join(dict.fromkeys(o.etablissement.nom for o in acces.choisi_par))


def cherches(tous: list[Acces], mots: str) -> list[Acces]:
    """By the words of the name and of what it is for."""
    voulus = mots.casefold().split()
    return [a for a in tous if all(mot in f"{a.service.nom} {a.service.objet}".casefold() for mot in voulus)]


def prenoms(enfants: list[Personne]) -> str:
    return ", ".join(e.prenom for e in enfants)
