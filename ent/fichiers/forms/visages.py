"""Who is on an image, and zones to blur: the same forms in every room."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Personne

from ..visages import Image


class QuiForm(AvecVersion, forms.Form):
    """Who is on one image: pupils, or nobody. Who was said decides who may see it: what somebody else has just said is never
    replaced unseen.
    """

    VERBES = frozenset({"fichiers.dire_qui", "fichiers.flouter"})

    visages = forms.MultipleChoiceField(required=False)
    personne = forms.BooleanField(required=False)

    def __init__(self, *args, image: Image, eleves: Iterable[Personne], **options) -> None:
        super().__init__(*args, **options)
        self.image = image
        self.fields["visages"].choices = [(str(e.uuid), e.prenom) for e in eleves]

    def corrige(self):
        return self.image.fichier.etablissement, f"fichier {self.image.fichier.pk}"

    def lu(self):
        return [("qui", [self.image.est_dite, *sorted(e.pk for e in self.image.eleves)])]

    @property
    def ecarts(self) -> list:
        """None: who is on it stands beside."""
        return []

    def clean(self) -> dict:
        donnees = super().clean()
        if bool(donnees.get("visages")) == bool(donnees.get("personne")):
            raise forms.ValidationError(_("Dites qui l’on reconnaît, ou que l’on ne reconnaît personne."))
        return donnees


class FlouterForm(forms.Form):
    """Rectangles in thousandths of the sides, drawn or typed; and who is masked by them."""

    COTES = ("gauche", "haut", "droite", "bas")

    masques = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, eleves, **options) -> None:
        super().__init__(*args, **options)
        self.fields["masques"].choices = [(str(e.uuid), e.prenom) for e in eleves]

    def clean(self) -> dict:
        donnees = super().clean()
        listes = [self.data.getlist(cote) for cote in self.COTES]
        rectangles = []
        for cotes in zip(*listes, strict=False):
            if not any(cotes):
                continue
            try:
                rectangles.append(tuple(int(c) for c in cotes))
            except ValueError:
                raise forms.ValidationError(_("Un rectangle n’a pas pu être lu. Dessinez-le de nouveau.")) from None
        donnees["rectangles"] = rectangles
        return donnees
