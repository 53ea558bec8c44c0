"""What records show on the homes: what is still to be said true, corrections that wait, the gate for who serves; and on a pupil's sheet."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.portail.lectures import EtatEcole
from ent.portail.registres import Chose, Geste, Lignes
from ent.socle.dates import aujourd_hui
from ent.socle.preparees import Preparee, lire_ensemble

from . import droits, evenements
from .champs_corriges import rentree
from .lectures import equipe, familles
from .models import Autorise, Contact, Correction

RENTREE = dt.timedelta(weeks=6)
# Two numbers and a word each: what a home reads with the count of unread news.
CONTACTS = Preparee(lambda: Contact.objects.order_by().values_list("etablissement_id", "eleve_id", "lien"))
AUTORISES = Preparee(lambda: Autorise.objects.order_by().values_list("etablissement_id", "eleve_id", "lien"))
DEMANDEES = Preparee(lambda: Correction.objects.order_by().values_list("etablissement_id", "eleve_id", "champ"))


def questions_des_familles(personne) -> list[tuple[Preparee, Q]]:
    """What one gave and did not say again since school began; at the start of the year, whom one gave at all."""
    if not droits.enfants_de(personne):
        return []
    siens = droits.donnes_par(personne) & Q(retire_le=None)
    d_avant = siens & Q(confirme_le__lt=rentree(aujourd_hui()))
    return [(CONTACTS, d_avant), (AUTORISES, d_avant), *([(CONTACTS, siens)] if _est_la_rentree() else [])]


def _est_la_rentree() -> bool:
    """Six weeks in which who gave nobody to call is asked to. After these, « Mes enfants » says it, and nothing waits."""
    return timezone.now() - rentree(aujourd_hui()) < RENTREE


def a_confirmer(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """« Toujours vrai ? », once a school year, for each child in each school. No query of its own."""
    if not lignes:
        return []
    contacts, autorises, *donnes = lignes
    comptes = familles.a_confirmer_de([*contacts, *autorises])
    suivis = {(s.etablissement_id, s.eleve.pk): s for s in request.suivis}
    choses = [_chose(request, suivi, comptes[cle]) for cle, suivi in suivis.items() if cle in comptes]
    ont = {(ecole, eleve) for ecole, eleve, _lien in donnes[0]} if donnes else set(suivis)
    sans = {cle[1]: suivi for cle, suivi in suivis.items() if cle not in ont and suivi.delegation is None}
    return [*choses, _qui_appeler(request, list(sans.values()))] if sans else choses


def _qui_appeler(request: HttpRequest, suivis: list[Any]) -> Chose:
    """One line, whatever the number of children. What the other holder gave is theirs: it is neither read here nor told."""

    def dessiner(chose: Chose) -> str:
        enfants = ", ".join(suivi.eleve.prenom for suivi in suivis)
        contexte = {"suivis": suivis, "enfants": enfants, "chose": chose, "adresse": reverse("renseignements")}
        return render_to_string("renseignements/_qui_appeler.html", contexte, request)

    return Chose(f"contact-{rentree(aujourd_hui()):%Y}", [s.eleve.pk for s in suivis], dessiner, minutes=2)


def _chose(request: HttpRequest, suivi: Any, n: int) -> Chose:
    def dessiner(chose: Chose) -> str:
        contexte = {"suivi": suivi, "n": n, "chose": chose}
        return render_to_string("renseignements/_toujours_vrai.html", contexte, request)

    return Chose(f"fiche-{suivi.etablissement_id}-{suivi.eleve.pk}", [suivi.eleve.pk], dessiner)


def etat(request: HttpRequest) -> str:
    """Where it stands, in « Plus »: what waits for the school, a child without a contact, else how many there are. One query."""
    places = {(s.etablissement_id, s.eleve.pk): s for s in droits.enfants_de(request.user)}
    miens = droits.donnes_par(request.user)
    if not places:
        return ""
    contacts, attendent = lire_ensemble((CONTACTS, miens & Q(retire_le=None)), (DEMANDEES, miens & Q(etat="attente")))
    par_contact, par_demande = (
        Counter((ecole, eleve) for ecole, eleve, _mot in lignes) for lignes in (contacts, attendent)
    )
    enfants = [familles.Enfant(s, par_contact[cle], 0, par_demande[cle]) for cle, s in places.items()]
    dit = min(enfants, key=lambda e: (not e.attendent, bool(e.contacts))).etat
    ainsi = dict.fromkeys(e.suivi.eleve.prenom for e in enfants if e.etat == dit)  # all those of whom it is true
    return _("%(prenom)s : %(etat)s") % {"prenom": ", ".join(ainsi), "etat": dit}


def corrections(personne) -> dict[int, int]:
    """By school (id), how many wait. One query."""
    attendent = Correction.objects.dirigees_par(personne).vivantes().en_attente().order_by()
    return dict(attendent.values_list("etablissement").annotate(Count("pk")))


def lire_les_corrections(etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext("%(n)s correction demandée par une famille.", "%(n)s corrections demandées par des familles.", n)
    return Geste(phrase % {"n": n}, _("Lire et répondre"), reverse("renseignements_corrections", args=[etat.ecole.pk]))


def etat_de_la_direction(request: HttpRequest) -> str:
    n = Correction.objects.dirigees_par(request.user).vivantes().en_attente().count()
    return ngettext("%(n)s correction à lire", "%(n)s corrections à lire", n) % {"n": n} if n else _("rien à lire")


def etat_de_qui_enseigne(request: HttpRequest) -> str | None:
    """The classes whose gate one reads, and no row for who has none and was named to read no sheet. One query; one more without a class."""
    if not equipe.travaille_au_dossier(request.user):
        return None
    return ", ".join(sorted(str(classe.nom) for classe in equipe.classes_de(request.user)))


def a_garder(request: HttpRequest) -> dict | None:
    """For the staff who serves, who has no home of its own: the gates of its schools. Nothing is asked for anybody else."""
    if not droits.ecoles_servies_par(request.user):
        return None
    classes = list(equipe.classes_de(request.user))
    return {"classes": classes} if classes else None


def son_dossier(request: HttpRequest, fiche: Any) -> dict | None:
    """On a pupil's sheet, for who may open their record in that school."""
    place = equipe.place_de(request.user, fiche.etablissement.pk, fiche.eleve.uuid)
    return {"ecole": fiche.etablissement, "eleve": fiche.eleve} if place else None


def reponse_de_l_ecole(request: HttpRequest, ids) -> dict[int, str]:
    """Under « l’école a répondu »: what was asked, and the school's word."""
    siennes = Correction.objects.demandees_par(request.user).filter(pk__in=ids)
    return {c.pk: render_to_string("renseignements/_reponse.html", {"correction": c}, request) for c in siennes}


DES_CORRECTIONS = (evenements.DEMANDEE.replace(".", ":"),)
