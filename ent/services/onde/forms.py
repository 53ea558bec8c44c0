"""What a direction or the operator drops, and the answers that a plan asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import AnneeScolaire, Personne
from ent.socle.champs import Plusieurs

from .annees import du_jour, est_a_dire, possibles
from .models import LigneEnAttente
from .plan import AUTRE, MEME, PART, Plan
from .texte import verifier_taille

FICHIERS_MAX = 10


class FichiersInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FichiersField(forms.FileField):
    """Several files at once: both exports download under one name, so they are dropped together."""

    widget = FichiersInput

    def clean(self, data, initial=None):
        fichiers = data if isinstance(data, list | tuple) else [data]
        fichiers = [f for f in fichiers if f]
        if not fichiers:
            return [super().clean(None, initial)]
        if len(fichiers) > FICHIERS_MAX:
            raise forms.ValidationError(_("Déposez dix fichiers au plus à la fois."))
        # An empty file is refused further on, by name, as everything that is not an export.
        return fichiers


class DepotForm(forms.Form):
    fichiers = FichiersField(
        label=_("Fichiers d’ONDE"),
        help_text=_("Choisissez les deux ensemble, ou glissez-les ici. Ils s’appellent tous deux CSVExtraction.csv."),
        error_messages={"required": _("Choisissez au moins un fichier.")},
        widget=FichiersInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def contenus(self) -> list[tuple[str, bytes]]:
        """Names and contents; the size is looked at before the content."""
        lus = []
        for fichier in self.cleaned_data["fichiers"]:
            verifier_taille(fichier.name, fichier.size)
            lus.append((fichier.name, fichier.read()))
        return lus


class AnneeForm(forms.Form):
    """The year that files are for, among those of this day. Out of summer nothing is asked: it is the one in progress."""

    annee = forms.ChoiceField(
        label=_("Pour quelle année scolaire sont ces fichiers ?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Dites l’année de ces fichiers."),
            "invalid_choice": _("Choisissez une des deux années."),
        },
    )

    def __init__(self, *arguments, supposee: AnneeScolaire | None = None, **options) -> None:
        super().__init__(*arguments, **options)
        if not est_a_dire():
            del self.fields["annee"]
            return
        self.permises = {annee.nom: annee for annee in possibles()}
        self.fields["annee"].choices = [(nom, nom) for nom in self.permises]
        self.fields["annee"].initial = supposee.nom if supposee else None

    def choisie(self) -> AnneeScolaire:
        return self.permises[self.cleaned_data["annee"]] if "annee" in self.fields else du_jour()


class ArchiveForm(AnneeForm):
    field_order = ["archive", "annee"]
    archive = forms.FileField(
        label=_("Archive ZIP"),
        help_text=_("Un dossier par école, nommé par son UAI : 0789901N/CSVExtraction.csv."),
        error_messages={"required": _("Choisissez une archive."), "empty": _("Ce fichier est vide.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )


class ReponsesForm:
    """Answers to the questions of a plan: only pupils that the plan itself proposed are accepted."""

    def __init__(self, envoi, *, plan: Plan) -> None:
        self.envoi, self.plan = envoi, plan

    def choisies(self) -> dict[str, list[str]]:
        reponses = {}
        for question in self.plan.questions:
            permises = {candidat.reference for candidat in question.candidats}
            choix = [r for r in self.envoi.get(f"q-{question.empreinte}", "").split(",") if r in permises]
            if choix:
                reponses[question.empreinte] = choix
        for doute in self.plan.doutes:
            if (choix := self.envoi.get(f"q-{doute.empreinte}", "")) in (MEME, AUTRE):
                reponses[doute.empreinte] = [choix]
        for depart in self.plan.departs_proposes:
            if self.envoi.get(f"q-{depart.empreinte}") == PART:
                reponses[depart.empreinte] = [PART]
        return reponses


class RattachementForm(forms.Form):
    """Which pupils of the school a waiting line means."""

    eleve = Plusieurs(
        queryset=None,
        to_field_name="uuid",
        error_messages={
            "required": _("Choisissez l’élève, ou mettez la ligne de côté."),
            "invalid_choice": _("Cet élève n’est pas dans votre école."),
            "invalid_pk_value": _("Cet élève n’est pas dans votre école."),
        },
    )

    def __init__(self, donnees=None, *, attente: LigneEnAttente) -> None:
        super().__init__(donnees)
        self.fields["eleve"].queryset = Personne.objects.filter(
            inscriptions__fin=None, inscriptions__classe__etablissement=attente.etablissement
        ).distinct()
