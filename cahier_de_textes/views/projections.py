"""A content on the board, read from the back of the room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ..ecrits import MODELES, nom_de, texte_de


@require_GET
def projeter(request: HttpRequest, nature: str, pk: int) -> HttpResponse:
    """What a séance or a travail holds, for the whole room: to its teachers, and nothing of any one child."""
    ecrits = MODELES[nature].objects.modifiables_par(request.user).presents().select_related("classe", "groupe")
    ecrit = get_object_or_404(ecrits, pk=pk)
    contexte = {"ecrit": ecrit, "titre": texte_de(ecrit), "page": f"cahier_{nom_de(ecrit)}"}
    return render(request, "cahier_de_textes/contenu_projete.html", contexte)
