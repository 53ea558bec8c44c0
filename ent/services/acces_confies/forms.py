"""What a guardian says to confide an access: who, which children, which rooms, until when."""

import datetime as dt
from collections.abc import Collection

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Confie, Delegation, Etablissement
from ent.annuaire.models.portee import Suivi
from ent.annuaire.registres import salles_confiees
from ent.socle.champs import Nom
from ent.socle.dates import aujourd_hui

from .lectures import Acces, derniere_fin

RIEN, LIRE, REPONDRE = "", "lire", "repondre"


def _jour(libelle, **options) -> forms.DateField:
    return forms.DateField(
        label=libelle,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Dites jusqu’à quel jour."),
            "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 31/03/2027."),
        },
        **options,
    )


class SallesForm(AvecVersion, forms.Form):
    """Which rooms, and until when. Nothing is ticked beforehand: what is not said is not confided."""

    VERBES = frozenset({"acces_confies.changer"})

    fin = _jour(_("Jusqu’au (compris)"))

    def __init__(self, *args, ecoles: Collection[Etablissement], acces: Acces | None = None, **options) -> None:
        super().__init__(*args, **options)
        self.acces = acces
        self.confie = confie = acces.premiere.confie if acces else Confie.de()
        self.ouvertes = [s for s in salles_confiees() if any(ecole.a_le_module(s.module) for ecole in ecoles)]
        for salle in self.ouvertes:
            choix = [(RIEN, _("Non")), (LIRE, _("Lire"))]
            if salle.ce_qu_on_repond:
                choix.append((REPONDRE, _("Lire et répondre")))
            dit = REPONDRE if confie.repond(salle.code) else LIRE if confie.lit(salle.code) else RIEN
            self.fields[f"salle_{salle.code}"] = forms.ChoiceField(
                label=salle.libelle, choices=choix, required=False, initial=dit, widget=forms.RadioSelect
            )
        self.fields["fin"].widget.attrs |= {"min": aujourd_hui().isoformat(), "max": derniere_fin().isoformat()}
        if acces:
            self.initial.setdefault("fin", acces.premiere.fin)

    def corrige(self):
        """The children that one reads of it: the journal says each."""
        lignes = self.acces.lignes if self.acces else []
        return (lignes[0].etablissement, *(f"personne {li.enfant_id}" for li in lignes)) if lignes else None

    @property
    def salles(self) -> list[tuple]:
        """Each room with its field: the template says under it what is read and what is answered."""
        return [(salle, self[f"salle_{salle.code}"]) for salle in self.ouvertes]

    def clean_fin(self) -> dt.date:
        fin = self.cleaned_data["fin"]
        if fin < aujourd_hui():
            raise forms.ValidationError(_("Ce jour est passé."))
        if self.acces and fin < max(ligne.debut for ligne in self.acces.lignes):
            raise forms.ValidationError(_("Ce jour vient avant le premier."))
        if fin > derniere_fin():
            raise forms.ValidationError(_("Au plus tard à la fin de l’année scolaire : vous le redirez à la rentrée."))
        return fin

    def clean(self) -> dict:
        donnees = super().clean()
        dites = {salle.code: donnees.get(f"salle_{salle.code}") for salle in self.ouvertes}
        if not any(dites.values()):
            raise forms.ValidationError(_("Choisissez au moins une chose à lire."), code="salles")
        dites |= self._tues()
        lues = frozenset(code for code, dit in dites.items() if dit)
        donnees["confie"] = Confie(lues, frozenset(code for code, dit in dites.items() if dit == REPONDRE))
        return donnees

    def _tues(self) -> dict[str, str]:
        """What the access had of rooms that the school turned off since: it is not asked, and comes back with them."""
        tues = {salle.code for salle in salles_confiees()} - {salle.code for salle in self.ouvertes}
        return {code: REPONDRE if self.confie.repond(code) else LIRE for code in self.confie.lues & tues}


class ConfierForm(SallesForm):
    prenom = Nom(label=_("Son prénom"), max_length=100, error_messages={"required": _("Écrivez son prénom.")})
    nom = Nom(label=_("Son nom"), max_length=100, error_messages={"required": _("Écrivez son nom.")})
    courriel = forms.EmailField(
        label=_("Son adresse e-mail"),
        help_text=_("Si vous voulez lui envoyer l’invitation par e-mail. Vous seul la lirez."),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Cette adresse n’est pas complète, par exemple prenom.nom@exemple.fr.")},
    )
    lien = forms.ChoiceField(
        label=_("C’est"),
        choices=Delegation.Lien.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites qui est cette personne pour vos enfants.")},
    )
    enfants = forms.MultipleChoiceField(
        label=_("Pour quels enfants ?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez un enfant.")},
    )
    debut = _jour(_("À partir du"), required=False)

    def __init__(self, *args, suivis: list[Suivi], **options) -> None:
        super().__init__(*args, ecoles={s.inscription.classe.etablissement for s in suivis}, **options)
        self.suivis = suivis
        enfants = {str(s.eleve.uuid): s.eleve.prenom for s in suivis}
        self.fields["enfants"].choices = list(enfants.items())
        if len(enfants) == 1:
            self.initial.setdefault("enfants", list(enfants))
        self.initial.setdefault("debut", aujourd_hui())
        self.initial.setdefault("fin", derniere_fin())

    def clean_debut(self) -> dt.date:
        return max(self.cleaned_data["debut"] or aujourd_hui(), aujourd_hui())

    def clean(self) -> dict:
        donnees = super().clean()
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", _("Ce jour vient avant le premier."))
        if (prenom := donnees.get("prenom")) and (nom := donnees.get("nom")):
            try:
                MaxLengthValidator(Delegation._meta.get_field("nom_donne").max_length)(f"{prenom} {nom}")
            except forms.ValidationError as refus:
                self.add_error("nom", refus)
        return donnees

    @property
    def choisis(self) -> list[Suivi]:
        return [s for s in self.suivis if str(s.eleve.uuid) in self.cleaned_data["enfants"]]
