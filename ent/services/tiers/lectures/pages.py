"""What a service receives, said to a family: each thing with its reason or its value, and as many that it never gets."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi

from ..attributs import Attribut, jamais_recus
from .services import Acces


@dataclass(frozen=True)
class Ligne:
    titre: str
    precision: str = ""


def recus(acces: Acces) -> list[Ligne]:
    """Of a service by its children, with their own values; of one's own account, without. Nothing where every child was taken out."""
    if acces.service.est_un_lien or not (acces.suivis or acces.peut_ouvrir):
        return []

    def de(attribut: Attribut) -> list[Suivi]:
        ecoles = {o.etablissement_id for o in acces.choisi_par if attribut in o.recoit}
        return [s for s in acces.suivis if s.etablissement_id in ecoles]

    valeurs: dict[Attribut, Callable[[], str]] = {
        Attribut.PRENOM: lambda: (
            _("« %(mots)s », pour lui dire bonjour") % {"mots": prenoms(_enfants(de(Attribut.PRENOM)))}
        ),
        Attribut.NOM: lambda: ", ".join(dict.fromkeys(e.nom_usage or e.nom for e in _enfants(de(Attribut.NOM)))),
        Attribut.NIVEAU: lambda: ", ".join(dict.fromkeys(s.niveau for s in de(Attribut.NIVEAU) if s.niveau)),
        Attribut.CLASSE: lambda: ", ".join(dict.fromkeys(s.inscription.classe.nom for s in de(Attribut.CLASSE))),
        Attribut.ECOLE: lambda: ", ".join(
            dict.fromkeys(o.etablissement.nom for o in acces.choisi_par if Attribut.ECOLE in o.recoit)
        ),
        Attribut.PROFIL: lambda: "",
    }
    lignes = [Ligne(str(attribut.label), valeurs[attribut]() if acces.suivis else "") for attribut in acces.attributs]
    return [*lignes, Ligne(_("Un numéro propre à ce service"), _("Un autre service en reçoit un autre"))]


def jamais(acces: Acces) -> list[str]:
    return jamais_recus(acces.attributs, max(acces.nombre, 1))


def sait_qui(acces: Acces) -> bool:
    """A first name or a class is enough to tell one child from the others of a school."""
    return bool({Attribut.PRENOM, Attribut.NOM, Attribut.CLASSE} & set(acces.attributs))


def ecoles_de(acces: Acces) -> str:
    return ", ".join(dict.fromkeys(o.etablissement.nom for o in acces.choisi_par))


def cherches(tous: list[Acces], mots: str) -> list[Acces]:
    """By the words of the name and of what it is for."""
    voulus = mots.casefold().split()
    return [a for a in tous if all(mot in f"{a.service.nom} {a.service.objet}".casefold() for mot in voulus)]


def _enfants(suivis: list[Suivi]) -> list[Personne]:
    return list({s.eleve.pk: s.eleve for s in suivis}.values())


def prenoms(enfants: list[Personne]) -> str:
    return ", ".join(e.prenom for e in enfants)
