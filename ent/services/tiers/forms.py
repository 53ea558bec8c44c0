"""What the operator says of a service; for whom a direction opens it."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import CHOIX_NIVEAUX, NIVEAUX, NIVEAUX_PAR_NATURE
from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.socle.champs import Plusieurs

from .adresses import PAGE
from .attributs import Attribut, Dialecte, Public, ecrire, lire
from .lectures.saml import Indechiffrable, partenaire_de
from .models import OuvertureTiers, ServiceTiers

MAXIMUM = 20  # addresses of one service


class Cases(forms.MultipleChoiceField):
    """Several of a closed list, kept in a row as words between spaces."""

    widget = forms.CheckboxSelectMultiple

    def ecrit(self, choisis: list[str]) -> str:
        return ecrire(choisis, [valeur for valeur, _libelle in self.choices])


def valider_adresse(adresse: str) -> None:
    """A whole address that a ticket may be given to: https (http on this machine alone), a host in letters that DNS knows, no account, no fragment."""
    try:
        parties = urlsplit(adresse)
        port_lisible = parties.port is None or parties.port > 0
    except ValueError:
        raise forms.ValidationError(_("« %(a)s » n’est pas une adresse."), params={"a": adresse}) from None
    locale = parties.hostname in ("127.0.0.1", "localhost", "::1")
    if parties.scheme != "https" and not (parties.scheme == "http" and locale):
        raise forms.ValidationError(_("« %(a)s » : l’adresse commence par https://."), params={"a": adresse})
    if (
        not parties.hostname
        or not port_lisible
        or not adresse.isascii()
        or parties.hostname != parties.netloc.partition(":")[0]
    ):
        raise forms.ValidationError(
            _("« %(a)s » : écrivez le nom du serveur seul, en minuscules et sans accent (xn--… s’il en a)."),
            params={"a": adresse},
        )
    if "#" in adresse or "\\" in adresse or any(part in (".", "..") for part in parties.path.split("/")):
        raise forms.ValidationError(_("« %(a)s » : ni « # », ni « .. » dans l’adresse."), params={"a": adresse})


# What is asked of a service, beside what is asked of all, by the way in.
_CAS, _OIDC, _SAML = ServiceTiers.Protocole.CAS, ServiceTiers.Protocole.OIDC, ServiceTiers.Protocole.SAML
PROPRES: dict[str, tuple[str, ...]] = {
    _CAS: ("dialecte", "adresses", "depart", "sortie", "attributs"),
    _OIDC: ("adresses", "depart", "sortie", "attributs"),
    _SAML: ("dialecte", "metadonnees", "relais", "attributs"),
    ServiceTiers.Protocole.LIEN: (),
}
DE_TOUS = (
    "nom",
    "objet",
    "icone",
    "protocole",
    "accueil",
    "publics",
    "niveaux",
    "garde",
    "lieu",
    "contact",
    "vie_privee",
)
DEPARTS = {
    _CAS: _("Avec {page} là où va l’adresse de la page. Vide : ses liens s’ouvrent sans compte."),
    _OIDC: _("Celle qu’il appelle « initiate_login_uri ». Vide : ses liens s’ouvrent sans compte."),
}
VIDES: dict[str, Any] = dict.fromkeys(("dialecte", "metadonnees", "adresses", "depart", "sortie"), "")
VIDES |= {"attributs": [], "relais": False}
EXIGES = {_CAS: "adresses", _OIDC: "adresses", _SAML: "metadonnees"}


class ServiceForm(AvecVersion, forms.ModelForm):
    """A service of the registry: what its protocol asks, and nothing that another would. A model says the protocol, and its map if it has one."""

    VERBES = frozenset({"tiers.corriger"})

    publics = Cases(label=_("Qui peut l’ouvrir, au plus"), choices=Public.choices)
    niveaux = Cases(label=_("Pour quels niveaux (aucun coché : tous)"), choices=CHOIX_NIVEAUX, required=False)
    attributs = Cases(
        label=_("Ce qu’il reçoit, en plus d’un numéro propre à lui"),
        choices=Attribut.choices,
        required=False,
        help_text=_("Le moins possible : les familles le lisent."),
    )

    class Meta:
        model = ServiceTiers
        fields = [
            "nom", "objet", "icone", "protocole", "dialecte", "accueil", "metadonnees", "adresses", "depart", "relais", "sortie", "publics", "niveaux",
            "attributs", "garde", "lieu", "contact", "vie_privee",
        ]  # fmt: skip
        labels = {
            "nom": _("Nom"),
            "objet": _("À quoi il sert, en une phrase"),
            "icone": _("Dessin"),
            "protocole": _("Comment on y entre"),
            "dialecte": _("Noms des attributs"),
            "accueil": _("Adresse où mène sa tuile"),
            "metadonnees": _("Ses métadonnées SAML"),
            "adresses": _("Adresses exactes où il reçoit les personnes"),
            "depart": _("Adresse qui ouvre une de ses pages, déjà entré"),
            "relais": _("Il ouvre la page que nous lui disons (RelayState)"),
            "sortie": _("Adresse prévenue quand une session finit"),
            "garde": _("Ce qu’il garde, jusqu’à quand"),
            "lieu": _("Où il le garde"),
            "contact": _("Courriel de qui y répond des données des personnes"),
            "vie_privee": _("Adresse de sa page sur les données des personnes"),
        }
        help_texts = {
            "metadonnees": _("Pour SAML : tout le fichier XML que le service donne. Ses adresses y sont lues."),
            "adresses": _("Une par ligne, à la lettre près, telle que le service l’envoie."),
            "sortie": _("Pour CAS, laissez vide : c’est l’adresse du service qui est prévenue."),
            "garde": _("Par exemple : ses exercices, jusqu’au 31 août."),
            "lieu": _("Par exemple : en France, à Roubaix."),
            "contact": _("Son délégué à la protection des données : les familles lui écrivent."),
        }
        error_messages = {
            "adresses": {"required": _("Dites au moins une adresse : sans elle, personne n’entre.")},
            "metadonnees": {"required": _("Recopiez tout le fichier XML que le service donne.")},
        }
        widgets = {
            "icone": forms.RadioSelect,
            "protocole": forms.RadioSelect,
            "dialecte": forms.RadioSelect,
            "metadonnees": forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
            "adresses": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        service: ServiceTiers | None = options.get("instance")
        modele = options.get("initial") or {}
        if service is not None:
            ecrits = {nom: lire(getattr(service, nom)) for nom in ("publics", "niveaux", "attributs")}
            options["initial"] = {nom: sorted(choisis) for nom, choisis in ecrits.items()} | (
                options.get("initial") or {}
            )
        super().__init__(*args, **options)
        self.fields["protocole"].choices = ServiceTiers.Protocole.choices  # none is meant before one is chosen
        self.fields["dialecte"].required = False
        self.protocole = self["protocole"].value() or ""
        if exige := EXIGES.get(self.protocole):
            self.fields[exige].required = True
        for nom in {"protocole", "dialecte"} & modele.keys():
            self.fields[nom].widget = forms.HiddenInput()
        if self.protocole != _CAS:
            self.fields["sortie"].help_text = ""
        self.fields["depart"].help_text = DEPARTS.get(self.protocole, "")
        if service is not None:
            self.fields["protocole"].help_text = _(
                "Si vous le changez, ce qu’il faut dire d’autre vient en enregistrant."
            )

    @property
    def champs(self) -> list[forms.BoundField]:
        """Those to be filled in."""
        dits = {*DE_TOUS, *PROPRES.get(self.protocole, ())}
        return [champ for champ in self.visible_fields() if champ.name in dits]

    def corrige(self) -> tuple | None:
        return (None, f"service_tiers {self.instance.pk}") if self.instance.pk else None

    def clean_accueil(self) -> str:
        valider_adresse(self.cleaned_data["accueil"])
        return self.cleaned_data["accueil"]

    def clean_vie_privee(self) -> str:
        if self.cleaned_data["vie_privee"]:
            valider_adresse(self.cleaned_data["vie_privee"])
        return self.cleaned_data["vie_privee"]

    def clean_sortie(self) -> str:
        if self.cleaned_data["sortie"]:
            valider_adresse(self.cleaned_data["sortie"])
        return self.cleaned_data["sortie"]

    def clean_depart(self) -> str:
        depart = self.cleaned_data["depart"].strip()
        if depart:
            valider_adresse(depart.replace(PAGE, "page"))
            if self.protocole == _CAS and (PAGE not in depart or PAGE in depart.partition("?")[0]):
                raise forms.ValidationError(_("Écrivez {page} dans ce qui suit le point d’interrogation."))
        return depart

    def clean_adresses(self) -> str:
        dites = list(
            dict.fromkeys(ligne.strip() for ligne in self.cleaned_data["adresses"].splitlines() if ligne.strip())
        )
        return self._juger(dites)

    def _juger(self, dites: list[str]) -> str:
        if len(dites) > MAXIMUM:
            raise forms.ValidationError(_("Vingt adresses au plus pour un service."))
        for dite in dites:
            valider_adresse(dite)
        autres = ServiceTiers.objects.filter(retire_le=None).exclude(pk=self.instance.pk)
        prises = {adresse: autre.nom for autre in autres for adresse in autre.adresses_dites}
        if deja := next((dite for dite in dites if dite in prises), None):
            raise forms.ValidationError(
                _("« %(a)s » est déjà celle de %(lequel)s."), params={"a": deja, "lequel": prises[deja]}
            )
        return "\n".join(dites)

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        protocole = donnees.get("protocole")
        for nom in VIDES.keys() - {*PROPRES.get(protocole, ())}:
            donnees[nom] = VIDES[nom]  # of another protocol: what was said of it counts no more
        donnees["dialecte"] = donnees.get("dialecte") or Dialecte.COURANT
        donnees["entite"] = ""
        if protocole == _SAML and donnees.get("metadonnees"):
            try:
                donnees |= self._selon_ses_metadonnees(donnees["metadonnees"])
            except forms.ValidationError as refus:
                self.add_error("metadonnees", refus)
        for nom in ("publics", "niveaux", "attributs"):
            if nom in donnees:
                donnees[nom] = self.fields[nom].ecrit(donnees[nom])
        return donnees

    def _selon_ses_metadonnees(self, ecrites: str) -> dict[str, str]:
        """What a SAML service says of itself takes the place of what was typed: its name, where responses go, where it is told of an end."""
        try:
            partenaire = partenaire_de(ecrites.strip())
        except Indechiffrable:
            raise forms.ValidationError(
                _("Son certificat de chiffrement n’est pas RSA : demandez-lui des métadonnées avec un certificat RSA.")
            ) from None
        except ValueError:
            raise forms.ValidationError(
                _("Ces métadonnées ne sont pas celles d’un service SAML 2 : recopiez tout son fichier XML.")
            ) from None
        if not partenaire.acs:
            raise forms.ValidationError(_("Elles ne disent aucune adresse qui reçoive une réponse par HTTP-POST."))
        autres = ServiceTiers.objects.filter(retire_le=None, entite=partenaire.entite).exclude(pk=self.instance.pk)
        if deja := autres.first():
            raise forms.ValidationError(
                _("« %(a)s » est déjà celle de %(lequel)s."), params={"a": partenaire.entite, "lequel": deja.nom}
            )
        la = (partenaire.sortie, partenaire.retour, partenaire.retour_envoye, partenaire.navigateur[1])
        for adresse in filter(None, la):
            valider_adresse(adresse)
        return {
            "metadonnees": ecrites.strip(),
            "entite": partenaire.entite[:500],
            "adresses": self._juger(list(partenaire.acs)),
            "sortie": partenaire.sortie,
        }

    def _lu(self, nom: str) -> Any:
        lu = super()._lu(nom)
        return (
            ecrire(lu or (), [valeur for valeur, _libelle in self.fields[nom].choices])
            if isinstance(self.fields[nom], Cases)
            else lu
        )


class OuvertureForm(AvecVersion, forms.Form):
    """For whom a school opens a service: never more than what the operator allows."""

    VERBES = frozenset({"tiers.ouvrir", "tiers.fermer"})
    SANS_VERSION = frozenset({"recoit"})

    recoit = forms.CharField(required=False, widget=forms.HiddenInput)  # what the page showed, to be agreed to
    publics = Cases(
        label=_("Qui peut l’ouvrir"), choices=(), error_messages={"required": _("Dites qui peut l’ouvrir.")}
    )
    niveaux = Cases(label=_("Niveaux (aucun coché : tous)"), choices=(), required=False)
    classes = Plusieurs(
        label=_("Classes (aucune cochée : toutes)"),
        queryset=Classe.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, service: ServiceTiers, ecole: Etablissement, ouverture: OuvertureTiers | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.ecole, self.service, self.ouverture = ecole, service, ouverture
        self.fields["publics"].choices = [c for c in Public.choices if c[0] in service.publics_dits]
        permis = service.niveaux_dits or set(NIVEAUX)
        ici = [n for n in NIVEAUX_PAR_NATURE[ecole.nature] if n in permis]
        self.fields["niveaux"].choices = [c for c in CHOIX_NIVEAUX if c[0] in ici]
        self.fields["classes"].queryset = ecole.classes.filter(fermee_le=None).order_by("nom", "pk")
        if ouverture is not None:
            self.initial = {
                "publics": [p for p in Public.values if p in lire(ouverture.publics)],
                "niveaux": [n for n in NIVEAUX if n in lire(ouverture.niveaux)],
                "classes": sorted(ouverture.classes.values_list("pk", flat=True)),
            }
        elif not self.is_bound:
            self.initial = {"publics": [p for p in Public.values if p in service.publics_dits]}

    @property
    def ouvre(self) -> bool:
        """Rather than changes for whom it is open."""
        return self.ouverture is None or self.ouverture.ferme_le is not None

    @property
    def niveaux_d_ailleurs(self) -> str:
        """Those that it is made for, when no pupil of this school is in one."""
        return "" if self.fields["niveaux"].choices else ", ".join(n for n in NIVEAUX if n in self.service.niveaux_dits)

    def clean(self) -> dict[str, Any] | None:
        propres = super().clean()
        if self.ouvre and lire(self.cleaned_data.get("recoit", "")) != self.service.recoit:
            self.add_error(None, _("Ce qu’il reçoit vient de changer : relisez la liste, puis ouvrez-le."))
        return propres

    def corrige(self) -> tuple | None:
        return (self.ecole, f"service_tiers {self.service.pk}") if self.ouverture else None

    def choisis(self) -> dict[str, Any]:
        dits = self.cleaned_data
        choisis = {nom: self.fields[nom].ecrit(dits[nom]) for nom in ("publics", "niveaux")}
        return choisis | {"classes": dits["classes"], "recoit": dits["recoit"], "ouvre": self.ouvre}


class PorteesDemandees(forms.Form):
    """What django-allauth asks its form of consent, which nobody is shown here: the scopes, as they were asked. Its own reads the person's e-mail
    addresses, which never leave.
    """

    def __init__(self, *args, user: Personne, requested_scopes: list[str], **options) -> None:
        super().__init__(*args, **options)
        self.fields["scopes"] = forms.MultipleChoiceField(choices=[(portee, portee) for portee in requested_scopes])
