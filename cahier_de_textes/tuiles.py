"""What the cahier shows on the homes."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire import calendrier
from ent.annuaire.models.portee import Suivi
from ent.coquille.jinja import dessiner
from ent.portail.contexte import Cadre
from ent.portail.lectures import reponses_de
from ent.portail.lectures.annees import AnneeLue
from ent.portail.registres import Arrivee, Chose, DuJour, Lignes, en_ligne
from ent.portail.templatetags.portail import titre_du_jour
from ent.socle.francais import en_francais
from ent.socle.jetons import jeton
from ent.socle.lu import PartLue

from . import droits
from .lectures import annees as lectures_annees
from .lectures import familles as lectures_familles
from .lectures import lignes as lectures
from .lectures import remises as lectures_remises
from .lectures.journee import Journee, cibles_de, journee_de
from .lectures.lus import seances_lues
from .lectures.semaine_eleve import ce_qui_se_passe, ce_qui_vient
from .models import AbonnementAgenda
from .templatetags.cahier import donner_a

# Photos that a phone shares may be of what is for later, or is a little late.
A_RENDRE_ENCORE, A_RENDRE_AVANT = dt.timedelta(days=7), dt.timedelta(days=30)


@dataclass
class JourneeLue(PartLue):
    """The day of who teaches, for the parts of their home."""

    journee: Journee | None = None
    est_lue: bool = False


TUILE = "cahier"
LOIN = dt.timedelta(days=21)
CARTES = 3  # what a tablet shows without scrolling
CARTES_AU_COLLEGE = 12  # a week of several teachers: one plans it by oneself
POUSSES = 12  # leaves that a week can grow on the screen


def programme(request: HttpRequest, debut: dt.date, fin: dt.date, lignes: list | None) -> list[DuJour]:
    """What is to be done, and on the home whom nothing waits for; in a week, what was done in class too."""
    suivis, du_formulaire = request.suivis, jeton(request)
    if lignes is None:
        faites = lectures_familles.travaux_entre(request.user, suivis, debut, fin)
        cours = lectures_familles.cours_entre(request.user, suivis, debut, fin, seances_lues)
        return [
            *(
                DuJour(
                    ligne.travail.date_pour,
                    [ligne.suivi],
                    partial(_dessiner, "une", ligne, du_formulaire),
                    mots=ligne.travail.en_une_ligne(en_francais(ligne.travail.texte)),
                )
                for ligne in faites
            ),
            *(
                DuJour(date, [un.suivi], partial(_dessiner, "classe", un, date))
                for date, uns in cours.items()
                for un in uns
            ),
        ]
    jours = lectures.jours_de_famille(request.user, suivis, lignes[0] if lignes else [])
    return [
        chose
        for jour in jours
        for chose in (
            *(
                DuJour(jour.date, [ligne.suivi], partial(_dessiner, "une", ligne, du_formulaire))
                for ligne in jour.lignes
            ),
            *(DuJour(jour.date, [suivi], partial(_dessiner, "rien")) for suivi in jour.libres if _ecrit_ici(suivi)),
        )
    ]


def _ecrit_ici(suivi: Suivi) -> bool:
    """Whether nothing here means that there is nothing: a collège has a cahier of its own, elsewhere."""
    return suivi.inscription.classe.etablissement.nature != "college"


def _dessiner(quoi: str, *variables: Any) -> str:
    return dessiner(f"cahier_de_textes/famille.html:{quoi}", *variables)


def a_regarder(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """What pupils handed in and nobody answered yet, work by work."""
    essais = [pk for rendus in lignes for _travail, pk, _rien in rendus]
    return [
        en_ligne(
            f"rendus-{travail.pk}",
            "photo",
            ngettext("%(n)s travail rendu à regarder", "%(n)s travaux rendus à regarder", n) % {"n": n},
            reverse("cahier_remises", args=[travail.pk]),
            Truncator(travail.texte).chars(60),
            minutes=n,
        )
        for travail, n in lectures_remises.a_regarder(request.user, essais)
    ]


def eleve(request: HttpRequest) -> dict | None:
    """The pupil's cards: what is due today while school lasts, and for the next class day; three, if later days fill them.

    What is to be handed in later may be begun today: each stays one tap away. Each travail is once on this page: what was handed in is
    on its card, else under the answer to it, else under « C’est parti ».
    """
    miens = [s for s in request.user.portee.suivis if s.eleve.pk == request.user.pk]
    if not miens:
        return None
    ecole = miens[0].inscription.classe.etablissement
    horizon = calendrier.prochain_jour_de_classe(ecole, timezone.localdate())
    faits, de_la_semaine, rendues, repondues = reponses_de(request.user, "eleve", TUILE)
    lignes = [ligne for jour in lectures.jours_de_famille(request.user, miens, faits) for ligne in jour.lignes]
    rendus = {travail: texte for travail, _pk, texte in sorted(rendues, key=lambda rendue: -rendue[1])}
    proches = sum(ligne.travail.date_pour <= horizon for ligne in lignes)
    montrees = max(proches, CARTES_AU_COLLEGE if ecole.est_college else CARTES)
    plus_tard = [ligne for ligne in lignes[montrees:] if ligne.travail.est_a_rendre and ligne.travail.pk not in rendus]
    lignes = lignes[:montrees]
    recentes = {r.remise.travail_id: r for r in lectures_remises.reponses_recentes(request.user)}
    ont_reponse = {travail for travail, *_reste in repondues}
    for ligne in lignes:
        ligne.est_rendu, ligne.a_une_reponse = ligne.travail.pk in rendus, ligne.travail.pk in ont_reponse
        ligne.tampon = getattr(recentes.pop(ligne.travail.pk, None), "tampon", "") or "vu"
    reponses = list(recentes.values())[: lectures_remises.REPONSES]
    dits = {ligne.travail.pk for ligne in lignes} | {r.remise.travail_id for r in reponses}
    ce_jour = timezone.localdate()
    return {
        "dates": ce_qui_se_passe(request.user, miens, ce_jour, ce_jour) if ecole.est_college else [],
        "jours": lectures.par_jour(lignes) if ecole.est_college else [],
        "lignes": lignes,
        "plus_tard": plus_tard,
        "rendus": [(pk, texte, pk in ont_reponse) for pk, texte in rendus.items() if pk not in dits],
        "faits": len(de_la_semaine),
        "pousses": range(min(len(de_la_semaine), POUSSES)),
        "reponses": reponses,
        "seances": lectures_remises.seances_du_jour(request.user),
    }


def _journee(request: HttpRequest) -> Journee | None:
    """Read once for the tiles and the large way of a home; None to who holds neither class nor group."""
    lue = request.lu.part(JourneeLue)
    if not lue.est_lue:
        cibles = cibles_de(request.user)
        lue.journee, lue.est_lue = journee_de(request.user, cibles) if cibles else None, True
    return lue.journee


def enseignant(request: HttpRequest) -> dict | None:
    """« Ma journée », by the clock."""
    journee = _journee(request)
    return {"journee": journee} if journee else None


def pour_demain(request: HttpRequest) -> dict | None:
    """What families read for the next class day of each class."""
    journee = _journee(request)
    return {"journee": journee} if journee else None


def donner(request: HttpRequest) -> tuple[str, str] | None:
    """To the one class of who has one; else to the list of theirs."""
    journee = _journee(request)
    if journee is None:
        return None
    premier = journee.demains[0]
    if journee.plusieurs:
        return f"{reverse('cahier')}?donner", _("choisir la classe")
    n = len(premier.travaux)
    quand = titre_du_jour(premier.jour)
    dit = ngettext("%(quand)s : %(n)s chose", "%(quand)s : %(n)s choses", n) if n else _("%(quand)s : rien encore")
    return f"{donner_a(premier.cible)}?pour={premier.jour.isoformat()}", dit % {"quand": quand, "n": n}


def partager(request: HttpRequest) -> list[Arrivee]:
    """What one's children may hand in: until its day, and a week after."""
    jour = timezone.localdate()
    lignes = lectures_familles.travaux_entre(
        request.user, request.user.portee.suivis, jour - A_RENDRE_ENCORE, jour + A_RENDRE_AVANT
    )
    return [
        Arrivee(
            ligne.suivi.eleve.prenom,
            _("son travail à rendre : %(texte)s") % {"texte": ligne.travail.texte[:60]},
            "stylo",
            reverse("cahier_enfant_travail", args=[ligne.suivi.eleve.uuid, ligne.travail.pk]),
        )
        for ligne in lignes
        if droits.peut_remettre(request.user, ligne.travail, ligne.suivi)
    ]


# --- The frame --------------------------------------------------------------------------------------------------------
def copie(request: HttpRequest, _objet: None) -> dict | None:
    """On a parent's own phone, every page keeps the copy of the fortnight fresh."""
    return {"etat": "garder"} if Cadre(request).est_chez_soi else None


# --- People who were found ----------------------------------------------------------------------------------------------
def sa_classe(request: HttpRequest, trouvee: Any) -> dict | None:
    """Beside a pupil who was found: the week of their class, to who teaches it. Its direction has the page of the class."""
    siennes = [i for i in trouvee.inscriptions if i.classe_id in request.user.portee.classes_tenues]
    dirige = trouvee.etablissement.pk in request.user.portee.etablissements_diriges
    return {"inscriptions": siennes, "qui": trouvee.personne} if siennes and not dirige else None


def sa_semaine(request: HttpRequest, fiche: Any) -> dict | None:
    """On a pupil's sheet: the week of their class, to who reads it."""
    siennes = [i for i in fiche.inscriptions if i.classe_id in fiche.classes_gerees]
    return {"inscriptions": siennes} if siennes else None


def adresse_d_agenda(request: HttpRequest, objet: Any) -> dict | None:
    """Where one's private calendar address is made, for those who may make one."""
    portee = request.user.portee
    lit = portee.enfants or "cahier" in portee.salles_confiees
    return {} if lit or portee.etablissements_de_travail else None


def au_college(request: HttpRequest, suivi: Suivi) -> dict | None:
    """On the page of a collège, to its pupil alone."""
    if suivi.eleve.pk != request.user.pk:
        return None
    jours, rendus = ce_qui_vient(suivi)
    return {"jours": jours, "rendus": rendus}


def agenda_ferme(request: HttpRequest, objet: Any) -> dict | None:
    """What the second key that they lack closes, to those who hold such an address."""
    return {} if AbonnementAgenda.objects.pris_par(request.user).exists() else None


# --- Years that are over -----------------------------------------------------------------------------------------------
def annee_d_un_enfant(request: HttpRequest, annee: AnneeLue) -> dict:
    """What the class did in a month, and what was given to one child."""
    return {"annee": annee} | lectures_annees.mois_d_un_enfant(annee.lecteur, annee.suivi, annee.debut, annee.fin)


def annee_d_une_classe(request: HttpRequest, annee: AnneeLue) -> dict:
    return {"annee": annee} | lectures_annees.mois_d_une_classe(annee.lecteur, annee.classe, annee.debut, annee.fin)


# --- « Plus » ---------------------------------------------------------------------------------------------------------
def etat(request: HttpRequest) -> str:
    """What one's children have not done yet, of the days to come. Two queries."""
    demain = timezone.localdate() + dt.timedelta(days=1)
    suivis = [s for s in (*request.user.portee.suivis, *request.user.portee.suivis_confies) if s.eleve != request.user]
    suivis = [s for s in suivis if s.delegation is None or s.delegation.lit(droits.SALLE)]
    lignes = lectures_familles.travaux_entre(request.user, suivis, demain, demain + LOIN)
    n = sum(not ligne.est_fait for ligne in lignes)
    return ngettext("%(n)s chose à faire", "%(n)s choses à faire", n) % {"n": n} if n else _("rien à faire")


def etat_de_la_reserve(request: HttpRequest) -> str:
    return _("ce que vous avez écrit, et ce que l’école partage")
