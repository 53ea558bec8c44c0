"""What the direction asks, what a family answers, what came back on paper, what children said."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import AnneeScolaire, Classe, Etablissement
from ent.fichiers.supports import Support
from ent.socle.champs import Paragraphes, Plusieurs

from ..actions.consentements import Parole, Saisie
from ..lectures.suivi import Ligne
from ..models import DemandeConsentement
from .lus import NON, OUI, RIEN, AvecLus


def fin_d_annee(jour: dt.date) -> dt.date:
    """The last day of the school year: a question lasts a year, then it is asked again."""
    annee = AnneeScolaire.objects.filter(debut__lte=jour, fin__gte=jour).first()
    return annee.fin if annee else dt.date(jour.year + (jour.month >= 9), 8, 31)


class DemandeForm(forms.Form):
    """Nothing is chosen beforehand but the dates of the school year."""

    finalite = forms.ChoiceField(
        label=_("Pourquoi montrer des photos"),
        choices=DemandeConsentement.Finalite.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites pourquoi l’école veut montrer des photos.")},
    )
    supports = forms.MultipleChoiceField(
        label=_("Où elles seraient montrées"),
        choices=Support.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Les familles répondent pour chaque endroit, l’un sans l’autre."),
        error_messages={"required": _("Choisissez au moins un endroit où montrer les photos.")},
    )
    texte = forms.CharField(
        label=_("Ce que l’école explique aux familles"),
        max_length=2000,
        widget=Paragraphes(attrs={"rows": 6}),
        help_text=_("En mots simples : quelles photos, qui les voit, combien de temps."),
        error_messages={"required": _("Expliquez en quelques phrases ce que l’école veut faire des photos.")},
    )
    debut = forms.DateField(label=_("À partir du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    fin = forms.DateField(
        label=_("Jusqu’au"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Une année scolaire au plus : ensuite, l’école redemande."),
    )
    classes = Plusieurs(
        label=_("Seulement ces classes"),
        queryset=Classe.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Si rien n’est coché, c’est demandé à toute l’école."),
    )

    def __init__(self, *args, etablissement: Etablissement, **options) -> None:
        aujourd_hui = timezone.localdate()
        options.setdefault("initial", {"debut": aujourd_hui, "fin": fin_d_annee(aujourd_hui)})
        super().__init__(*args, **options)
        self.fields["classes"].queryset = Classe.objects.filter(etablissement=etablissement, fermee_le=None)

    def clean(self) -> dict:
        donnees = super().clean()
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin:
            if fin < max(debut, timezone.localdate()):
                self.add_error("fin", _("Ce jour est déjà passé, ou vient avant le premier."))
            elif (fin - debut).days > 366:
                self.add_error("fin", _("Une année scolaire au plus : ensuite, l’école redemande."))
        return donnees


class ReponseForm(forms.Form):
    """One tap: yes or no, for one medium."""

    support = forms.ChoiceField(choices=Support.choices)
    reponse = forms.ChoiceField(choices=[(OUI, OUI), (NON, NON)])

    @property
    def reponses(self) -> dict[str, bool]:
        return {self.cleaned_data["support"]: self.cleaned_data["reponse"] == OUI}


class PapiersForm(AvecLus, forms.Form):
    """A row for each holder of a child whose answer is missing or came on paper; those left as they are are not entered."""

    def __init__(self, *args, lignes: list[Ligne], **options) -> None:
        super().__init__(*args, **options)
        self.rangs: list[dict] = []
        self._de: dict[str, tuple] = {}
        for ligne in lignes:
            for adulte in ligne.adultes:
                champs = []
                for case in ligne.cases:
                    dit = adulte.dits.get(case.support)
                    nom = f"{ligne.eleve.uuid}:{adulte.personne.uuid}:{case.support}"
                    if dit is not None and dit.origine == dit.Origine.ECRAN:
                        self.lire_a_l_ecran(nom, adulte.personne)
                        continue
                    self.fields[nom] = forms.ChoiceField(
                        label=case.support.label,
                        required=False,
                        initial=self.lire(nom, dit),
                        choices=[(RIEN, _("Pas de réponse")), (OUI, _("Oui")), (NON, _("Non"))]
                        if dit is None
                        else [(OUI, _("Oui")), (NON, _("Non"))],
                    )
                    self._de[nom] = (ligne.eleve, adulte.personne, case.support)
                    champs.append((case.support, self[nom]))
                if champs:
                    self.rangs.append({"ligne": ligne, "adulte": adulte, "champs": champs})

    @property
    def saisies(self) -> list[Saisie]:
        """What was filled in, or changed."""
        return [
            Saisie(eleve, adulte, support, self.voulu(nom) == OUI, cle=nom, lu=self.numero_lu(nom))
            for nom, (eleve, adulte, support) in self._de.items()
            if self.voulu(nom) != RIEN and self.est_touche(nom)
        ]


class AccordsForm(AvecLus, forms.Form):
    """What each child of a class said, by medium."""

    def __init__(self, *args, lignes: list[Ligne], **options) -> None:
        super().__init__(*args, **options)
        self._de: dict[str, tuple] = {}
        self.par_case: dict[tuple[int, str], forms.BoundField] = {}
        for ligne in lignes:
            for case in ligne.cases:
                nom = f"accord-{ligne.eleve.uuid}-{case.support}"
                self.fields[nom] = forms.ChoiceField(
                    label=_("Ce que dit %(prenom)s, %(support)s")
                    % {"prenom": ligne.eleve.prenom, "support": case.support.label},
                    required=False,
                    initial=self.lire(nom, case.accord),
                    choices=[(RIEN, _("n’a rien dit")), (OUI, _("est d’accord")), (NON, _("ne veut pas"))],
                )
                self._de[nom] = (ligne.eleve, case.support)
                self.par_case[ligne.eleve.pk, case.support] = self[nom]

    @property
    def changes(self) -> list[Parole]:
        """What was touched."""
        return [
            Parole(eleve, support, {OUI: True, NON: False}.get(self.voulu(nom)), nom, self.numero_lu(nom))
            for nom, (eleve, support) in self._de.items()
            if nom in self.data and self.est_touche(nom)
        ]
