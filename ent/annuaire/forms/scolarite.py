"""The other class of a pupil."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..codes import CHOIX_NIVEAUX, NIVEAUX_PAR_NATURE
from ..droits import en_cours
from ..models import Classe, Etablissement, Inscription


class ChangerForm(forms.Form):
    """From which of their classes, when they are in several; to which other of the school, at which level."""

    depuis = forms.ChoiceField(label=_("Classe quittée"), widget=forms.RadioSelect)
    classe = forms.ChoiceField(
        label=_("Nouvelle classe"), error_messages={"required": _("Choisissez la nouvelle classe.")}
    )
    niveau = forms.ChoiceField(
        label=_("Niveau"),
        required=False,
        help_text=_("À dire dans une classe de plusieurs niveaux : ce qui est donné à un niveau n’est lu que par lui."),
    )

    def __init__(self, *args, etablissement: Etablissement, inscriptions: list[Inscription], **options) -> None:
        self.inscriptions = {str(i.pk): i for i in inscriptions}
        siennes = [i.classe_id for i in inscriptions]
        ouvertes = etablissement.classes.filter(fermee_le=None, annee=inscriptions[0].classe.annee)
        self.ouvertes = {str(c.pk): c for c in ouvertes.exclude(pk__in=siennes).order_by("nom", "pk")}
        super().__init__(*args, initial={"depuis": str(inscriptions[0].pk)}, **options)
        self.fields["depuis"].choices = [(pk, i.classe.nom) for pk, i in self.inscriptions.items()]
        self.fields["classe"].choices = [("", "–"), *((pk, c.nom) for pk, c in self.ouvertes.items())]
        offerts = [(n, dit) for n, dit in CHOIX_NIVEAUX if n in NIVEAUX_PAR_NATURE[etablissement.nature]]
        self.fields["niveau"].choices = [("", _("Celui de la classe")), *offerts]
        if len(inscriptions) == 1:
            self.fields["depuis"].widget = forms.HiddenInput()

    def clean(self) -> dict:
        """The level of the class, when nobody said one: its only one, else the pupil's own if it is one of hers or if she has none yet."""
        dits = super().clean()
        if dits.get("niveau") or self.errors:
            return dits
        de_la_classe = self.choisie.inscriptions.filter(en_cours(), fin=None).exclude(niveau="").order_by()
        niveaux = set(de_la_classe.values_list("niveau", flat=True).distinct())
        sien = self.inscription.niveau
        if len(niveaux) == 1:
            dits["niveau"] = niveaux.pop()
        elif not niveaux or sien in niveaux:
            dits["niveau"] = sien
        else:
            self.add_error("niveau", _("Cette classe a plusieurs niveaux : dites lequel."))
        return dits

    @property
    def inscription(self) -> Inscription:
        return self.inscriptions[self.cleaned_data["depuis"]]

    @property
    def choisie(self) -> Classe:
        return self.ouvertes[self.cleaned_data["classe"]]
