"""An outing: asked, once what else is that day was read; corrected, once what families will read and whether they answer again was; cancelled."""

import hashlib
from collections.abc import Collection
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ent.annuaire.forms.versions import CONFLIT, AvecVersion
from ent.annuaire.models import Classe, Personne
from ent.socle.dates import aujourd_hui

from ..lectures.annonces import est_annoncee
from ..lectures.changements import Effet, change, effet_de
from ..lectures.dates import ce_jour_la
from ..lectures.phrases import ce_qui_change
from ..models import DemandeConsentement, VersionSortie
from .autorisations import AutorisationForm

RAISONS = {
    "jour": gettext_lazy("le jour"),
    "heures": gettext_lazy("les heures"),
    "lieu": gettext_lazy("le lieu"),
    "titre": gettext_lazy("ce qu’on y fait"),
}


class AvecRelecture(forms.Form):
    """Put before the form's class. What must be read before it leaves (`a_lire`) is shown once, beside what was typed: sent again, it leaves."""

    def a_lire(self) -> list[tuple[str, str]]:
        """A key, that does not change while what it says is the same, and a sentence."""
        raise NotImplementedError

    @cached_property
    def relecture(self) -> list[tuple[str, str]]:
        return self.a_lire()

    @property
    def phrases(self) -> list[str]:
        return [phrase for _cle, phrase in self.relecture]

    @property
    def empreinte(self) -> str:
        return hashlib.sha256("\n".join(cle for cle, _phrase in self.relecture).encode()).hexdigest()[:16]

    def clean(self) -> dict:
        propres = super().clean() or self.cleaned_data
        self.cleaned_data = propres
        if not self.errors and self.relecture and self.data.get("lue") != self.empreinte:
            self.add_error(None, ValidationError(_("Relisez avant d’envoyer."), code="lue"))
        return propres

    @property
    def montre_la_relecture(self) -> bool:
        """Nothing is wrong in what was typed: whatever else keeps it from leaving, it is read now, and leaves at the next sending."""
        return self.est_a_relire or (
            set(self.errors) == {NON_FIELD_ERRORS} and self.has_error(NON_FIELD_ERRORS, CONFLIT)
        )

    @property
    def est_a_relire(self) -> bool:
        """Nothing is wrong: it had not been shown yet."""
        return self.has_error(NON_FIELD_ERRORS, "lue")


class DemanderForm(AvecRelecture, AutorisationForm):
    """Any kind; of an outing, with what else is that day for the same pupils."""

    def __init__(self, *args, personne: Personne, etablissement, **options) -> None:
        super().__init__(*args, etablissement=etablissement, **options)
        self.personne, self.etablissement = personne, etablissement

    def a_lire(self) -> list[tuple[str, str]]:
        if self.genre != DemandeConsentement.Genre.SORTIE:
            return []
        champs, classes = self.champs, {c.pk for c in self.cleaned_data["classes"]}
        dites = ce_jour_la(self.personne, self.etablissement, classes, champs["debut"], champs["fin"])
        return [(phrase, phrase) for phrase in dites]


class CorrigerSortieForm(AvecRelecture, AvecVersion, AutorisationForm):
    """All of it but its classes. What did not change is not judged again: a date that went by since stays."""

    VERBES = frozenset(f"vie_scolaire.{v}" for v in ("corriger_sortie", "annuler_sortie", "retablir_sortie"))

    def __init__(self, *args, demande: DemandeConsentement, personne: Personne, **options) -> None:
        self.demande, self.personne = demande, personne
        super().__init__(
            *args, genre=demande.genre, etablissement=demande.etablissement, classes=(), dirige=True, **options
        )
        del self.fields["classes"]
        self.initial |= {nom: getattr(demande, nom) for nom in VersionSortie.CHAMPS}
        if demande.fin == demande.debut:
            self.initial["fin"] = None

    def corrige(self) -> tuple:
        return self.demande.etablissement, f"demande {self.demande.pk}"

    def _juger_le_jour(self, jour) -> None:
        if jour != self.demande.debut:
            super()._juger_le_jour(jour)

    def _juger_la_date(self, avant, jour) -> None:
        if avant != self.demande.repondre_avant or (avant and jour and avant >= jour):
            super()._juger_la_date(avant, jour)

    @cached_property
    def effet(self) -> Effet:
        return effet_de(self.demande, self.champs)

    @property
    def change(self) -> bool:
        return change(self.demande, self.champs)

    def clean(self) -> dict:
        propres = super().clean()
        avant, juste = propres.get("repondre_avant"), not self.errors or self.est_a_relire
        if juste and avant and avant < aujourd_hui() and self.effet.a_redemander:
            phrase = _("Les familles doivent répondre à nouveau : donnez-leur une date à venir, ou ôtez-la.")
            self.add_error("repondre_avant", phrase)
        return propres

    def a_lire(self) -> list[tuple[str, str]]:
        if not self.change:
            return []
        effet = self.effet
        dit = ce_qui_change(effet.avant, effet.apres)
        lignes = (
            [_("Les familles liront : %(nom)s a changé : %(quoi)s.") % {"nom": effet.apres.titre, "quoi": dit}]
            if dit and est_annoncee(self.demande)
            else []
        )
        if not est_annoncee(self.demande):
            lignes.append(
                _("Les familles n’en sont pas encore prévenues : elles liront la sortie telle qu’elle est ici.")
            )
        lignes = [(phrase, phrase) for phrase in lignes]
        lignes.append((f"redemande {' '.join(effet.redemande)}", self._effet_dit()))
        if effet.redemande and effet.sur_papier:
            phrase = ngettext(
                "La réponse sur papier de %(n)d enfant ne comptera plus : son coupon est à imprimer à nouveau.",
                "Les réponses sur papier de %(n)d enfants ne compteront plus : leurs coupons sont à imprimer à nouveau.",
                effet.sur_papier,
            )
            lignes.append(("papier", phrase % {"n": effet.sur_papier}))
        if (effet.avant.debut, effet.avant.fin) != (effet.apres.debut, effet.apres.fin):
            lignes += [(phrase, phrase) for phrase in self._ce_jour_la()]
        return lignes

    def _ce_jour_la(self) -> list[str]:
        apres, classes = self.effet.apres, [] if self.demande.toute_l_ecole else self._classes()
        return ce_jour_la(self.personne, self.demande.etablissement, classes, apres.debut, apres.fin, sauf=self.demande)

    def _classes(self) -> Collection[int]:
        return list(Classe.objects.filter(demandes_de_consentement=self.demande).values_list("pk", flat=True))

    def _effet_dit(self) -> str:
        """« Les familles de 18 enfants devront répondre à nouveau : le jour a changé. »"""
        n, effet = self.effet.reponses, self.effet
        if not effet.redemande:
            if self.demande.est_verrouillee:
                return _("C’est le jour de la sortie : les réponses données restent, et les familles sont prévenues.")
            if not n:
                return _("Personne n’a encore répondu.")
            return ngettext(
                "La réponse déjà donnée pour %(n)d enfant reste valable.",
                "Les réponses déjà données pour %(n)d enfants restent valables.",
                n,
            ) % {"n": n}
        quoi = ", ".join(str(RAISONS[raison]) for raison in effet.redemande)
        if not n:
            return _("Personne n’a encore répondu : chacun répondra à la nouvelle sortie (%(quoi)s).") % {"quoi": quoi}
        return ngettext(
            "La famille de %(n)d enfant devra répondre à nouveau, car cela change : %(quoi)s.",
            "Les familles de %(n)d enfants devront répondre à nouveau, car cela change : %(quoi)s.",
            n,
        ) % {"n": n, "quoi": quoi}


class AnnulerSortieForm(AvecVersion, forms.Form):
    """Of what its page had read: nobody cancels unseen what another has just put off. Cancelled already, another word takes the place of the former."""

    VERBES = CorrigerSortieForm.VERBES
    mot = forms.CharField(
        label=gettext_lazy("Un mot aux familles"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Pourquoi, en quelques mots. Elles le lisent avec l’annulation."),
    )

    def __init__(self, *args, demande: DemandeConsentement, **options) -> None:
        self.demande = demande
        super().__init__(*args, initial={"mot": demande.mot}, **options)

    def corrige(self) -> tuple | None:
        """The same again, or no word, adds nothing to what is cancelled: nothing to compare."""
        if self.demande.est_annulee and self.cleaned_data.get("mot", "") in ("", self.demande.mot):
            return None
        return self.demande.etablissement, f"demande {self.demande.pk}"

    def lu(self) -> list[tuple[str, Any]]:
        return [("sequence", self.demande.sequence)]

    def _phrase_du_conflit(self, *corrige: Any) -> str:
        if self.demande.est_annulee:
            return _(
                "Elle a été annulée pendant que vous écriviez. Votre mot n’est pas parti : envoyez de nouveau pour le dire aux familles."
            )
        return _("La sortie a changé pendant que vous écriviez : relisez-la, puis annulez-la si elle n’a plus lieu.")
