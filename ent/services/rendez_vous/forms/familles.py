"""What a family says when it books."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne
from ent.socle.nombres import entier
from ent.socle.telephones import Telephone

from ..lectures.familles import Guichet
from ..models import Creneau, Moyen
from .equipe import LANGUES

LANGUE_DE = {
    "ar": "arabe", "en": "anglais", "es": "espagnol", "pt": "portugais", "ta": "tamoul", "tr": "turc", "uk": "ukrainien",
}  # fmt: skip


class PrecisionsForm(forms.Form):
    """How one comes, with whom, and a word."""

    moyen = forms.ChoiceField(label=_("Comment ?"), choices=Moyen.choices, widget=forms.RadioSelect, required=False)
    telephone = Telephone(label=_("Numéro où vous appeler"), required=False)
    interprete = forms.ChoiceField(label=_("Interprète"), choices=LANGUES, required=False)
    mot = forms.CharField(label=_("Un mot à l’enseignant"), max_length=300, required=False)

    def __init__(self, *args, moyens: list[Moyen], personne: Personne, **options) -> None:
        super().__init__(*args, **options)
        self.fields["moyen"].choices = [(m.value, m.label) for m in moyens]
        if len(moyens) == 1:
            del self.fields["moyen"]
        if Moyen.TELEPHONE not in moyens:
            del self.fields["telephone"]
        elif "moyen" in self.fields:
            self.fields["telephone"].suit_un_choix = True  # asked of who is called
        if (langue := LANGUE_DE.get(personne.langue)) and not self.is_bound and "interprete" not in self.initial:
            choix = dict(LANGUES)
            self.fields["interprete"].choices = [("", choix.pop("")), (langue, choix.pop(langue)), *choix.items()]

    def clean(self) -> dict:
        donnees = super().clean()
        if donnees.get("moyen") == Moyen.TELEPHONE and not donnees.get("telephone"):
            self.add_error("telephone", _("Donnez le numéro où vous appeler."))
        return donnees


class PrendreForm(PrecisionsForm):
    """The slot that was tapped, among those of this meeting: one that somebody took meanwhile is a matter for the database."""

    creneau = forms.CharField(error_messages={"required": _("Choisissez un créneau.")})

    def __init__(self, *args, guichet: Guichet, personne: Personne, **options) -> None:
        self.guichet = guichet
        prise = guichet.reservation
        if prise:
            champs = ("moyen", "telephone", "interprete", "mot")
            options.setdefault("initial", {nom: getattr(prise, nom) for nom in champs})
        else:
            options.setdefault("initial", {"moyen": guichet.moyens[0].value if guichet.moyens else ""})
        super().__init__(*args, moyens=guichet.moyens, personne=personne, **options)
        if guichet.pour:  # an hour, and how one comes: a number, an interpreter, a word are the family's
            gardes = ("creneau",) if prise else ("creneau", "moyen")
            for nom in [nom for nom in self.fields if nom not in gardes]:
                del self.fields[nom]

    def clean(self) -> dict:
        """The only means that is left to a delegate, who was not asked for it, is not the first that the school offers."""
        donnees = super().clean()
        if self.guichet.pour and not self.guichet.reservation and len(self.guichet.moyens) == 1:
            donnees["moyen"] = self.guichet.moyens[0]
        return donnees

    def clean_creneau(self) -> Creneau:
        choisi = next((c for c in self.guichet.creneaux if c.pk == entier(self.cleaned_data["creneau"])), None)
        if choisi is None:
            raise forms.ValidationError(_("Ce créneau n’est plus proposé : choisissez-en un autre."))
        return choisi


class VenueForm(PrecisionsForm):
    """Slots side by side: « 12:uuid,14:uuid », each of a meeting of one's own."""

    venue = forms.CharField(error_messages={"required": _("Choisissez une venue.")})

    def __init__(self, *args, guichets: list[Guichet], personne: Personne, **options) -> None:
        self.guichets = {str(g.suivi.eleve.uuid): g for g in guichets}
        self.creneaux = {(str(g.suivi.eleve.uuid), c.pk): c for g in guichets for c in g.creneaux}
        super().__init__(*args, moyens=[Moyen.ECOLE], personne=personne, **options)

    def clean_venue(self) -> list[tuple[Creneau, Personne]]:
        pas = []
        for morceau in self.cleaned_data["venue"].split(","):
            creneau, _deux_points, eleve = morceau.partition(":")
            choisi = self.creneaux.get((eleve, entier(creneau)))
            if choisi is None:
                raise forms.ValidationError(_("Cette venue n’est plus proposée : choisissez-en une autre."))
            pas.append((choisi, self.guichets[eleve].suivi.eleve))
        if len({eleve.pk for _creneau, eleve in pas}) != len(pas):
            raise forms.ValidationError(_("Cette venue n’est plus proposée : choisissez-en une autre."))
        return pas
