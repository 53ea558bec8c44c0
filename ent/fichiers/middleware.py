"""The size of what is sent, before it is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ent.coquille.views.erreurs import trop_gros
from ent.socle.nombres import entier

from . import envois


class TailleDesEnvois:
    """Refuse an oversized request before a byte of it is read, with a page that says so."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        taille = entier(request.META.get("CONTENT_LENGTH")) or 0
        if taille > settings.ENT_TAILLE_MAX_ENVOI and taille > envois.taille_admise(request):
            phrase = envois.phrase_trop_gros(request, taille)
            return envois.refuser_trop_gros(request, phrase) or trop_gros(request, phrase=phrase)
        return self.get_response(request)
