"""The words of a pupil's page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.socle.champs import Paragraphes

from ..models import Dossier


class PageForm(AvecVersion, forms.Form):
    texte = forms.CharField(
        label=_("J’écris"),
        required=False,
        max_length=2000,
        widget=Paragraphes(attrs={"rows": 6, "autocapitalize": "sentences"}),
    )

    def __init__(self, *args, dossier: Dossier, **options) -> None:
        super().__init__(*args, initial={"texte": dossier.texte_eleve}, **options)
        self.fields["texte"].suit_un_choix = True  # a child is not told that it is optional
        self.dossier = dossier

    def corrige(self) -> tuple:
        return self.dossier.etablissement, f"dossier {self.dossier.pk}"

    VERBES = frozenset({"liaison.page_de_l_eleve"})
