"""The school as its direction keeps it: classes, pupils, settings, journal."""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ent.coquille.avis import dire_fait

from .. import actions
from ..droits import en_cours, suit_des_ecoles
from ..equipes import professeurs_de
from ..forms.reglages import ReglagesForm
from ..journal import raconter
from ..lectures.changements import changements
from ..lectures.comptes import responsables_par_compte, sans_responsable
from ..lectures.effectifs import effectifs_de
from ..lectures.fusions import fusions_a_dire
from ..lectures.historique import Demande, noms_de
from ..lectures.mouvements import part_ce_soir
from ..lectures.parente import a_confirmer
from ..lectures.passages import rentree_pas_faite
from ..models import Etablissement, Inscription, Place
from ..registres.ecole import FaitsDEcole, pages_d_ecole
from .annulables import annulables
from .commun import ecole_dirigee, ecole_ou, page_de
from .etages import adresse_qui_annule
from .gestes import corrige

PAR_PAGE = 50


@require_GET
def annuaire(request: HttpRequest) -> HttpResponse:
    """The school one directs, at once; a choice when there are several; the schools that one follows."""
    ecoles = list(Etablissement.objects.diriges_par(request.user).select_related("commune"))
    if len(ecoles) == 1:
        return redirect("annuaire_ecole", uai=ecoles[0].uai)
    if ecoles:
        return render(request, "annuaire/choisir.html", {"ecoles": ecoles})
    if suit_des_ecoles(request.user):
        return redirect("annuaire_ecoles")
    raise Http404


@require_GET
def ecole(request: HttpRequest, uai: str) -> HttpResponse:
    """To whom some powers were confided, what they are: other pages lead back here by the name of the school."""
    if Etablissement.objects.servis_par(request.user).filter(uai=uai).exists():
        return redirect("annuaire_pouvoirs")
    etablissement = ecole_dirigee(request, uai)
    presents = en_cours("inscriptions__")
    classes = (
        etablissement.classes.filter(fermee_le=None)
        .annotate(
            effectif=Count("inscriptions", filter=presents, distinct=True),
            enseignants=Count("affectations", filter=en_cours("affectations__"), distinct=True),
        )
        .order_by("nom", "pk")
    )
    contexte = {
        "ecole": etablissement,
        "classes": classes,
        "sans_niveau": Inscription.objects.sans_niveau_de(etablissement).count(),
        "effectifs": effectifs_de(etablissement),
        "a_confirmer": a_confirmer().filter(etablissement=etablissement).count(),
        "pas_faite": bool(rentree_pas_faite([etablissement.pk])),
        "fusions": fusions_a_dire(etablissement),
    }
    faits = FaitsDEcole(contexte["a_confirmer"], contexte["pas_faite"])
    contexte["maison"] = maison(etablissement, faits)
    return render(request, "annuaire/ecole.html", contexte)


def maison(ecole: Etablissement, faits: FaitsDEcole) -> list[dict]:
    """Its pages by what one comes for. No query."""
    return [
        {
            "cle": rayon.name.lower(),
            "titre": rayon.titre,
            "pages": [
                {
                    "adresse": page.adresse(ecole),
                    "icone": page.icone,
                    "libelle": page.libelle,
                    "etat": page.etat(faits) if page.etat else "",
                }
                for page in pages
            ],
        }
        for rayon, pages in groupby(pages_d_ecole(ecole), key=lambda page: page.rayon)
    ]


@require_GET
def comptes(request: HttpRequest, uai: str) -> HttpResponse:
    """The responsables who wait for their paper; with `ouverts`, those who came in."""
    etablissement = ecole_ou(request, uai, "papiers")
    sans, ouverts = responsables_par_compte(etablissement)
    montre_ouverts = request.GET.get("ouverts") == "1"
    contexte = {
        "ecole": etablissement,
        "dirige": etablissement.pk in request.user.portee.etablissements_diriges,
        "montre_ouverts": montre_ouverts,
        "sans": len(sans),
        "ouverts": len(ouverts),
        "sans_responsable": sans_responsable(etablissement),
        "page": page_de(request, ouverts if montre_ouverts else sans, PAR_PAGE),
    }
    return render(request, "annuaire/comptes.html", contexte)


@require_GET
def classe(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    """The pupils of a class with their INE, which their sheet alone shows too, to the same readers."""
    etablissement = ecole_dirigee(request, uai)
    la_classe = get_object_or_404(etablissement.classes, pk=pk)
    d_ici = Q(eleve__responsables__etablissement=etablissement)  # as the sheets, and « Comptes »
    inscriptions = (
        la_classe.inscriptions.filter(en_cours())
        .select_related("eleve", "classe__etablissement")
        .annotate(responsables=Count("eleve__responsables", filter=d_ici & en_cours("eleve__responsables__")))
        .annotate(part_ce_soir=part_ce_soir())
        .order_by("eleve__nom", "eleve__prenom", "pk")
    )
    professeurs = professeurs_de([la_classe.pk]) if etablissement.est_college else []
    contexte = {
        "ecole": etablissement,
        "classe": la_classe,
        "inscriptions": inscriptions,
        "professeurs": professeurs,
    }
    return render(request, "annuaire/classe.html", contexte)


def _dire_ce_qui_est_regle(request: HttpRequest, ecole: Etablissement, formulaire: ReglagesForm) -> None:
    """With what undoes it, of the settings; the week has no undo of its own, so what changed it with them is said without."""
    dirige = ecole.pk in request.user.portee.etablissements_diriges
    regles = dirige and formulaire.choix() and not set(formulaire.SEMAINE) & set(formulaire.changed_data)
    annuler = adresse_qui_annule(Place(ecole=ecole), request.user) if regles else ""
    dire_fait(request, _("C’est réglé."), annuler=annuler)


@corrige
@require_http_methods(["GET", "POST"])
def reglages(request: HttpRequest, uai: str) -> HttpResponse:
    etablissement = ecole_ou(request, uai, "reglages")
    formulaire = ReglagesForm(request.POST if request.method == "POST" else None, instance=etablissement)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.regler_une_ecole(
                etablissement=etablissement, auteur=request.user, champs=formulaire.champs(), choix=formulaire.choix()
            )
        except ValidationError as refus:  # a level above spoke since the form was judged
            formulaire.add_error(None, refus)
        else:
            _dire_ce_qui_est_regle(request, etablissement, formulaire)
            return redirect("annuaire_reglages", uai=uai)
    contexte = {
        "ecole": etablissement,
        "formulaire": formulaire,
        "peut_regler": etablissement.pk in request.user.portee.etablissements_diriges,
        "changements": [
            (dit, reverse("annuaire_reglage_annuler", args=[uai, dit.lignes[0].code]))
            for dit in changements(Place(ecole=etablissement), request.user)
        ],
    }
    return render(request, "annuaire/reglages.html", contexte, status=422 if formulaire.errors else 200)


@require_GET
def journal(request: HttpRequest, uai: str) -> HttpResponse:
    """« Qui a fait quoi » in this school, newest first, in sentences: who, what, of whom, in which class; all of it, or what is asked for."""
    etablissement = ecole_ou(request, uai, "historique")
    demande = Demande.de(request.user, etablissement, request.GET)
    page = page_de(request, demande.lignes(), PAR_PAGE)
    noms = noms_de(request.user, etablissement, page.object_list)
    a_annuler = annulables(request)
    lignes = [
        {
            "le": e.fait_le,
            "qui": noms.auteur(e),
            "quoi": raconter(e),
            "par_delegation": bool(e.details.get("par_delegation")),
            "gens": noms.gens(e),
            "trajet": noms.trajet(e),
            "lieux": noms.lieux(e),
            "annuler": a_annuler.get(e.pk),
        }
        for e in page
    ]
    contexte = {"ecole": etablissement, "demande": demande, "page": page, "lignes": lignes}
    return render(request, "annuaire/journal.html", contexte)
