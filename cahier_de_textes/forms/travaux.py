"""The form that gives or corrects a travail."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire import calendrier
from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.matieres import choix
from ent.socle.champs import Paragraphes
from ent.socle.dates import date_format

from ..actions.commun import DEJA_RENDU
from ..models import Travail
from .commun import (
    COCHES_SANS_LE_DIRE,
    ELEVES,
    MANQUE,
    AvecHeure,
    Destinataires,
    a_la_sortie,
    choix_d_eleves,
    exiger_un_jour_a_venir,
    heure_choisie,
)
from .contenus import AvecContenu, ChampContenu, lieu_de

DANS_UN_TAP = 4  # class days that one tap chooses
EN_PUCES = 6  # subjects that stand side by side; beyond, a list


class TravailForm(AvecVersion, AvecHeure, AvecContenu, forms.ModelForm):
    """A kind, a text, a class day, whom it is for, how long it takes.

    The day is one tap (`jour`) or any other class day (`date_pour`).
    """

    VERBES = frozenset(f"cahier_de_textes.{v}_travail" for v in ("corriger", "publier", "retirer", "remettre"))
    SANS_VERSION = frozenset({"jour", "sortie"})

    pour = forms.ChoiceField(label=_("Pour"), widget=forms.RadioSelect, required=False)
    eleves = forms.MultipleChoiceField(label=_("Élèves"), widget=forms.CheckboxSelectMultiple, required=False)
    matiere = forms.ChoiceField(label=_("Matière"), widget=forms.RadioSelect, required=False)
    jour = forms.ChoiceField(label=_("Pour le"), widget=forms.RadioSelect, required=False)
    sortie = a_la_sortie()
    a = heure_choisie()
    contenu = ChampContenu()

    class Meta:
        model = Travail
        fields = ["nature", "texte", "date_pour", "minutes", "est_a_rendre", "contenu"]
        labels = {"date_pour": _("Un autre jour"), "est_a_rendre": _("L’élève rend quelque chose (photo, son, texte…)")}
        widgets = {
            "nature": forms.RadioSelect,
            "texte": Paragraphes(attrs={"rows": 2, "autocomplete": "off"}),
            "date_pour": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "minutes": forms.NumberInput(attrs={"min": 0, "max": 120, "step": 5, "inputmode": "numeric"}),
        }
        error_messages = {
            "texte": {"required": MANQUE},
            "date_pour": {"invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 26/11/2026.")},
            "minutes": {"invalid": _("Écrivez un nombre de minutes, par exemple 10.")},
        }

    def __init__(self, *args, destinataires: Destinataires, auteur, **options) -> None:
        super().__init__(*args, **options)
        self.destinataires = destinataires
        self.etablissement = destinataires.cible.etablissement
        self._preparer_les_destinataires()
        self._preparer_la_matiere()
        self._preparer_les_jours()
        self.fields["minutes"].required = False
        if not self.instance.pk:
            self.initial["minutes"] = self.initial.get("minutes") or None  # of the kind, unless one says otherwise
        self.fields["minutes"].max_value = 120
        self.preparer_l_heure()
        self.fields["contenu"].pour(auteur, self.instance, lieu=lieu_de(destinataires.cible))

    def corrige(self):
        return (self.instance.etablissement, f"travail {self.instance.pk}") if self.instance.pk else None

    def _preparer_les_destinataires(self) -> None:
        choix = self.destinataires.choix
        if self.instance.pk:
            self.initial |= self._public_actuel()
        if len(choix) == 1:
            del self.fields["pour"], self.fields["eleves"]
            return
        self.fields["pour"].choices = choix
        self.initial.setdefault("pour", "")
        self.fields["eleves"].choices = choix_d_eleves(self.destinataires.eleves)

    def _preparer_la_matiere(self) -> None:
        """Of a collège, where one teaches several. What was given in another subject keeps it."""
        siennes = self.destinataires.matieres
        if self.instance.matiere and self.instance.matiere not in siennes:
            siennes = [self.instance.matiere, *siennes]
        if len(siennes) < 2:
            del self.fields["matiere"]
            return
        self.fields["matiere"].choices = choix(siennes)
        self.fields["matiere"].required = True
        if len(siennes) > EN_PUCES:
            self.fields["matiere"].widget = forms.Select(choices=[("", "—"), *choix(siennes)])
        self.initial["matiere"] = self.instance.matiere or ("" if len(siennes) > EN_PUCES else siennes[0])

    def _public_actuel(self) -> dict:
        travail = self.instance
        if travail.est_nominatif:
            return {"pour": ELEVES, "eleves": [str(pk) for pk in travail.groupe.eleves.values_list("pk", flat=True)]}
        if travail.groupe_id and self.destinataires.est_classe:
            return {"pour": f"groupe-{travail.groupe_id}"}
        return {"pour": travail.niveau}

    def _preparer_les_jours(self) -> None:
        """The next class days; a travail of another day shows its own date."""
        jours, jour = [], timezone.localdate()
        for _n in range(DANS_UN_TAP):
            jour = calendrier.prochain_jour_de_classe(self.etablissement, jour)
            jours.append(jour)
        self.prochains = jours
        self.fields["jour"].choices = [
            *((j.isoformat(), self._nom_du_jour(n, j)) for n, j in enumerate(jours)),
            ("", _("Un autre jour")),
        ]
        self.fields["date_pour"].required = False
        self.fields[
            "date_pour"
        ].suit_un_choix = True  # asked for by « Un autre jour » alone, which it then is not optional for
        prevu = self.initial.get("date_pour")
        if prevu in jours:
            self.initial["jour"] = prevu.isoformat()
        else:
            self.initial["jour"] = ""

    @staticmethod
    def _nom_du_jour(rang: int, jour: dt.date) -> str:
        """« jeudi 26 (prochain jour de classe) », « mardi prochain, 1er »."""
        if rang == 0:
            return _("%(jour)s, prochain jour de classe") % {"jour": date_format(jour, "l j")}
        if (jour - timezone.localdate()).days <= 7:
            return _("%(jour)s prochain, le %(date)s") % {
                "jour": date_format(jour, "l"),
                "date": "1er" if jour.day == 1 else jour.day,
            }
        return date_format(jour, "l j F")

    def clean_minutes(self) -> int | None:
        minutes = self.cleaned_data["minutes"]
        if minutes is not None and minutes > 120:
            raise forms.ValidationError(_("Deux heures au plus : vérifiez le nombre de minutes."))
        return minutes

    def clean_est_a_rendre(self) -> bool:
        """What pupils handed in is read on the pages of what is to be handed in."""
        a_rendre = self.cleaned_data["est_a_rendre"]
        if self.instance.pk and self.instance.est_a_rendre and not a_rendre and self.instance.remises.exists():
            raise forms.ValidationError(DEJA_RENDU)
        return a_rendre

    def clean(self) -> dict:
        donnees = super().clean()
        if "matiere" not in self.fields and len(self.destinataires.matieres) == 1:
            donnees["matiere"] = self.destinataires.matieres[0]
        if not self.errors.get("jour") and not self.errors.get("date_pour"):
            self._choisir_le_jour(donnees)
        if "pour" in self.fields and not self.errors.get("pour") and not self.errors.get("eleves"):
            self._choisir_le_public(donnees)
        else:
            donnees["public"] = self.destinataires.public("")
        jour, a = donnees.get("date_pour"), donnees.get("a")
        if jour and a and timezone.localdate(a) >= jour:
            self.add_error("a", _("C’est trop tard : les familles le liraient le jour même, ou après."))
        self.exiger_les_visages(est_pour_un_seul=len(getattr(donnees.get("public"), "eleves", ())) == 1)
        return donnees

    @property
    def _se_donne(self) -> bool:
        """A draft that is given now."""
        return self.instance.est_brouillon and self.instance.pk is not None and "donner" in self.data

    def _choisir_le_jour(self, donnees: dict) -> None:
        un_tap = donnees.pop("jour", "")
        jour = dt.date.fromisoformat(un_tap) if un_tap else donnees.get("date_pour")
        donnees["date_pour"] = jour
        if jour is None:
            self.add_error("date_pour", _("Choisissez le jour pour lequel c’est à faire."))
        elif self._se_donne or not (self.instance.pk and jour == self.initial.get("date_pour")):
            # A text is corrected after its day as well.
            try:
                exiger_un_jour_a_venir(self.etablissement, jour)
            except forms.ValidationError as erreur:
                self.add_error("date_pour", erreur)

    def _choisir_le_public(self, donnees: dict) -> None:
        choix, coches = donnees.pop("pour"), set(donnees.pop("eleves"))
        nommes = [e for e in self.destinataires.eleves if str(e.pk) in coches] if choix == ELEVES else []
        if choix == ELEVES and not nommes:
            self.add_error("eleves", _("Cochez au moins un élève, ou donnez à toute la classe."))
        elif coches and choix != ELEVES:
            self.add_error("eleves", COCHES_SANS_LE_DIRE)
        donnees["public"] = self.destinataires.public(choix, nommes)

    def _post_clean(self) -> None:
        """Nothing is put on the instance: the action writes, from `cleaned_data`."""
