"""What is added to a portfolio."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.fichiers.forms import ChampFichiers


class PortfolioForm(forms.Form):
    titre = forms.CharField(
        label=_("Titre"), max_length=120, error_messages={"required": _("Donnez un titre à ce travail.")}
    )
    texte = forms.CharField(
        label=_("Pourquoi je le garde"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    fichiers = ChampFichiers(label=_("Photo, son, document"), required=False, maximum=6)

    def __init__(self, *args, personne, classe, eleve, **options) -> None:
        super().__init__(*args, **options)
        self.fields["fichiers"].ouvrir(personne=personne, lieu=f"classe:{classe.pk}", cle=f"portfolio:{eleve.uuid}")
