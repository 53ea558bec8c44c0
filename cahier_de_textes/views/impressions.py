"""On paper and out: the week, labels, the year as a document and as an archive."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ent.annuaire.models import Classe, Groupe

from ..exports import archive
from ..lectures import impressions as lectures
from ..models import Seance
from ..pdf import annee_pdf, etiquettes_pdf, semaine_pdf
from .communes import (
    classe_de_l_annee,
    classe_geree,
    date_lue,
    groupe_de_l_annee,
    groupe_tenu,
    lecteur_de,
    lundi_de,
    prochain_jour,
    semaine_de,
)
from .organisation import en_arguments

Cible = Classe | Groupe


def _lundi(request: HttpRequest, cible: Cible):
    return lundi_de(date_lue(request.GET.get("semaine", "")) or prochain_jour(cible.etablissement))


def en_pdf(contenu: bytes, nom: str) -> HttpResponse:
    """Shown by the browser, which prints it; the name is for who keeps it."""
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse.headers["Content-Disposition"] = f'inline; filename="{slugify(nom) or "cahier"}.pdf"'
    return reponse


# --- The week ---------------------------------------------------------------------------------------------------------
@require_GET
@never_cache
def imprimer_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """The week of a class on one page."""
    return _imprimer(request, classe_geree(request, pk))


@require_GET
@never_cache
def imprimer_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    return _imprimer(request, groupe_tenu(request, pk))


def _imprimer(request: HttpRequest, cible: Cible) -> HttpResponse:
    lundi = _lundi(request, cible)
    jours = lectures.semaine_a_imprimer(request.user, cible, lundi)
    contenu, _est_coupee = semaine_pdf(cible, lundi, jours, lectures.visas_de(cible).get(lundi, []))
    return en_pdf(contenu, f"semaine-{cible.nom}-{lundi.isoformat()}")


# --- Labels -----------------------------------------------------------------------------------------------------------
@require_GET
@never_cache
def etiquettes_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a day of the week (?semaine=), or its sheets of labels (?jour=)."""
    return _etiquettes(request, classe_geree(request, pk))


@require_GET
@never_cache
def etiquettes_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    return _etiquettes(request, groupe_tenu(request, pk))


def _etiquettes(request: HttpRequest, cible: Cible) -> HttpResponse:
    if jour := date_lue(request.GET.get("jour", "")):
        contenu = etiquettes_pdf(cible, jour, lectures.etiquettes(request.user, cible, jour))
        return en_pdf(contenu, f"etiquettes-{cible.nom}-{jour.isoformat()}")
    lundi = _lundi(request, cible)
    contexte = _contexte(cible, lundi) | {
        "lundi": lundi,
        "jours": lectures.jours_a_etiqueter(request.user, cible, lundi),
        "aujourd_hui": timezone.localdate(),
    }
    return render(request, "cahier_de_textes/organiser/etiquettes.html", contexte)


# --- The year ---------------------------------------------------------------------------------------------------------
@require_GET
def annee_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be taken away of the year."""
    return _annee(request, classe_de_l_annee(request, pk))


@require_GET
def annee_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    return _annee(request, groupe_de_l_annee(request, pk))


def _annee(request: HttpRequest, cible: Cible) -> HttpResponse:
    suffixe = "classe" if isinstance(cible, Classe) else "groupe"
    contexte = _contexte(cible, timezone.localdate())
    contexte["est_finie"] = lecteur_de(request, cible).portee.est_passee
    contexte |= {"nom_pdf": f"cahier_annee_pdf_{suffixe}", "nom_zip": f"cahier_annee_zip_{suffixe}"}
    return render(request, "cahier_de_textes/organiser/annee.html", contexte)


@require_GET
@never_cache
def annee_pdf_classe(request: HttpRequest, pk: int) -> HttpResponse:
    return _annee_pdf(request, classe_de_l_annee(request, pk))


@require_GET
@never_cache
def annee_pdf_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    return _annee_pdf(request, groupe_de_l_annee(request, pk))


def _annee_pdf(request: HttpRequest, cible: Cible) -> HttpResponse:
    contenu = annee_pdf(cible, lectures.annee_de(lecteur_de(request, cible), cible), lectures.visas_de(cible))
    return en_pdf(contenu, f"cahier-{cible.nom}-{cible.annee.nom}")


@require_GET
@never_cache
def annee_zip_classe(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    return _annee_zip(request, classe_de_l_annee(request, pk))


@require_GET
@never_cache
def annee_zip_groupe(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    return _annee_zip(request, groupe_de_l_annee(request, pk))


def _annee_zip(request: HttpRequest, cible: Cible) -> StreamingHttpResponse:
    jours = lectures.annee_de(lecteur_de(request, cible), cible, avec_fichiers=True)
    visas = [visa for lot in lectures.visas_de(cible).values() for visa in lot]
    # Compressed already: the compression of pages must not touch it.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    reponse = StreamingHttpResponse(archive(cible, jours, visas), content_type="application/zip")
    nom = slugify(f"cahier-{cible.nom}-{cible.annee.nom}") or "cahier"
    reponse.headers["Content-Disposition"] = f'attachment; filename="{nom}.zip"'
    return reponse


def _contexte(cible: Cible, jour) -> dict:
    return {"cible": cible, "semaine": semaine_de(Seance(**en_arguments(cible)), jour)}
