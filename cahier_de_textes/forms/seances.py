"""The form of a séance."""

import datetime as dt
from collections.abc import Collection

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import CHOIX_NIVEAUX, NIVEAUX
from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Personne

from ..domaines import choix_de_domaines
from ..models import Seance
from .commun import (
    COCHES_SANS_LE_DIRE,
    UN_AN,
    AvecHeure,
    a_la_sortie,
    choix_d_eleves,
    exiger_un_jour_de_classe,
    heure_choisie,
    verifier_le_moment,
)
from .contenus import AvecContenu, ChampContenu


class SeanceForm(AvecVersion, AvecHeure, AvecContenu, forms.ModelForm):
    """A day, a half-day of this school's week, a domain of these levels' cycles.

    For a whole class, some of its levels where it has several, or named pupils of it (`des_eleves`, then `eleves`).
    """

    VERBES = frozenset(f"cahier_de_textes.{v}_seance" for v in ("corriger", "ecrire", "retirer", "remettre"))
    SANS_VERSION = frozenset({"sortie"})

    domaine = forms.ChoiceField(label=_("Domaine"), required=False)
    niveaux = forms.MultipleChoiceField(label=_("Pour"), widget=forms.CheckboxSelectMultiple, required=False)
    des_eleves = forms.BooleanField(label=_("Des élèves…"), required=False)
    eleves = forms.MultipleChoiceField(label=_("Élèves"), widget=forms.CheckboxSelectMultiple, required=False)
    sortie = a_la_sortie()
    a = heure_choisie()
    contenu = ChampContenu()

    class Meta:
        model = Seance
        fields = ["titre", "domaine", "niveaux", "date", "moment", "heure", "contenu"]
        labels = {"titre": _("Titre"), "moment": _("Demi-journée")}
        widgets = {
            "titre": forms.TextInput(attrs={"autocomplete": "off"}),
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "moment": forms.RadioSelect,
            "heure": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        error_messages = {
            "titre": {"required": _("Écrivez un titre, par exemple « Les dizaines ».")},
            "date": {
                "required": _("Choisissez le jour de la séance."),
                "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 26/11/2026."),
            },
            "heure": {"invalid": _("Cette heure n’existe pas. Écrivez-la ainsi : 8:40.")},
        }

    def __init__(
        self,
        *args,
        etablissement,
        niveaux: list[str],
        auteur,
        lieu: str = "",
        eleves: list[Personne] | None = None,
        matieres: Collection[str] = (),
        **options,
    ) -> None:
        """`eleves` are those of the class; none for the séance of a group. `matieres`: of a collège, what its author teaches there."""
        super().__init__(*args, **options)
        self.etablissement = etablissement
        connus = [n for n in NIVEAUX if n in niveaux]
        # A correction keeps the domain that was chosen, even when the class has changed since.
        domaines = dict(choix_de_domaines(connus, matieres))
        if self.instance.domaine and self.instance.domaine not in domaines:
            domaines[self.instance.domaine] = self.instance.get_domaine_display()
        self.fields["domaine"].choices = list(domaines.items())
        if matieres:
            self.fields["domaine"].label = _("Matière")
            self.initial["domaine"] = self.initial.get("domaine") or next(iter(domaines))
        if len(connus) > 1 and eleves:
            libelles = dict(CHOIX_NIVEAUX)
            self.fields["niveaux"].choices = [(n, libelles[n]) for n in connus]
            self.initial["niveaux"] = self.instance.liste_niveaux or self.initial.get("niveaux") or []
        else:
            del self.fields["niveaux"]
        self._preparer_les_eleves(eleves or [])
        self.preparer_l_heure()
        self.fields["contenu"].pour(auteur, self.instance, lieu=lieu)

    def corrige(self):
        return (self.instance.etablissement, f"seance {self.instance.pk}") if self.instance.pk else None

    def _preparer_les_eleves(self, eleves: list[Personne]) -> None:
        self.eleves = {str(eleve.pk): eleve for eleve in eleves}
        if not eleves:
            del self.fields["des_eleves"], self.fields["eleves"]
            return
        self.fields["eleves"].choices = choix_d_eleves(eleves)
        if self.instance.pk and self.instance.est_nominatif:
            nommes = self.instance.groupe.eleves.values_list("pk", flat=True)
            self.initial |= {"des_eleves": True, "eleves": [str(pk) for pk in nommes]}

    def clean_date(self) -> dt.date:
        jour = self.cleaned_data["date"]
        if self.instance.pk and jour == self.initial.get("date"):
            return jour
        if jour < timezone.localdate() - UN_AN:
            raise forms.ValidationError(_("Ce jour est passé depuis plus d’un an : vérifiez l’année."))
        exiger_un_jour_de_classe(self.etablissement, jour)
        return jour

    def clean_niveaux(self) -> list[str]:
        """All levels are the whole class."""
        choisis = self.cleaned_data["niveaux"]
        return [] if len(choisis) == len(self.fields["niveaux"].choices) else choisis

    def clean(self) -> dict:
        donnees = super().clean()
        if "eleves" in self.fields and not self.errors.get("eleves"):
            self._choisir_les_eleves(donnees)
        self.exiger_les_visages(est_pour_un_seul=len(donnees.get("eleves") or ()) == 1)
        verifier_le_moment(self, self.etablissement, donnees | {"jour": donnees.get("date")})
        return donnees

    def _choisir_les_eleves(self, donnees: dict) -> None:
        """Ticked names are for them alone, levels left aside by the action: where both are said, nobody guesses which is meant."""
        sont_nommes = donnees.pop("des_eleves")
        coches = donnees["eleves"]
        if sont_nommes and not coches:
            self.add_error("eleves", _("Cochez au moins un élève, ou écrivez pour toute la classe."))
        elif coches and not sont_nommes:
            self.add_error("eleves", COCHES_SANS_LE_DIRE)
        donnees["eleves"] = [self.eleves[pk] for pk in coches]

    def _post_clean(self) -> None:
        """Nothing is put on the instance: the action writes, from `cleaned_data`."""
