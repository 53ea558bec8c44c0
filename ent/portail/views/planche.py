"""The component page: each component in each state, for those who write templates. Not served in production."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ent.annuaire.gommettes import Couleur, Forme, Image
from ent.annuaire.models import Classe, Personne
from ent.coquille.templatetags.coquille import _noms
from ent.fichiers.forms import ChampFichiers

COULEURS = [
    "table",
    "papier",
    "tableau",
    "encre",
    "encre-douce",
    "encre-vive",
    "marge",
    "reglure-forte",
    "surligneur",
    "urgent",
    "fait",
    "attente",
]


class Exemple(forms.Form):
    prenom = forms.CharField(label="Prénom de l’enfant", initial="Lina-Maëlys", help_text="Comme il s’écrit à l’école.")
    code = forms.CharField(
        label="Code de l’école", min_length=8, error_messages={"min_length": "Il manque 2 caractères. Le code en a 8."}
    )
    note = forms.CharField(label="Un mot", required=False, widget=forms.Textarea({"rows": 3}))
    niveau = forms.ChoiceField(label="Niveau", choices=[("CP", "CP"), ("CE1", "CE1")], widget=forms.RadioSelect)
    rester = forms.BooleanField(label="Rester connecté sur ce téléphone", required=False)


class Depot(forms.Form):
    photos = ChampFichiers(label="Photos de la sortie", help_text="Comme elles sortent du téléphone.", required=False)


def depot_de(personne) -> Depot:
    """A real deposit, for a teacher who is signed in; still for others."""
    formulaire = Depot()
    classe = Classe.objects.tenues_par(personne).first() if personne.is_authenticated else None
    if classe:
        formulaire.fields["photos"].ouvrir(personne=personne, lieu=f"classe:{classe.pk}", cle="planche")
    return formulaire


@login_not_required  # invented examples only
@require_GET
def planche(request: HttpRequest) -> HttpResponse:
    if settings.PRODUCTION and not settings.DEBUG:
        raise Http404
    couleurs, formes = Couleur.values, Forme.values
    eleves = [
        Personne(
            prenom=image.label, gommette_couleur=couleurs[n % 8], gommette_forme=formes[n % 5], gommette_image=image
        )
        for n, image in enumerate(Image)
    ]
    adulte = Personne(prenom="Nadia", nom="Belhadj")
    contexte = {
        "couleurs": COULEURS,
        "icones": list(_noms("icones.svg", "i")),
        "dessins": list(_noms("dessins.svg", "d")),
        "eleves": eleves,
        "eleve": eleves[16],
        "adulte": adulte,
        "depot": depot_de(request.user),
        "exemple": Exemple({"prenom": "Lina-Maëlys", "code": "SQY-4T", "niveau": "CP", "rester": "on"}),
    }
    return render(request, "portail/planche.html", contexte)
