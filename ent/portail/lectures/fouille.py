"""What was found of some words, in every room."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ent.annuaire.lectures import gens
from ent.annuaire.lectures.mandats import confies_a
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.recherche import correspond, mots
from ent.annuaire.registres.ecole import pages_d_ecole
from ent.coquille.aide import Trouvee
from ent.coquille.aide import chercher as chercher_une_aide
from ent.socle.adresses import s_ouvre

from ..registres.fouille import Fouille, Trouvaille, fouilles_de
from . import navigation_de, univers_de

PREMIERS = 8  # people: enough to recognise one
AIDES = 5  # questions beside what people wrote
PROCHES = 60  # looked through: the nearest
# Pages of one's own account, which are no row of « Plus »: all that « Mon compte » leads to.
DU_COMPTE = (
    (_("Mon compte"), "connexion_compte"),
    (_("Mon adresse e-mail"), "account_email"),
    (_("Changer mon mot de passe"), "account_change_password"),
    (_("Deuxième clé"), "mfa_index"),
    (_("Mes appareils"), "connexion_appareils"),
    (_("Mes données"), "connexion_donnees"),
    (_("Ajouter un enfant"), "connexion_ajouter_enfant"),
)
# What an operator does of one school: its page leads there.
D_UNE_ECOLE = (_("Réunir deux écoles"), _("Ouvrir un établissement"))


@dataclass
class Recolte:
    """By room, what was found; `lettres` as they were typed."""

    lettres: str
    cherche: bool = False
    rayons: list[tuple[Fouille, list[Trouvaille]]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(len(trouvees) for _fouille, trouvees in self.rayons)


def fouiller(request: HttpRequest, lettres: str) -> Recolte:
    """The queries of each room, none of which grows with what is found; none without a letter."""
    voulus = mots(lettres)
    recolte = Recolte(lettres.strip(), bool(voulus))
    for fouille in fouilles_de(request.user) if voulus else ():
        if trouvees := fouille.chercher(request, voulus):
            recolte.rayons.append((fouille, trouvees))
    return recolte


def des_pages(request: HttpRequest, voulus: list[str]) -> list[Trouvaille]:
    """Places and rows of « Plus »: « cantine » leads to it; the pages of the schools that one directs, and those that were confided."""
    siennes = navigation_de(request.user)
    dites = [(e, [str(e.libelle), str(e.mots)]) for e in siennes]
    trouvees = [Trouvaille(str(e.libelle), e.adresse) for e, mots_d_elle in dites if correspond(voulus, mots_d_elle)]
    trouvees += _des_ecoles(request.user, voulus) + _confiees(request.user, voulus)
    trouvees += [Trouvaille(str(nom), reverse(page)) for nom, page in DU_COMPTE if correspond(voulus, [str(nom)])]
    if request.user.portee.est_operateur:
        gestes = [str(geste) for geste in D_UNE_ECOLE if correspond(voulus, [str(geste)])]
        trouvees += [Trouvaille(geste, reverse("annuaire_ecoles")) for geste in gestes]
    return list({trouvee.adresse: trouvee for trouvee in reversed(trouvees)}.values())[::-1]


def _des_ecoles(personne: Personne, voulus: list[str]) -> list[Trouvaille]:
    """One query, of who directs a school and looks for one of its pages."""
    if not personne.portee.etablissements_diriges:
        return []
    pages = [page for page in pages_d_ecole() if correspond(voulus, [str(page.libelle), str(page.mots)])]
    ecoles = list(Etablissement.objects.diriges_par(personne).order_by("nom", "pk")) if pages else []
    return [
        Trouvaille(str(page.libelle), page.adresse(ecole), ecole.nom if len(ecoles) > 1 else "")
        for page in pages
        for ecole in [ecole for ecole in ecoles if page.est_de(ecole)][: None if page.par else 1]
    ]


def _confiees(personne: Personne, voulus: list[str]) -> list[Trouvaille]:
    """One query, of who was confided something."""
    return [
        Trouvaille(str(page.libelle), adresse, confie.mandat.etablissement.nom)
        for confie in confies_a(personne)
        for page, adresse in confie.pages
        if correspond(voulus, [str(page.libelle)])
    ]


def des_gens(request: HttpRequest, voulus: list[str]) -> list[Trouvaille]:
    """Whom one's work gives to know and whose sheet one reads, the first of them; « Chercher quelqu’un » shows the others."""
    dirige = request.user.portee.etablissements_diriges
    trouvees = gens.chercher(request.user, " ".join(voulus)).trouvees
    lues = [t for t in trouvees if t.nom_de_fiche(dirige)]
    return [
        Trouvaille(
            str(t.personne),
            reverse(t.nom_de_fiche(dirige), args=[t.etablissement.uai, t.personne.uuid]),
            t.en_bref,
        )
        for t in lues[:PREMIERS]
    ]


def des_aides(request: HttpRequest, voulus: list[str]) -> list[Trouvaille]:
    """What helps say to who reads, in their language: each leads to the page that it is about, which is drawn to know that it opens."""
    proches = chercher_une_aide(" ".join(voulus), univers_de(request.user), PROCHES)
    dites = (
        t for t in proches if t.adresse and correspond(voulus, [str(t.reponse.question), *map(str, t.reponse.etapes)])
    )
    return [Trouvaille(str(t.reponse.question), t.adresse) for t in islice(qui_s_ouvrent(request, dites), AIDES)]


def qui_s_ouvrent(request: HttpRequest, aides: Iterable[Trouvee]) -> Iterator[Trouvee]:
    """Of what helps say, what is about no page, or about one that this person reads: to a childminder, nothing of photos that nobody confided."""
    ouvertes: dict[str, bool] = {"": True}
    for aide in aides:
        if aide.adresse not in ouvertes:
            ouvertes[aide.adresse] = s_ouvre(request, aide.adresse)
        if ouvertes[aide.adresse]:
            yield aide
