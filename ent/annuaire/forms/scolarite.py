"""The other class of a pupil."""

import re
from collections import defaultdict

from django import forms
from django.utils.translation import gettext_lazy as _

from ..codes import CHOIX_NIVEAUX, NIVEAUX_PAR_NATURE
from ..droits import en_cours
from ..models import Classe, Etablissement, Inscription


def niveaux_des_classes(etablissement: Etablissement, classes: list[Classe]) -> dict[int, list[str]]:
    """Of each class, in order: what its pupils are in, and what its name says (« CP-CE1 » that lost its last CP). All of such a
    school's while neither says any. One query.
    """
    possibles = NIVEAUX_PAR_NATURE[etablissement.nature]
    places = Inscription.objects.filter(en_cours(), fin=None, classe__in=classes).order_by()
    tenus = defaultdict(set)
    for classe, niveau in places.values_list("classe_id", "niveau").distinct():
        tenus[classe].add(niveau)
    for classe in classes:
        tenus[classe.pk].update(re.findall(r"\w+", classe.nom.upper()))
    return {c.pk: [n for n in possibles if n in tenus[c.pk]] or list(possibles) for c in classes}


class ChangerForm(forms.Form):
    """From which of their classes, when they are in several; to which other of the school, at one of its levels: one choice says both."""

    depuis = forms.ChoiceField(label=_("Classe quittée"), widget=forms.RadioSelect)
    classe = forms.ChoiceField(
        label=_("Nouvelle classe"),
        error_messages={
            "required": _("Choisissez la nouvelle classe."),
            "invalid_choice": _("Cette classe n’a pas ce niveau, ou n’est pas de l’école : choisissez dans la liste."),
        },
    )

    def __init__(self, *args, etablissement: Etablissement, inscriptions: list[Inscription], **options) -> None:
        self.inscriptions = {str(i.pk): i for i in inscriptions}
        siennes = [i.classe_id for i in inscriptions]
        ouvertes = etablissement.classes.filter(fermee_le=None, annee=inscriptions[0].classe.annee)
        self.ouvertes = list(ouvertes.exclude(pk__in=siennes).order_by("nom", "pk"))
        super().__init__(*args, initial={"depuis": str(inscriptions[0].pk)}, **options)
        self.fields["depuis"].choices = [(pk, i.classe.nom) for pk, i in self.inscriptions.items()]
        self.places = self._places(etablissement)
        self.fields["classe"].choices = [("", "–"), *((cle, dit) for cle, (dit, _c, _n) in self.places.items())]
        if len(inscriptions) == 1:
            self.fields["depuis"].widget = forms.HiddenInput()

    def _places(self, etablissement: Etablissement) -> dict[str, tuple[str, Classe, str]]:
        """What may be chosen: how it is said, the class, the level. A class of one level needs no word of it."""
        dits, des_classes, places = dict(CHOIX_NIVEAUX), niveaux_des_classes(etablissement, self.ouvertes), {}
        for classe in self.ouvertes:
            niveaux = des_classes[classe.pk]
            for niveau in niveaux:
                en = _("%(classe)s, en %(niveau)s") % {"classe": classe.nom, "niveau": dits[niveau]}
                places[f"{classe.pk}:{niveau}"] = (classe.nom if len(niveaux) == 1 else en, classe, niveau)
        return places

    @property
    def inscription(self) -> Inscription:
        return self.inscriptions[self.cleaned_data["depuis"]]

    @property
    def choisie(self) -> Classe:
        return self.places[self.cleaned_data["classe"]][1]

    @property
    def niveau(self) -> str:
        return self.places[self.cleaned_data["classe"]][2]
