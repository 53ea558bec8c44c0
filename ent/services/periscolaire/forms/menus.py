"""A week of menus as it is typed or pasted, then what each dish holds."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Etablissement
from ent.socle.champs import Paragraphes, Plusieurs
from ent.socle.dates import date_format

from .. import allergenes
from ..allergenes import Allergene
from ..lectures.menus import SemaineDeMenus
from ..menu_colle import LONGUEUR, en_texte, lire_la_semaine
from ..models import Plat

VERBES = frozenset(f"periscolaire.{verbe}" for verbe in ("ecrire_menus", "dire_allergenes"))
AUCUN = "aucun"


class SemaineForm(AvecVersion, forms.Form):
    """The week in one box: a paste of a line a day is enough."""

    VERBES = VERBES
    SANS_VERSION = frozenset({"ecoles"})

    texte = forms.CharField(
        label=gettext_lazy("La semaine, un jour par ligne"),
        max_length=6000,
        required=False,
        widget=Paragraphes(attrs={"rows": 9}),
        help_text=gettext_lazy(
            "Commencez chaque ligne par son jour ; sans aucun jour, les lignes suivent les jours où l’on mange. Une virgule entre les "
            "plats ; « / » avant ce qui remplace la viande ; les allergènes entre parenthèses si vous les savez : « Lundi : poulet rôti / "
            "omelette (œufs), riz, yaourt (lait) »."
        ),
    )
    ecoles = Plusieurs(
        label=gettext_lazy("La même semaine dans"),
        queryset=Etablissement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args,
        semaine: SemaineDeMenus,
        autres: Collection[SemaineDeMenus],
        servis: Collection[dt.date],
        mangeables: Collection[dt.date],
        **options,
    ) -> None:
        self.semaine, self.servis, self.mangeables = semaine, servis, mangeables
        self.memes = [a.ecole for a in autres if semaine.a_des_menus and a.dite == semaine.dite]
        self.siennes = {a.ecole: a for a in autres if a.a_des_menus and a.ecole not in self.memes}
        options["initial"] = {
            "texte": en_texte({j.jour: j.plats for j in semaine.jours}),
            "ecoles": [e.pk for e in self.memes],
        }
        super().__init__(*args, **options)
        if autres:
            self.fields["ecoles"].queryset = Etablissement.objects.filter(pk__in=[a.ecole.pk for a in autres])
        else:
            del self.fields["ecoles"]

    def corrige(self) -> tuple:
        return self.semaine.ecole, f"menus du {self.semaine.lundi}"

    def clean_texte(self) -> str:
        """What no day says is refused with its own words; the rest stays typed."""
        self.lue = lire_la_semaine(self.cleaned_data["texte"], self.semaine.lundi, self.servis)
        if self.lue.incompris:
            raise forms.ValidationError(
                _("Ces mots ne disent pas leur jour : « %(mots)s ». Commencez la ligne par lundi, mardi…")
                % {"mots": self.lue.incompris[0][:80]}
            )
        for jour, plats in self.lue.jours.items():
            if plats and jour in self.lue.nommes and jour not in self.mangeables:
                raise forms.ValidationError(
                    _("Aucun repas n’est servi le %(jour)s : corrigez le jour de cette ligne, ou enlevez-la.")
                    % {"jour": date_format(jour, "l j F")}
                )
        if self.lue.trop_longs:
            raise forms.ValidationError(
                _("Un plat a plus de %(n)s signes : « %(mots)s… ». Mettez une virgule entre les plats.")
                % {"n": LONGUEUR, "mots": self.lue.trop_longs[0][:60]}
            )
        return self.cleaned_data["texte"]

    @property
    def a_remplacer(self) -> list[SemaineDeMenus]:
        """Weeks that the schools that are ticked wrote for themselves: the page that names them lets them be replaced."""
        coches = self.cleaned_data.get("ecoles", ()) if self.is_bound else ()
        return [self.siennes[ecole] for ecole in coches if ecole in self.siennes]

    def clean(self) -> dict[str, Any] | None:
        propres = super().clean()
        vues = self.data.getlist("remplacer")
        for sienne in self.a_remplacer:
            if sienne.empreinte not in vues:
                self.add_error(
                    None,
                    _(
                        "%(ecole)s a déjà écrit sa semaine (%(menus)s) : décochez-la, ou gardez de nouveau pour la remplacer."
                    )
                    % {"ecole": sienne.ecole.nom, "menus": sienne.en_mots},
                )
        return propres


class AllergenesForm(AvecVersion, forms.Form):
    """Fourteen boxes a dish, and « none ». A dish of which nothing is ticked stays unsaid: silence is no « none »."""

    VERBES = VERBES
    SANS_VERSION = frozenset({"ensemble"})

    ensemble = forms.BooleanField(required=False, initial=True)

    def __init__(
        self,
        *args,
        semaine: SemaineDeMenus,
        memes: Collection[Etablissement],
        proposes: dict[int, tuple[str, dt.date]],
        **options,
    ) -> None:
        self.semaine, self.proposes = semaine, proposes
        super().__init__(*args, **options)
        if memes:
            self.fields["ensemble"].label = _("Aussi pour %(ecoles)s, qui ont le même menu") % {
                "ecoles": ", ".join(e.nom for e in memes)
            }
        else:
            del self.fields["ensemble"]
        choix = [*Allergene.choices, (AUCUN, _("aucun"))]
        for jour in semaine.jours:
            for plat in jour.plats:
                self.fields[f"p{plat.pk}"] = forms.MultipleChoiceField(
                    label=plat.nom,
                    required=False,
                    choices=choix,
                    widget=forms.CheckboxSelectMultiple,
                    initial=self._de(plat),
                )

    def _de(self, plat: Plat) -> list[str]:
        if plat.dits:
            bruts = plat.allergenes_bruts
        elif plat.pk in self.proposes:
            bruts = self.proposes[plat.pk][0]
        else:
            return []
        return [a.value for a in allergenes.lire(bruts)] or [AUCUN]

    def corrige(self) -> tuple:
        return self.semaine.ecole, f"menus du {self.semaine.lundi}"

    def clean(self) -> dict[str, Any] | None:
        propres = super().clean()
        for nom, coches in list((propres or {}).items()):
            if nom.startswith("p") and AUCUN in coches and len(coches) > 1:
                self.add_error(nom, _("« aucun » et un allergène ne vont pas ensemble : décochez l’un des deux."))
        return propres

    @property
    def par_jour(self) -> list[tuple[str, list[tuple[forms.BoundField, Plat, str]]]]:
        """Days, their dishes, and when what is ticked was said of a former one."""
        return [
            (date_format(jour.jour, "l j F"), [(self[f"p{p.pk}"], p, self._vu(p)) for p in jour.plats])
            for jour in self.semaine.jours
            if jour.menu
        ]

    def _vu(self, plat: Plat) -> str:
        return date_format(self.proposes[plat.pk][1], "j F") if plat.pk in self.proposes else ""

    @property
    def dits(self) -> dict[tuple[dt.date, str], list[str]]:
        """What was ticked, by day and dish."""
        return {
            (jour.jour, plat.nom): [a for a in self.cleaned_data[f"p{plat.pk}"] if a != AUCUN]
            for jour in self.semaine.jours
            for plat in jour.plats
            if self.cleaned_data.get(f"p{plat.pk}")
        }


class RepriseForm(forms.Form):
    """A former week, chosen among those that have menus."""

    de = forms.DateField()
