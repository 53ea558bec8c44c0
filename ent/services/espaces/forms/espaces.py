"""What a space says of itself, which school is invited, whom a school brings."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import AnneeScolaire, Classe, Etablissement, Personne
from ent.socle.champs import Nom, Paragraphes, Plusieurs

from ..models import EcoleDeLEspace, Espace


def jour(libelle, **options) -> forms.DateField:
    return forms.DateField(
        label=libelle,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 08/12/2026."),
            "required": _("Dites quel jour."),
        },
        **options,
    )


class EspaceForm(forms.Form):
    """A new one."""

    titre = Nom(
        label=_("Nom de l’espace"),
        max_length=80,
        error_messages={"required": _("Donnez un nom : « CM2–6e, la visite », « Chorale des deux écoles ».")},
    )
    propos = forms.CharField(
        label=_("De quoi il s’agit"),
        max_length=600,
        widget=Paragraphes(attrs={"rows": 3}),
        help_text=_("Les familles le lisent : deux phrases simples."),
        error_messages={"required": _("Dites en deux phrases de quoi il s’agit : les familles le liront.")},
    )
    debut = jour(_("Premier jour"), help_text=_("Les familles et les élèves le voient à partir de ce jour."))
    fin = jour(
        _("Dernier jour"),
        help_text=_("Ensuite on n’y écrit plus, et chaque école reçoit son archive. Vous pourrez changer ce jour."),
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        aujourd_hui = timezone.localdate()
        self.fields["debut"].initial = self.fields["debut"].initial or aujourd_hui
        if "fin" not in self.initial:
            fin = AnneeScolaire.objects.prevue(aujourd_hui).fin
            self.fields["fin"].initial = max(min(fin, dt.date(fin.year, 7, 3)), aujourd_hui)


class CorrigerEspaceForm(AvecVersion, EspaceForm):
    VERBES = frozenset({"espaces.corriger", "espaces.clore", "espaces.rouvrir"})

    def __init__(self, *args, espace: Espace, **options) -> None:
        self.espace = espace
        initial = {nom: getattr(espace, nom) for nom in ("titre", "propos", "debut", "fin")}
        super().__init__(*args, initial=initial, **options)

    def corrige(self) -> tuple:
        return self.espace.etablissement, f"espace {self.espace.pk}"


class InviterForm(forms.Form):
    """A school of the site, by commune."""

    etablissement = forms.TypedChoiceField(
        label=_("Quel établissement"),
        error_messages={
            "required": _("Choisissez un établissement."),
            "invalid_choice": _(
                "Cet établissement est déjà invité, ou n’a pas ouvert les espaces : choisissez-en un autre."
            ),
        },
    )

    def __init__(self, *args, ecoles: list[Etablissement], **options) -> None:
        super().__init__(*args, **options)
        self.par_cle = {str(ecole.pk): ecole for ecole in ecoles}
        groupes: dict[str, list[tuple[str, str]]] = {}
        for ecole in ecoles:
            groupes.setdefault(ecole.commune.nom, []).append((str(ecole.pk), ecole.nom))
        self.fields["etablissement"].choices = [("", _("Choisir un établissement")), *groupes.items()]

    def clean_etablissement(self) -> Etablissement:
        return self.par_cle[self.cleaned_data["etablissement"]]


class GensForm(AvecVersion, forms.Form):
    """Of one school: the adults who are of the space, the classes that come. Who teaches brings their own classes; the direction, all."""

    VERBES = frozenset({"espaces.apporter", "espaces.accepter"})
    adultes = Plusieurs(
        label=_("Les adultes"),
        queryset=Personne.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ils lisent l’espace, y écrivent des dates et parlent avec ceux des autres établissements."),
    )
    classes = Plusieurs(
        label=_("Les classes"),
        queryset=Classe.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leurs élèves et leurs familles lisent l’espace."),
    )

    def __init__(self, *args, ecole: EcoleDeLEspace, equipe: list[Personne], classes, **options) -> None:
        self.ecole = ecole
        tenus = ecole.adultes.filter(retire_le=None).values_list("personne", flat=True)
        venues = ecole.classes.filter(retiree_le=None, classe__in=classes).values_list("classe", flat=True)
        initial = {"adultes": sorted(tenus), "classes": sorted(venues)}
        super().__init__(*args, initial=initial, **options)
        self.fields["adultes"].queryset = Personne.objects.filter(pk__in=[p.pk for p in equipe])
        self.fields["adultes"].label_from_instance = lambda personne: personne.nom_affiche
        self.fields["classes"].queryset = Classe.objects.filter(pk__in=[c.pk for c in classes])
        if not classes:
            del self.fields["classes"]

    def corrige(self) -> tuple:
        return self.ecole.etablissement, f"espace {self.ecole.espace_id}"
