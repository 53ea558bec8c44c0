"""The record as one holder of authority reads it: what the school holds of the child and of them, and what they gave themself."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Personne
from ent.socle.dates import aujourd_hui, date_format, time_format

from .. import droits
from ..champs_corriges import DE_L_ADULTE, DE_L_ENFANT, Champ, dire_valeurs, rentree, valeurs_de
from ..models import Autorise, Contact, Correction, FicheSante, Ouverture
from .sante import Lecteur, peuvent_lire

VUES_MONTREES = 12


@dataclass
class Tenu:
    """A field that the school holds, and the correction of it that waits."""

    champ: Champ
    valeur: str
    demande: Correction | None = None


@dataclass(frozen=True)
class Vue:
    """« la fiche de santé, par la direction, mardi 24 novembre à 8 h 12 »."""

    partie: str
    role: str
    quand: str


@dataclass
class Enfant:
    """One line of « Mes enfants »."""

    suivi: Any
    contacts: int = 0
    autorises: int = 0
    attendent: int = 0

    @property
    def etat(self) -> str:
        """Where it stands: what waits for the school first."""
        if self.attendent:
            return ngettext(
                "%(n)s correction attend l’école", "%(n)s corrections attendent l’école", self.attendent
            ) % {"n": self.attendent}
        if not self.contacts:
            return _("aucun contact d’urgence")
        return ngettext("%(n)s contact d’urgence", "%(n)s contacts d’urgence", self.contacts) % {"n": self.contacts}


@dataclass
class Dossier:
    """The page of one child."""

    suivi: Any
    de_l_enfant: list[Tenu]
    de_l_adulte: list[Tenu]
    corrections: list[Correction]
    contacts: list[Contact]
    autorises: list[Autorise]
    sante: FicheSante | None
    vues: list[Vue]
    autres_vues: int = 0
    freres: list[Any] = field(default_factory=list)
    a_confirmer: bool = False

    @property
    def prenom(self) -> str:
        return self.suivi.eleve.prenom


def suivi_de(personne: Personne, ecole: int, eleve: UUID) -> Any:
    """One's own child, in that school; None for anybody else's."""
    miens = droits.enfants_de(personne)
    return next((s for s in miens if s.etablissement_id == ecole and s.eleve.uuid == eleve), None)


def enfants_suivis_de(personne: Personne) -> list[Enfant]:
    """Each child in each school, once, with where their record stands for this reader. Three queries."""
    places = {(s.eleve.pk, s.etablissement_id): s for s in droits.enfants_de(personne)}
    comptes = [
        Counter(lignes.order_by().values_list("eleve_id", "etablissement_id"))
        for lignes in (
            Contact.objects.donnes_par(personne).en_vigueur(),
            Autorise.objects.donnes_par(personne).en_vigueur(),
            Correction.objects.demandees_par(personne).en_attente(),
        )
    ]
    return [Enfant(suivi, *(compte[cle] for compte in comptes)) for cle, suivi in places.items()]


def dossier_de(personne: Personne, suivi: Any) -> Dossier:
    """What this reader may read of that child. Their own words, never the other holder's."""
    ici = {"eleve": suivi.eleve.pk, "etablissement": suivi.etablissement_id}
    corrections = list(Correction.objects.demandees_par(personne).filter(**ici).order_by("-demandee_le", "-pk"))
    attendent = {c.champ: c for c in corrections if c.attend}
    contacts = list(Contact.objects.donnes_par(personne).en_vigueur().filter(**ici))
    autorises = list(Autorise.objects.donnes_par(personne).en_vigueur().filter(**ici).select_related("photo"))
    lues = list(Ouverture.objects.des_enfants_de(personne).filter(**ici)[: VUES_MONTREES + 1])
    debut = rentree(aujourd_hui())
    freres = {s.eleve.pk: s for s in droits.enfants_de(personne) if s.eleve.pk != suivi.eleve.pk}
    return Dossier(
        suivi,
        [Tenu(champ, dire_valeurs(valeurs_de(suivi.eleve, champ)), attendent.get(champ)) for champ in DE_L_ENFANT],
        [Tenu(champ, dire_valeurs(valeurs_de(personne, champ)), attendent.get(champ)) for champ in DE_L_ADULTE],
        corrections,
        contacts,
        autorises,
        FicheSante.objects.des_enfants_de(personne).filter(**ici).first(),
        [dire_la_vue(vue) for vue in lues[:VUES_MONTREES]],
        max(0, len(lues) - VUES_MONTREES),
        list(freres.values()),
        any(un.confirme_le < debut for un in [*contacts, *autorises]),
    )


def dire_la_vue(vue: Ouverture) -> Vue:
    premiere, derniere = timezone.localtime(vue.premiere), timezone.localtime(vue.derniere)
    dits = {
        "jour": date_format(premiere, "l j F"),
        "heure": time_format(premiere, "G\u00a0\\h\u00a0i"),
        "fin": time_format(derniere, "G\u00a0\\h\u00a0i"),
    }
    phrase = _("%(jour)s à %(heure)s") if dits["heure"] == dits["fin"] else _("%(jour)s, de %(heure)s à %(fin)s")
    return Vue(str(vue.get_partie_display()), str(vue.get_role_display()), phrase % dits)


def lecteurs_de_sa_sante(personne: Personne, suivi: Any) -> list[Lecteur]:
    return peuvent_lire(personne, suivi.eleve, suivi.inscription.classe)


def sante_de(personne: Personne, suivi: Any) -> FicheSante | None:
    siennes = FicheSante.objects.des_enfants_de(personne).select_related("par", "document")
    return siennes.filter(eleve=suivi.eleve.pk, etablissement=suivi.etablissement_id).first()


def allergies_de(personne: Personne, ecole: int, eleve: int) -> str:
    """Words of the health sheet, for who answers for the child. One query."""
    siennes = FicheSante.objects.des_enfants_de(personne).filter(etablissement=ecole, eleve=eleve)
    return siennes.values_list("allergies", flat=True).first() or ""


def a_confirmer_de(lignes: list[tuple]) -> dict[tuple[int, int], int]:
    """By school and child (ids), how many of what one gave there was not said again this year: rows of the home's questions."""
    return Counter((ecole, eleve) for ecole, eleve, _lien in lignes)
