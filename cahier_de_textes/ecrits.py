"""What a travail and a séance answer alike, so that one act serves both."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.socle.dates import a_venir

from . import droits
from .models import Geste, Seance, Travail

# A séance or a travail. Their managers and foreign keys are each model's own: no type says both.
UnEcrit = Any

MODELES: dict[str, type[UnEcrit]] = {"seance": Seance, "travail": Travail}
CHAMP_DATE: dict[type[UnEcrit], str] = {Seance: "date", Travail: "date_pour"}
CHAMP_TEXTE: dict[type[UnEcrit], str] = {Seance: "titre", Travail: "texte"}
# What its author wrote: what a copy takes, and what a correction changes.
FOND: dict[type[UnEcrit], list[str]] = {
    Seance: ["titre", "domaine", "contenu", "moment", "heure"],
    Travail: ["texte", "nature", "matiere", "minutes", "est_a_rendre", "contenu"],
}


def page_de(personne, ecrit: UnEcrit) -> str:
    """Where this person reads it: as the pupil, as a family, as the school. What is only lent is read in the reserve; a pupil has no page
    of one séance.
    """
    nom = nom_de(ecrit)
    for suivi in personne.portee.suivis_de(droits.SALLE):
        if droits.concerne(ecrit, suivi):
            if suivi.eleve.pk != personne.pk:
                return reverse(f"cahier_enfant_{nom}", args=[suivi.eleve.uuid, ecrit.pk])
            return reverse("cahier_eleve_travail", args=[ecrit.pk]) if nom == "travail" else reverse("accueil")
    dirige = ecrit.etablissement_id in personne.portee.etablissements_diriges
    est_suivi = droits.peut_modifier(personne, ecrit) or dirige
    return reverse(f"cahier_{nom}", args=[ecrit.pk]) if est_suivi else reverse("cahier_reserve")


def nom_de(ecrit: UnEcrit) -> str:
    """« seance » or « travail »: its name in addresses and in a geste."""
    return next(nom for nom, modele in MODELES.items() if isinstance(ecrit, modele))


def date_de(ecrit: UnEcrit) -> dt.date:
    return getattr(ecrit, CHAMP_DATE[type(ecrit)])


def texte_de(ecrit: UnEcrit) -> str:
    return getattr(ecrit, CHAMP_TEXTE[type(ecrit)])


def compter(seances: int, travaux: int) -> str:
    """« 12 séances et 5 travaux », without what there is none of."""
    parties = []
    if seances:
        parties.append(ngettext("%(n)d séance", "%(n)d séances", seances) % {"n": seances})
    if travaux or not seances:
        parties.append(ngettext("%(n)d travail", "%(n)d travaux", travaux) % {"n": travaux})
    return ngettext("%(a)s", "%(a)s et %(b)s", len(parties)) % {"a": parties[0], "b": parties[-1]}


def quand_visible(ecrit: UnEcrit) -> str:
    """« visible aujourd’hui à 7 h 00 », « visible le 3 décembre à 16 h 30 »."""
    return _("visible %(quand)s") % {"quand": a_venir(ecrit.visible_le)}


def phrase_du_geste(geste: Geste) -> str:
    """What its author reads once it is done."""
    quoi = compter(len(geste.donnees["seance"]), len(geste.donnees["travail"]))
    return {
        Geste.Nature.DECALER: _("C’est décalé au jour de classe suivant : %s."),
        Geste.Nature.REPETER: _("C’est répété : %s de plus."),
        Geste.Nature.DUPLIQUER: _("C’est copié : %s."),
        Geste.Nature.RETIRER: _("C’est retiré, les familles ne le voient plus : %s."),
        Geste.Nature.CORRIGER: _("C’est corrigé de la même façon : %s."),
    }[Geste.Nature(geste.nature)] % quoi
