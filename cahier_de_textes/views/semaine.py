"""The teacher's week, the board, and the classes one teaches."""

import datetime as dt

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ent.annuaire import calendrier
from ent.annuaire.models import Classe, Groupe

from .. import droits
from ..lectures import emploi as lectures_emploi
from ..lectures import semaine as lectures_semaine
from ..models import Seance, Travail
from .communes import classe_geree, date_lue, groupe_tenu, jour_en_cours, lundi_de, prochain_jour


@require_GET
def cahier(request: HttpRequest) -> HttpResponse:
    """The classes and groups one teaches; with a single one, its week at once. « ?donner »: to whom work is given, next."""
    cibles, donne = lectures_semaine.cibles_de(request.user), "donner" in request.GET
    classes = [c for c in cibles if isinstance(c, Classe)]
    if len(cibles) == 1 and classes:
        return redirect("cahier_donner_classe" if donne else "cahier_classe", pk=classes[0].pk)
    groupes = [c for c in cibles if isinstance(c, Groupe)]
    return render(request, "cahier_de_textes/cahier.html", {"classes": classes, "groupes": groupes, "donne": donne})


@require_GET
def toutes(request: HttpRequest) -> HttpResponse:
    """The week of all the classes and groups that one teaches, each item labelled with its own."""
    cibles = lectures_semaine.cibles_de(request.user)
    if not cibles:
        return redirect("cahier")
    return rendre_la_semaine(request, cibles)


@require_GET
def classe(request: HttpRequest, pk: int) -> HttpResponse:
    """The week of a class. Its direction reads, drafts excepted; its teachers write."""
    return rendre_la_semaine(request, [classe_geree(request, pk)])


@require_GET
def groupe(request: HttpRequest, pk: int) -> HttpResponse:
    """The week of a group."""
    return rendre_la_semaine(request, [groupe_tenu(request, pk)])


def adresse_de_semaine(cible: Classe | Groupe | None) -> str:
    if cible is None:
        return reverse("cahier_semaine")
    return reverse("cahier_classe" if isinstance(cible, Classe) else "cahier_groupe", args=[cible.pk])


def rendre_la_semaine(
    request: HttpRequest, cibles: list[Classe | Groupe], *, lundi: dt.date | None = None, statut: int = 200, **contexte
) -> HttpResponse:
    """The page, or its week alone when the page refreshes itself."""
    seule = cibles[0] if len(cibles) == 1 else None
    prochain = min(prochain_jour(c.etablissement) for c in cibles)
    demande = date_lue(request.GET.get("semaine", ""))
    jour = date_lue(request.GET.get("jour", ""))
    en_cours = min(jour_en_cours(c.etablissement) for c in cibles)
    semaine = lectures_semaine.semaine(request.user, lundi or lundi_de(demande or jour or en_cours), cibles)
    est_classe = isinstance(seule, Classe)
    contexte = {"ajout": None, "alertes": [], "phrase": "", "manque": ""} | contexte
    contexte |= {
        "cible": seule,
        "cibles": cibles,
        "adresse": adresse_de_semaine(seule),
        "classe": seule if est_classe else None,
        "groupe": None if est_classe else seule,
        "semaine": semaine,
        "jour_montre": semaine.jour_montre(jour, prochain, en_cours),
        "peut_donner": seule is None
        or droits.peut_donner_travail(
            request.user, classe=seule if est_classe else None, groupe=None if est_classe else seule
        ),
        "aujourd_hui": timezone.localdate(),
        "prochain": prochain,
    }
    gabarit = "cahier_de_textes/_semaine.html" if request.htmx else "cahier_de_textes/semaine.html"
    return render(request, gabarit, contexte, status=statut)


@require_GET
def projeter(request: HttpRequest, pk: int) -> HttpResponse:
    """The board: the programme of a day and what is for the class day after, read from the back of the room. Nothing of any one child.

    Today's while the class is there, tomorrow's once it is gone; the other is one tap away.
    """
    cible = get_object_or_404(Classe.objects.tenues_par(request.user).select_related("etablissement"), pk=pk)
    aujourd_hui, ecole = timezone.localdate(), cible.etablissement
    demain, propose = calendrier.prochain_jour_de_classe(ecole, aujourd_hui), jour_en_cours(ecole)
    offerts = [jour for jour in (aujourd_hui, demain) if calendrier.est_jour_de_classe(ecole, jour)]
    demande = date_lue(request.GET.get("jour", ""))
    montre = demande if demande in offerts else propose
    jour = calendrier.prochain_jour_de_classe(ecole, montre)
    # What waits for its hour is not read on the wall either.
    donnes = Q(visible_le__lte=timezone.now(), classe=cible, groupe=None)
    emploi = lectures_emploi.emploi_de(request.user, cible)
    seances = Seance.objects.suivis_par(request.user).filter(donnes, date=montre).defer("contenu")
    contexte = {
        "classe": cible,
        "montre": montre,
        "autres": [autre for autre in offerts if autre != montre],
        "programme": lectures_emploi.programme(emploi, montre, seances),
        "jour": jour,
        "travaux": Travail.objects.suivis_par(request.user).filter(donnes, date_pour=jour),
    }
    gabarit = "cahier_de_textes/_ardoise.html" if request.htmx else "cahier_de_textes/projection.html"
    return render(request, gabarit, contexte)
