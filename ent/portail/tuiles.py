"""What the ground itself shows on the homes."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.lectures.ecoles import a_voir
from ent.annuaire.lectures.effectifs import Effectifs
from ent.annuaire.lectures.etages import combien_de_decides
from ent.annuaire.lectures.mandats import confies_a
from ent.annuaire.lectures.passages import annees_en_retard, annonces_de, rentree_pas_faite
from ent.annuaire.models import Commune, PlacePrevue, Role
from ent.diffusion.sortes import sortes

from . import lectures
from .lectures import fil, langues
from .registres import attentes, constats, programmes, raccourcis


# --- Families -------------------------------------------------------------------------------------------------------
def a_faire(request: HttpRequest) -> dict | None:
    """« À faire maintenant », with what it takes; at its place, what was answered and may be changed, counted apart; what was put off, one tap away."""
    if not request.suivis:
        return None
    attend = fil.ce_qui_attend(request, "famille")
    if not (attend.choses or attend.remises):
        return None
    return {
        "attend": attend,
        "lignes": [chose.dessiner(chose) for chose in attend.choses],
        "faites": len(attend.choses) - len(attend.dues),
    }


def jours(request: HttpRequest) -> dict | None:
    """Today and tomorrow, whatever the rooms."""
    if not request.suivis:
        return None
    return {"avenir": fil.jours_a_venir(request), "enfant": request.GET.get("enfant", "")}


def nouvelles(request: HttpRequest) -> dict | None:
    """What was told this week, by day, and an end."""
    if not request.suivis:
        return None
    depuis = timezone.localdate() - fil.RECENT
    gestes = lectures.gestes_confies_a(request.user)
    return {"fil": fil.fil_de(request, depuis=depuis), "moment": lectures.salutation(), "gestes_confies": gestes}


def evenements_de_ce_qui_attend(univers: str) -> tuple[str, ...]:
    return ("portail:plus_tard", *(nom for attente in attentes(univers) for nom in attente.evenements))


def evenements_des_jours() -> tuple[str, ...]:
    return tuple(nom for programme in programmes() for nom in programme.evenements)


def evenements_des_nouvelles() -> tuple[str, ...]:
    """Whatever a person may be told of, and what is read on another of their screens."""
    natures = (nature for sorte in sortes() for nature in sorte.natures)
    return ("nouvelles:lues", *(nature.replace(".", ":") for nature in natures))


def sans_enfant(request: HttpRequest) -> dict | None:
    """Someone who has no child here yet, and nothing else to do: what to do next. To whom a child was confided, and who worked in a school, no
    welcome: it is over.
    """
    if request.suivis or lectures.enfants_de(request.user):
        return None
    attend_une_classe = any(r.nature == Role.Nature.PERSONNEL for r in request.user.portee.roles)
    est_fini = not attend_une_classe and lectures.a_eu_un_acces(request.user)
    return {
        "attend_une_classe": attend_une_classe,
        "est_fini": est_fini,
        "parti": None if attend_une_classe or est_fini else lectures.dernier_travail_de(request.user),
        "ajouter": reverse("connexion_ajouter_enfant"),
    }


# --- Teachers -------------------------------------------------------------------------------------------------------
def ce_qui_m_attend(request: HttpRequest) -> dict | None:
    """What waits for who teaches, each with what it takes."""
    attend = fil.ce_qui_attend(request, "enseignant")
    return {"attend": attend, "lignes": [chose.dessiner(chose) for chose in attend.choses]}


def grands_chemins(request: HttpRequest, univers: str) -> dict | None:
    """What one does most, one tap away."""
    chemins = [(r, lu) for r in raccourcis(univers) if (lu := r.lire(request))]
    return {"chemins": [(r.libelle, r.icone, *lu) for r, lu in chemins]} if chemins else None


def classes_d_avant(request: HttpRequest) -> dict | None:
    """To who teaches: that the classes shown are last year's, until their school makes its turn. One query in September and October, none else."""
    annees = annees_en_retard(request.user.portee.etablissements_d_enseignement)
    return {"ecoles": sorted(annees.values())} if annees else None


def sans_classe(request: HttpRequest) -> dict | None:
    """Someone who teaches, and holds no class today: what to wait for."""
    return None if lectures.classes_enseignees(request.user) else {}


def evenements_des_ecoles() -> tuple[str, ...]:
    return tuple(nom for constat in constats() for nom in constat.evenements)


# --- Direction ------------------------------------------------------------------------------------------------------
def ecoles_dirigees(request: HttpRequest) -> dict | None:
    """The state of each school directed, and its next act."""
    etats = lectures.etat_des_ecoles(request.user)
    return {"etats": etats} if etats else None


def pouvoirs_confies(request: HttpRequest) -> dict | None:
    """What a direction confided, with where it is used."""
    confies = confies_a(request.user)
    return {"confies": confies} if confies else None


# --- Communes and territory -----------------------------------------------------------------------------------------
def commune(request: HttpRequest) -> dict | None:
    """A référent's schools, in figures: each leads to the schools that it counts."""
    lignes, total = lectures.communes_de(request.user)
    noms = list(Commune.objects.filter(pk__in=request.user.portee.communes).values_list("nom", flat=True))
    ecoles = lectures.ecoles_nommees(lignes)
    for ligne in lignes:
        ligne.adresse = ligne.par_eleves = ligne.par_comptes = reverse("annuaire_fiche", args=[ecoles[ligne.lieu]])
    return _chiffres(request, lignes, total) | {"noms": ", ".join(noms)}


def territoire(request: HttpRequest) -> dict | None:
    """The territory in figures, by commune: each leads to the schools that it counts."""
    lignes, total = lectures.territoire_de(request.user)
    for ligne in lignes:
        ligne.adresse = f"{reverse('annuaire_ecoles')}?commune={ligne.lieu}"
        ligne.par_eleves, ligne.par_comptes = f"{ligne.adresse}&tri=eleves", f"{ligne.adresse}&tri=comptes"
    return _chiffres(request, lignes, total)


def _chiffres(request: HttpRequest, lignes: list[Effectifs], total: Effectifs) -> dict:
    return {
        "lignes": lignes,
        "total": total,
        "ecoles": reverse("annuaire_ecoles"),
        "a_voir": a_voir(request.user) if lignes else [],
    }


def langues_a_relire(request: HttpRequest) -> str:
    """Of the operator's row « Langues »."""
    n = langues.a_relire()
    return (
        ngettext("%(n)s langue pas encore relue", "%(n)s langues pas encore relues", n) % {"n": n}
        if n
        else _("Toutes relues")
    )


def reglages_decides(request: HttpRequest) -> str:
    """Of the row « Réglages » of the territory or of a commune: how many its level decided. One query."""
    n = combien_de_decides(request.user)
    return ngettext("%(n)s réglage décidé", "%(n)s réglages décidés", n) % {"n": n} if n else _("rien de décidé")


# --- « Plus » ---------------------------------------------------------------------------------------------------------
def par_un_papier(request: HttpRequest) -> str:
    return _("avec le papier de l’école")


def annees_passees(request: HttpRequest) -> str:
    """No query: what is there is read on its page."""
    return _("à lire, un an après leur fin")


def rentree(request: HttpRequest) -> dict | None:
    """What a family reads of September: the class that is known from the eve of its day; that classes are last year's, while they are."""
    portee = request.user.portee
    dites = annonces_de(request.user)
    suivis = {s.etablissement_id: s.inscription.classe.etablissement for s in portee.enfants_suivis}
    pas_faites = rentree_pas_faite(suivis)
    en_retard = [ecole for pk, ecole in suivis.items() if pk in pas_faites]
    if not dites and not en_retard:
        return None
    phrases = [_annonce(place) for place in dites]
    return {"phrases": phrases, "ecoles": [ecole.nom for ecole in en_retard]}


def _annonce(place: PlacePrevue) -> str:
    noms = {"prenom": place.eleve.prenom, "classe": place.vers.nom}
    if place.de and place.de.etablissement_id != place.passage.etablissement_id:
        noms["classe"] = f"{place.vers.nom} ({place.passage.etablissement.nom})"
    if place.vers.enseignant is None:
        return _("À la rentrée, %(prenom)s sera en %(classe)s. L’enseignant est à nommer.") % noms
    return _("À la rentrée, %(prenom)s sera en %(classe)s, avec %(qui)s.") % (
        noms | {"qui": place.vers.enseignant.nom_affiche}
    )
