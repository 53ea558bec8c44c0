"""A group of pupils under a name, as a teacher keeps it."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..actions.ecole import NOM_DE_GROUPE_PRIS
from ..droits import en_cours
from ..models import Classe, Groupe, Inscription
from .versions import AvecVersion


class GroupeForm(AvecVersion, forms.Form):
    """Its name, and pupils of the classes that one teaches in that school; who is in it from another class stays."""

    VERBES = frozenset({"annuaire.garder_groupe", "annuaire.recomposer_groupe"})

    nom = forms.CharField(
        label=_("Nom du groupe"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Donnez-lui un nom, par exemple « Les fusées ».")},
    )
    eleves = forms.MultipleChoiceField(
        label=_("Élèves"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un élève.")},
    )

    def __init__(
        self, *args, classe: Classe | None = None, groupe: Groupe | None = None, classes: QuerySet[Classe], **options
    ) -> None:
        """`classes` are those that one teaches in the school: their pupils of today are offered. Two queries."""
        self.groupe = groupe
        self.lieu = groupe or classe
        inscriptions = Inscription.objects.filter(en_cours(), classe__in=classes).select_related("eleve", "classe")
        ordre = ("classe__nom", "eleve__prenom", "eleve__nom", "pk")
        self.presents = {str(i.eleve_id): i for i in inscriptions.order_by(*ordre)}
        membres = [str(pk) for pk in groupe.eleves.order_by("pk").values_list("pk", flat=True)] if groupe else []
        self.d_ailleurs = [int(pk) for pk in membres if pk not in self.presents]
        initial = {"nom": groupe.nom, "eleves": [pk for pk in membres if pk in self.presents]} if groupe else {}
        super().__init__(*args, initial=initial, **options)
        self.fields["eleves"].choices = [(pk, self._nom(i)) for pk, i in self.presents.items()]
        self.fields["eleves"].required = not self.d_ailleurs

    def _nom(self, inscription: Inscription) -> str:
        """Of which class, where several are offered."""
        eleve = inscription.eleve
        plusieurs = len({i.classe_id for i in self.presents.values()}) > 1
        return f"{eleve.prenom} {eleve.nom}" + (f" · {inscription.classe.nom}" if plusieurs else "")

    def corrige(self):
        return (self.groupe.etablissement, f"groupe {self.groupe.pk}") if self.groupe else None

    def clean_nom(self) -> str:
        nom = self.cleaned_data["nom"]
        memes = Groupe.objects.filter(
            etablissement=self.lieu.etablissement_id, annee=self.lieu.annee_id, nom=nom, ponctuel_de=None
        )
        if memes.exclude(pk=self.groupe.pk if self.groupe else None).exists():
            raise forms.ValidationError(NOM_DE_GROUPE_PRIS)
        return nom

    @property
    def membres(self) -> list[int]:
        """Who is in it from now on."""
        return [*self.d_ailleurs, *(int(pk) for pk in self.cleaned_data["eleves"])]
