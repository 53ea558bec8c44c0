"""Rules of a service, what a child eats, who declares for it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Etablissement, Personne
from ent.socle.champs import Nom, Plusieurs

from ..allergenes import Allergene
from ..delais import NOMS_DES_JOURS, REGLES, Delai, jours_en_mots, jours_perdus
from ..lectures.listes import jours_a_venir
from ..models import Regime, ServicePeriscolaire

JOURS = [(str(rang), nom) for rang, nom in enumerate(NOMS_DES_JOURS)]
HEURE = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ServiceForm(AvecVersion, forms.Form):
    """A service that opens, or its rules."""

    VERBES = frozenset({"periscolaire.regler_service", "periscolaire.ouvrir_service"})

    nature = forms.ChoiceField(label=gettext_lazy("Service"), choices=ServicePeriscolaire.Nature.choices)
    jours = forms.MultipleChoiceField(
        label=gettext_lazy("Jours"),
        choices=JOURS,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Les vacances et les jours fériés se ferment d’eux-mêmes."),
        error_messages={"required": gettext_lazy("Cochez au moins un jour.")},
    )
    annuler = forms.BooleanField(label=gettext_lazy("Annuler ces jours, et le dire aux familles"), required=False)
    debut = forms.TimeField(label=gettext_lazy("De"), widget=HEURE)
    fin = forms.TimeField(label=gettext_lazy("À"), widget=HEURE)
    capacite = forms.IntegerField(
        label=gettext_lazy("Places par jour"),
        required=False,
        min_value=1,
        max_value=2000,
        help_text=gettext_lazy(
            "Laissez vide si les places ne se comptent pas. Complet, le jour offre une liste d’attente."
        ),
    )
    ajout_regle = forms.ChoiceField(label=gettext_lazy("Pour inscrire, prévenir"), choices=list(REGLES.items()))
    ajout_heure = forms.TimeField(label=gettext_lazy("Avant"), widget=HEURE)
    annulation_regle = forms.ChoiceField(label=gettext_lazy("Pour annuler, prévenir"), choices=list(REGLES.items()))
    annulation_heure = forms.TimeField(label=gettext_lazy("Avant"), widget=HEURE)
    contact = Nom(
        label=gettext_lazy("Après l’heure, qui appeler"),
        max_length=120,
        help_text=gettext_lazy("Un nom et un numéro : les familles le lisent quand l’heure est passée."),
    )
    demande_reponse = forms.BooleanField(
        label=gettext_lazy("Demander chaque semaine une réponse à chaque famille"), required=False
    )
    encadrants = Plusieurs(
        label=gettext_lazy("Enseignants qui le tiennent"),
        queryset=Personne.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Ils lisent la liste entière et pointent. La direction et le personnel le font déjà."),
    )

    def __init__(
        self,
        *args,
        etablissement: Etablissement,
        equipe: Collection[Personne],
        service: ServicePeriscolaire | None = None,
        **options,
    ) -> None:
        self.etablissement, self.service = etablissement, service
        self.perdus: set[int] = set()  # children (ids) who have days to come on a weekday that is taken away
        options["initial"] = _initiales(service)
        super().__init__(*args, **options)
        self.fields["encadrants"].queryset = Personne.objects.filter(pk__in=[p.pk for p in equipe])
        if service:
            del self.fields["nature"]

    def corrige(self) -> tuple | None:
        return (self.etablissement, f"service {self.service.pk}") if self.service else None

    def clean(self) -> dict[str, Any] | None:
        propres = super().clean() or {}
        debut, fin = propres.get("debut"), propres.get("fin")
        if debut and fin and fin <= debut:
            self.add_error("fin", _("L’heure de fin vient après celle du début."))
        if self.service and propres.get("jours"):
            self._demander_pour_les_jours_otes(self.service, "".join(propres["jours"]), bool(propres.get("annuler")))
        return propres

    def _demander_pour_les_jours_otes(self, service: ServicePeriscolaire, jours: str, est_su: bool) -> None:
        """A day unticked by mistake would take away what families asked, and nothing brings it back."""
        otes = jours_perdus(service.jours, jours)
        self.perdus = {dit.eleve_id for dit in jours_a_venir(service, otes)} if otes else set()
        if self.perdus and not est_su:
            phrase = ngettext(
                "%(n)d enfant a des jours à venir le %(jours)s : cochez « Annuler ces jours », ou remettez le jour.",
                "%(n)d enfants ont des jours à venir le %(jours)s : cochez « Annuler ces jours », ou remettez le jour.",
                len(self.perdus),
            )
            self.add_error("jours", phrase % {"n": len(self.perdus), "jours": jours_en_mots(otes)})

    @property
    def champs(self) -> dict[str, Any]:
        """What the service keeps of it."""
        dits = self.cleaned_data
        gardes = {nom: dits[nom] for nom in ("debut", "fin", "capacite", "contact", "demande_reponse")}
        gardes["jours"] = "".join(sorted(dits["jours"]))
        gardes["delai_ajout"] = Delai(dits["ajout_regle"], dits["ajout_heure"]).brut
        gardes["delai_annulation"] = Delai(dits["annulation_regle"], dits["annulation_heure"]).brut
        return gardes | ({"nature": dits["nature"]} if "nature" in dits else {})


def _initiales(service: ServicePeriscolaire | None) -> dict[str, Any]:
    """Of a service that is there; of a cantine, for one that opens."""
    modele = service or ServicePeriscolaire(jours="0134")
    return {
        "jours": list(modele.jours),
        "debut": modele.debut if service else None,
        "fin": modele.fin if service else None,
        "capacite": modele.capacite,
        "ajout_regle": modele.ajout.regle,
        "ajout_heure": modele.ajout.heure,
        "annulation_regle": modele.annulation.regle,
        "annulation_heure": modele.annulation.heure,
        "contact": modele.contact,
        "demande_reponse": modele.demande_reponse,
        "encadrants": sorted(service.encadrants.values_list("pk", flat=True)) if service else [],
    }


class RegimeForm(AvecVersion, forms.Form):
    """What a child eats. The basket is the direction's to allow: a family that has one reads it, and does not change it here."""

    VERBES = frozenset({"periscolaire.dire_regime"})

    repas = forms.ChoiceField(label=gettext_lazy("Son repas"), widget=forms.RadioSelect)
    a_eviter = forms.MultipleChoiceField(
        label=gettext_lazy("À éviter"),
        choices=Allergene.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args,
        etablissement: Etablissement,
        regime: Regime | None,
        de_l_ecole: bool,
        proposes: Collection[Allergene] = (),
        **options,
    ) -> None:
        self.etablissement, self.regime = etablissement, regime
        repas = regime.repas if regime else Regime.Repas.TOUT
        self.gardes = [a.value for a in regime.a_eviter] if regime else []
        options["initial"] = {"repas": repas, "a_eviter": [*self.gardes, *(a.value for a in proposes)]}
        super().__init__(*args, **options)
        panier = Regime.Repas.PANIER
        self.a_un_panier = repas == panier and not de_l_ecole
        self.fields["repas"].choices = [
            (valeur, mot)
            for valeur, mot in Regime.Repas.choices
            if de_l_ecole or (valeur == panier) == self.a_un_panier
        ]

    def _lu(self, nom: str) -> Any:
        return self.gardes if nom == "a_eviter" else super()._lu(nom)  # what is proposed is not kept yet

    def corrige(self) -> tuple:
        return self.etablissement, "régime"


class EleveForm(RegimeForm):
    """The same for the direction, and who declares for the child."""

    VERBES = frozenset({"periscolaire.dire_regime", "periscolaire.decider_declarant"})

    declarant = forms.ChoiceField(label=gettext_lazy("Qui déclare ses jours"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args, adultes: Collection[Personne], declarant: Personne | None, **options) -> None:
        super().__init__(*args, de_l_ecole=True, **options)
        self.adultes = {str(a.uuid): a for a in adultes}
        self.fields["declarant"].choices = [
            ("", _("chacun de ses responsables : la dernière déclaration compte")),
            *[(cle, _("%(nom)s seulement") % {"nom": a.nom_affiche}) for cle, a in self.adultes.items()],
        ]
        self.initial["declarant"] = str(declarant.uuid) if declarant else ""

    @property
    def qui(self) -> Personne | None:
        return self.adultes.get(self.cleaned_data["declarant"])
