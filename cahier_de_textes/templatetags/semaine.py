"""Template tags of the teacher's week. It shows seventy cards and links: each only fills a pattern (`patrons.py`)."""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django import template
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.safestring import SafeString, mark_safe

from ent.annuaire.models import Classe
from ent.socle.dates import aujourd_hui
from ent.socle.preparees import Preparee

from .. import domaines, droits
from ..lectures.charge import Charge
from ..lectures.semaine import Case, Cible, Semaine
from ..models import Ecrit, Seance, Travail, Visa
from ..patrons import patron, remplir
from .cahier import ICONES, donner_a, insecables, jour_proche, quand_visible, seance_de

register = template.Library()

VISAS = Preparee(lambda: Visa.objects.all())
ACTES = ("imprimer", "etiquettes", "decaler", "annee")


class Barre(NamedTuple):
    """What `_charges.html` shows of a `Charge`."""

    libelle: str
    duree: str
    depasse: bool
    largeur: int


class Page(NamedTuple):
    """What all the days of a page share."""

    semaine: Semaine
    aujourd_hui: dt.date
    prochain: dt.date
    montre: dt.date
    a_sa_cible: bool  # several classes or groups: each item says its own
    ajouts: dict[Cible, tuple[str, str]]  # where one adds a travail, and a séance


@register.simple_tag(takes_context=True)
def entete_de_la_semaine(context: dict) -> SafeString:
    """Whose week it is, its pupils, and what one does there most."""
    semaine, cible = context["semaine"], context["cible"]
    est_classe, effectifs = isinstance(cible, Classe), tuple(semaine.effectifs)
    modele = patron(
        "semaine_entete",
        a_sa_cible=bool(cible),
        est_classe=est_classe,
        effectifs=effectifs if len(effectifs) > 1 else (),
        total=semaine.total,
        peut_donner=context["peut_donner"],
    )
    if not cible:
        return remplir(modele)
    return remplir(
        modele.replace("/0/", f"/{cible.pk}/"),
        nom=cible.nom,
        ecole=cible.etablissement.nom,
        donner=donner_a(cible),
        prochain=context["prochain"].isoformat(),
    )


@register.simple_tag(takes_context=True)
def tete_de_la_semaine(context: dict) -> SafeString:
    """Which week it is, and the way to those around it."""
    semaine = context["semaine"]
    return remplir(
        patron("semaine_tete", date=semaine.lundi),
        adresse=context["adresse"],
        precedente=semaine.precedente.isoformat(),
        suivante=semaine.suivante.isoformat(),
    )


@register.simple_tag(takes_context=True)
def outils_de_la_semaine(context: dict) -> SafeString:
    """What one may do with the week of a class or a group: print it, move it, have it visaed, export the year."""
    personne, cible, lundi = context["request"].user, context["cible"], context["semaine"].lundi
    est_classe = isinstance(cible, Classe)
    genre = "classe" if est_classe else "groupe"
    modele = patron(
        "semaine_outils",
        **{f"nom_{acte}": f"cahier_{acte}_{genre}" for acte in ACTES},
        est_classe=est_classe,
        peut_donner=droits.peut_donner_travail(personne, **{genre: cible}),
        peut_viser=est_classe and droits.peut_viser(personne, cible),
    )
    # One comes back from a sick day: today, unless another week is looked at.
    depuis = max(lundi, min(aujourd_hui(), lundi + dt.timedelta(days=6)))
    return remplir(
        modele.replace("/0/", "/{cible}/"),
        visas=_visas(personne, cible, lundi) if context["est_visee"] else "",
        cible=cible.pk,
        semaine=lundi.isoformat(),
        depuis=depuis.isoformat(),
    )


def _visas(personne, classe: Classe, lundi: dt.date) -> str:
    visas = VISAS.lire(droits.visas_visibles_par(personne) & Q(classe=classe, date_lundi=lundi))
    return render_to_string("cahier_de_textes/_visas.html", {"visas": visas}) if visas else ""


@register.simple_tag(takes_context=True)
def jours_du_telephone(context: dict) -> SafeString:
    """The days of the week, of which a phone shows one."""
    semaine, montre, adresse = context["semaine"], context["jour_montre"], context["adresse"]
    lundi = semaine.lundi.isoformat()
    return _joindre(
        remplir(
            patron("semaine_telephone", date=case.date, est_montre=case.date == montre, est_ouvert=case.est_ouvert),
            adresse=adresse,
            lundi=lundi,
        )
        for case in semaine.cases
    )


@register.simple_tag(takes_context=True)
def jours_de_la_semaine(context: dict) -> SafeString:
    """The days of the week and all that they hold."""
    semaine = context["semaine"]
    page = Page(
        semaine,
        context["aujourd_hui"],
        context["prochain"],
        context["jour_montre"],
        a_sa_cible=not context["cible"],
        ajouts={c: (donner_a(c), seance_de(c)) for c in semaine.cibles} if context["peut_donner"] else {},
    )
    return _joindre(_jour(page, case) for case in semaine.cases)


@cache
def _adresse(nom: str) -> str:
    return reverse(nom, args=[0]).replace("/0/", "/%s/")


def _jour(page: Page, case: Case) -> SafeString:
    date = case.date
    moments, seances = [], {}
    for moment, celles_ci, est_ouvert in case.moments:
        etat = "ouvert" if celles_ci or est_ouvert else "ferme" if case.est_ouvert else ""
        moments.append((moment, f"{{{moment}}}", etat))
        cartes = [_seance(page, seance) for seance in celles_ci]
        seances[moment] = _joindre([*cartes, *(_ajouts(page, case, moment) if est_ouvert else [])])
    modele = patron(
        "semaine_jour",
        date=date,
        est_ouvert=case.est_ouvert,
        est_prochain=date == page.prochain,
        est_montre=date == page.montre,
        est_aujourd_hui=date == page.aujourd_hui,
        proche=jour_proche(date) if date == page.prochain else "",
        fermeture="" if case.est_ouvert or case.travaux else case.fermeture,
        moments=tuple(moments),
    )
    travaux = [_travail(page, travail) for travail in case.travaux]
    ajouts = _ajouts(page, case) if date >= page.aujourd_hui else []
    return remplir(modele, charges=_charges(case.charges), travaux=_joindre([*travaux, *ajouts]), **seances)


def _travail(page: Page, travail: Travail) -> SafeString:
    etat = _etat(travail)
    modele = patron(
        "semaine_travail",
        icone=ICONES[travail.nature],
        niveau=travail.get_niveau_display(),
        est_second=travail.niveau == page.semaine.second_niveau,
        etat=etat,
        a_sa_cible=page.a_sa_cible,
        est_nominatif=bool(travail.prenoms),
    )
    compte = "" if etat else _compte(travail.nombre_vus, travail.nombre_concernes, travail.nombre_faits)
    return _carte(
        page, modele, _adresse("cahier_travail"), travail, etat, texte=insecables(travail.texte), compte=compte
    )


def _seance(page: Page, seance: Seance) -> SafeString:
    etat = _etat(seance)
    modele = patron(
        "semaine_seance",
        couleur=domaines.couleur_de(seance.domaine),
        domaine=seance.domaine,
        niveaux=tuple(seance.liste_niveaux),
        second_niveau=page.semaine.second_niveau,
        a_son_heure=seance.heure is not None,
        etat=etat,
        a_sa_cible=page.a_sa_cible,
        est_nominatif=bool(seance.prenoms),
    )
    reste = {"heure": time_format(seance.heure, r"G \h i")} if seance.heure is not None else {}
    return _carte(page, modele, _adresse("cahier_seance"), seance, etat, titre=insecables(seance.titre), **reste)


def _etat(ecrit: Ecrit) -> str:
    return "brouillon" if ecrit.est_brouillon else "attend" if ecrit.attend else ""


def _carte(page: Page, modele: str, adresse: str, ecrit: Ecrit, etat: str, **reste: str) -> SafeString:
    if page.a_sa_cible:
        reste["cible"] = ecrit.cible.nom
    if ecrit.prenoms:
        reste["prenoms"] = ", ".join(ecrit.prenoms)
    if etat == "attend":
        reste["quand"] = quand_visible(ecrit)
    return remplir(modele, page=SafeString(adresse % ecrit.pk), **reste)


def _ajouts(page: Page, case: Case, moment: str = "") -> list[SafeString]:
    """Add a travail for that day or, on a half-day, a séance: where there is school, and for who may."""
    if not page.ajouts:
        return []
    modele = patron("semaine_ajout", date=case.date, moment=moment, a_sa_cible=page.a_sa_cible)
    rang = 1 if moment else 0
    return [remplir(modele, adresse=page.ajouts[c][rang], cible=c.nom) for c in case.ouvertes]


def _charges(charges: list[Charge]) -> SafeString:
    if not charges:
        return SafeString("")
    barres = tuple(Barre(c.libelle, c.duree, c.depasse, c.largeur) for c in charges)
    return mark_safe(patron("charges", charges=barres))  # noqa: S308


def _compte(vus: int, concernes: int, faits: int) -> SafeString:
    return mark_safe(patron("semaine_compte", vus=vus, concernes=concernes, faits=faits))  # noqa: S308


def _joindre(morceaux: Iterable[SafeString]) -> SafeString:
    return mark_safe(" ".join(morceaux))  # noqa: S308
