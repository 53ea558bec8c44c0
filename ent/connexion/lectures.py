"""What the pages and papers of « coming in » read, in a fixed number of queries."""

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from ent.annuaire.calendrier import fin_de_la_classe
from ent.annuaire.droits import d_un_eleve_present, en_cours, mandat_en_cours, tient_un_compte_ouvert
from ent.annuaire.gommettes import Image
from ent.annuaire.models import (
    Affectation,
    AnneeScolaire,
    Classe,
    Delegation,
    EntreeJournal,
    Etablissement,
    Inscription,
    Mandat,
    Personne,
    Responsabilite,
    Role,
)

from . import collegiens, derivation, droits, essais, invitations
from .models import CodeActivation, SecretEleve, SessionOuverte
from .tablettes_connues import Mur

TABLETTES_VUES = dt.timedelta(days=15)


# --- The gate -----------------------------------------------------------------------------------------------------------
def ce_qui_ferme(personne, *, derriere_la_cle: bool = True) -> droits.Ferme | None:
    """What closes everything to them, if something does. The one judgement of pages, sockets, private addresses, and tickets and tokens of services.

    `derriere_la_cle`: of what opens without a session, and lasts; whether the session that made it had given the second key. A password alone could have made the
    others. Their portée is read first (the page reads it anyway), the authenticators only of those concerned.
    """
    if not tient_un_compte_ouvert(personne):
        return droits.Ferme.COMPTE
    if not droits.doit_un_second_facteur(personne, installation=settings.ENT_SECOND_FACTEUR):
        return None
    if not a_une_deuxieme_cle(personne):
        return droits.Ferme.CLE
    return None if derriere_la_cle else droits.Ferme.SANS_CLE


def a_montre_sa_cle(request: HttpRequest) -> bool:
    """Whether this session gave the second key, or set it: that its person holds one says nothing of who came in by a password alone."""
    return any(preuve.get("method") == "mfa" for preuve in get_authentication_records(request, request.user))


def doit_montrer_sa_cle(request: HttpRequest) -> bool:
    """Of what this request would open, and that lasts: whether it would give nothing, for want of the key that its person holds."""
    return request.method == "POST" and ce_qui_ferme(request.user, derriere_la_cle=a_montre_sa_cle(request)) is not None


def equipes_et_dessus(ecoles: Collection[int]) -> set[int]:
    """Who (ids) works in these schools today, holds a power there, or is above: whom what a school asks of a second factor may concern."""
    roles = Role.objects.filter(
        Q(etablissement__in=ecoles) | Q(commune__etablissements__in=ecoles) | Q(nature=Role.Nature.OPERATEUR),
        en_cours(),
    )
    classes = Affectation.objects.filter(en_cours(), classe__etablissement__in=ecoles)
    mandats = Mandat.objects.filter(mandat_en_cours(), etablissement__in=ecoles)
    return {
        *roles.order_by().values_list("personne", flat=True),
        *classes.order_by().values_list("enseignant", flat=True),
        *mandats.order_by().values_list("personne", flat=True),
    }


# --- Accounts -----------------------------------------------------------------------------------------------------------
def titulaire_de(courriel: str) -> Personne | None:
    """Whose account this address opens, once it was proved theirs: one that was mistyped at activation must not."""
    adresse = EmailAddress.objects.filter(email=courriel, verified=True, user__is_active=True).select_related("user")
    return next((trouvee.user for trouvee in adresse), None)


def gens_d_une_ecole(etablissement: Etablissement):
    """Whoever works in it, answers for one of its pupils, or is one, today."""
    return Personne.objects.filter(
        Q(pk__in=Role.objects.filter(en_cours(), etablissement=etablissement).values("personne"))
        | Q(pk__in=Responsabilite.objects.filter(en_cours(), etablissement=etablissement).values("adulte"))
        | Q(pk__in=Inscription.objects.filter(en_cours(), classe__etablissement=etablissement).values("eleve"))
    )


# --- Codes ----------------------------------------------------------------------------------------------------------
def fin_de_validite() -> dt.datetime:
    """Codes printed from July on are meant for the next school year."""
    aujourd_hui = timezone.localdate()
    annee = AnneeScolaire.objects.pour(aujourd_hui + dt.timedelta(days=62))
    return timezone.make_aware(dt.datetime.combine(annee.fin, dt.time(23, 59)))


def code_ouvrable(code: str) -> CodeActivation | None:
    """The code of a slip that may still open an account."""
    return (
        CodeActivation.objects.select_related("personne", "etablissement")
        .filter(
            empreinte=derivation.empreinte_code(code),
            utilise_le=None,
            expire_le__gt=timezone.now(),
            personne__fermee_le=None,
            personne__fusionnee_dans=None,
        )
        .first()
    )


def code_a_envoyer(pk: int) -> CodeActivation | None:
    """The code of an invitation that is about to leave: it serves still, of somebody who works in the school and has an address."""
    codes = CodeActivation.objects.select_related("personne", "etablissement").filter(
        pk=pk,
        utilise_le=None,
        expire_le__gt=timezone.now(),
        echecs__lt=essais.ECHECS_MAX_DU_CODE,
        personne__fermee_le=None,
        personne__fusionnee_dans=None,
    )
    return next((code for code in codes if code.personne.courriel_contact.strip() and _travaille_ici(code)), None)


def code_de_l_invitation(jeton: str) -> CodeActivation | None:
    """The code of the link of an e-mail, while it serves: of that paper and no later one, sent to the address that the school still knows."""
    if not (dit := invitations.lire(jeton)):
        return None
    code = code_a_envoyer(dit.code)
    if code is None or code.generation != dit.generation:
        return None
    return code if code.personne.courriel_contact.strip().casefold() == dit.courriel.casefold() else None


def _travaille_ici(code: CodeActivation) -> bool:
    return Role.objects.filter(en_cours(), personne=code.personne, etablissement=code.etablissement).exists()


def code_en_attente(pk: int | None, generation: int | None) -> CodeActivation | None:
    """The code that a visitor proved a moment ago, unless it was used or voided since."""
    return (
        CodeActivation.objects.select_related("personne", "etablissement")
        .filter(pk=pk, generation=generation, utilise_le=None, expire_le__gt=timezone.now())
        .filter(personne__fusionnee_dans=None, personne__fermee_le=None)
        .first()
    )


def enfants_declares(code: CodeActivation) -> list[Personne]:
    """Children that the school of the code ties to its person, or whom a holder of authority confides to them. Those of another school
    prove nothing here.
    """
    liens = (
        Responsabilite.objects.filter(en_cours(), adulte=code.personne, etablissement=code.etablissement)
        .exclude(autorite=Responsabilite.Autorite.SANS)
        .select_related("enfant")
    )
    if declares := [lien.enfant for lien in liens]:
        return declares
    confiees = Delegation.objects.qui_tiennent().filter(
        delegue=code.personne, finie_le=None, fin__gte=timezone.localdate()
    )
    return list({d.enfant_id: d.enfant for d in confiees.select_related("enfant")}.values())


def code_qui_sert(personne: Personne) -> CodeActivation | None:
    """Of somebody who has not come in yet: the code that may still open their account."""
    siens = CodeActivation.objects.filter(personne=personne, utilise_le=None, expire_le__gt=timezone.now())
    return siens.filter(echecs__lt=essais.ECHECS_MAX_DU_CODE).order_by("-pk").first()


def preuve_donnee(code: CodeActivation, naissance: dt.date | None, courriel: str) -> bool:
    """A birth date of one of the person's children; for the staff of the school, the e-mail that the school knows.

    A family's e-mail proves nothing: a couple, even separated, may share one in ONDE. A pupil of a collège says their own birth date.
    """
    if collegiens.est_collegien(code.personne):
        return naissance is not None and naissance == code.personne.date_naissance
    if naissance:
        return any(enfant.date_naissance == naissance for enfant in enfants_declares(code))
    connu = code.personne.courriel_contact.strip().casefold()
    if not courriel or courriel.strip().casefold() != connu:
        return False
    return _travaille_ici(code)


# --- Papers ---------------------------------------------------------------------------------------------------------
@dataclass
class Destinataire:
    """An adult of a paper: the children that justify it, the roles they hold, what their code became."""

    personne: Personne
    enfants: list[Personne] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    code: CodeActivation | None = None
    ecoles: set[int] = field(default_factory=set)
    repond_de: set[int] = field(default_factory=set)  # children (ids), in whichever school

    @property
    def est_active(self) -> bool:
        return droits.est_activee(self.personne)

    def refus(self, auteur: Personne, etablissement: Etablissement) -> str:
        return droits.refus_de_papier(auteur, self.personne, self.roles, self.ecoles, etablissement.pk, self.repond_de)


def _completer(destinataires: dict[int, Destinataire], etablissement: Etablissement) -> list[Destinataire]:
    for role in Role.objects.filter(en_cours(), personne__in=destinataires):
        destinataires[role.personne_id].roles.append(role)
    liens = Responsabilite.objects.filter(en_cours(), adulte__in=destinataires).order_by()
    for adulte, ecole, enfant in liens.values_list("adulte_id", "etablissement_id", "enfant_id"):
        destinataires[adulte].ecoles.add(ecole)
        destinataires[adulte].repond_de.add(enfant)
    for code in CodeActivation.objects.filter(personne__in=destinataires, etablissement=etablissement):
        destinataires[code.personne_id].code = code
    return sorted(
        destinataires.values(), key=lambda d: (_cle(str(d.personne.nom)), _cle(d.personne.prenom), d.personne.pk)
    )


def responsables_de(classe: Classe) -> list[Destinataire]:
    """The responsables that the school ties to the pupils of a class, each once with their children of that class."""
    liens = (
        Responsabilite.objects.filter(
            en_cours(),
            etablissement=classe.etablissement_id,
            adulte__fermee_le=None,
            adulte__fusionnee_dans=None,
            enfant__in=Inscription.objects.filter(droits.inscription_ouverte(classe)).order_by().values("eleve"),
        )
        .exclude(autorite=Responsabilite.Autorite.SANS)
        .select_related("adulte", "enfant")
    )
    destinataires: dict[int, Destinataire] = {}
    for lien in liens:
        destinataires.setdefault(lien.adulte_id, Destinataire(lien.adulte)).enfants.append(lien.enfant)
    return _completer(destinataires, classe.etablissement)


def destinataire(adulte: Personne, enfants: list[Personne], etablissement: Etablissement) -> Destinataire:
    """One adult, with what says whether their paper may be printed. Three queries."""
    [seul] = _completer({adulte.pk: Destinataire(adulte, enfants)}, etablissement)
    return seul


def familles_de(etablissement: Etablissement) -> set[Personne]:
    """The responsables that a school declares today, for any of its children."""
    liens = Responsabilite.objects.filter(d_un_eleve_present(), etablissement=etablissement, adulte__fermee_le=None)
    liens = liens.exclude(autorite=Responsabilite.Autorite.SANS).select_related("adulte")
    return {lien.adulte for lien in liens if not lien.adulte.fusionnee_dans_id}


def personnel_de(etablissement: Etablissement) -> list[Destinataire]:
    """Those who work in a school today."""
    gens = Personne.objects.filter(
        Q(roles__in=Role.objects.filter(en_cours(), etablissement=etablissement)), fermee_le=None, fusionnee_dans=None
    ).distinct()
    return _completer({p.pk: Destinataire(p) for p in gens}, etablissement)


# --- The wall ---------------------------------------------------------------------------------------------------------
@dataclass
class Tablettes:
    """Where the wall of first names of a school opens, and how many of its classes came in by it lately."""

    mur: str
    classes: int
    entrees: int


def tablettes_de(etablissement: Etablissement) -> Tablettes:
    """Tablets are known by a cookie that they keep, and counted nowhere: what is said is whether classes use them. Two queries."""
    ouvertes = {f"classe {pk}" for pk in etablissement.classes.filter(fermee_le=None).values_list("pk", flat=True)}
    depuis = timezone.now() - TABLETTES_VUES
    entrees = EntreeJournal.objects.filter(etablissement=etablissement, verbe="connexion.entrer", fait_le__gte=depuis)
    vues = set(entrees.order_by().values_list("objet", flat=True).distinct())
    return Tablettes(str(Mur(etablissement.reglage("connexion.mur")).label), len(ouvertes), len(ouvertes & vues))


def mur_ouvert_aux_inconnus(classe: Classe) -> bool:
    """Whether the wall opens now on a device that the class does not know: as the school decided, or as its teacher did a moment ago."""
    ecole = classe.etablissement
    mur = ecole.reglage("connexion.mur")
    if mur == Mur.PARTOUT or essais.est_ouvert_aux_nouvelles(classe.pk):
        return True
    return mur == Mur.CLASSE and fin_de_la_classe(ecole, timezone.now()) is not None


# --- Pupils ---------------------------------------------------------------------------------------------------------
@dataclass
class Entree:
    """A pupil at the door of their class."""

    eleve: Personne
    inscription: Inscription
    nom_du_mur: str
    secret: SecretEleve | None
    lit: bool  # types a password, instead of three pictures

    @property
    def generation(self) -> int:
        return self.secret.generation if self.secret else 0

    @property
    def echecs(self) -> int:
        return self.secret.echecs if self.secret else 0

    @property
    def images(self) -> list[str]:
        return derivation.secret_images(self.eleve.uuid, self.generation, self.eleve.gommette_image)

    @property
    def grille(self) -> list[str]:
        return derivation.grille_images(self.eleve.uuid, self.generation, self.eleve.gommette_image)

    @property
    def images_nommees(self) -> list[tuple[str, str]]:
        return [(image, Image(image).label) for image in self.images]

    @property
    def mot(self) -> str:
        return derivation.secret_mot(self.eleve.uuid, self.generation)


def classe_de_la_tablette(jeton: str) -> Classe | None:
    """The class whose address this is. A renewed address leads nowhere."""
    return Classe.objects.select_related("etablissement").filter(jeton_tablette=jeton, fermee_le=None).first()


def mur_de(classe: Classe) -> list[Entree]:
    """The pupils of a class by first name, with just enough letters of the name to tell two of them apart. Nobody of a collège."""
    if collegiens.a_le_sien(classe.etablissement):
        return []
    la = Inscription.objects.filter(droits.inscription_ouverte(classe)).select_related("eleve", "eleve__secret")
    inscriptions = list(la.exclude(eleve__in=collegiens.places_au_college().values("eleve")))
    noms = noms_du_mur([i.eleve for i in inscriptions])
    derniere = classe.etablissement.reglage("connexion.images")
    entrees = [
        Entree(i.eleve, i, noms[i.eleve_id], getattr(i.eleve, "secret", None), derivation.lit(i.niveau, derniere))
        for i in inscriptions
    ]
    return sorted(entrees, key=lambda e: (_cle(e.nom_du_mur), e.eleve.pk))


def noms_du_mur(eleves: list[Personne]) -> dict[int, str]:
    """« Gabriel B. » when there are two Gabriel, « Gabriel Bo. » when there are two Gabriel B."""
    noms = {e.pk: e.prenom for e in eleves}
    for lettres in (1, 2, 3, 100):
        comptes = Counter(_cle(nom) for nom in noms.values())
        for eleve in eleves:
            if comptes[_cle(noms[eleve.pk])] > 1:
                nom = eleve.nom_usage or eleve.nom
                noms[eleve.pk] = f"{eleve.prenom} {nom[:lettres]}{'.' if len(nom) > lettres else ''}"
    return noms


def _cle(texte: str) -> str:
    """Alphabetical order as a class reads it: accents and case aside."""
    return "".join(c for c in unicodedata.normalize("NFKD", texte.casefold()) if not unicodedata.combining(c))


# --- One's own account ----------------------------------------------------------------------------------------------
def adresse_de(personne: Personne) -> EmailAddress | None:
    """The confirmed address if there is one, else the one that waits."""
    return EmailAddress.objects.filter(user=personne).order_by("-verified", "-primary").first()


def a_une_deuxieme_cle(personne: Personne) -> bool:
    return is_mfa_enabled(personne, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def codes_de_secours(personne: Personne) -> list[str] | None:
    """Recovery codes that still serve, or None for who has none."""
    ligne = Authenticator.objects.filter(user=personne, type=Authenticator.Type.RECOVERY_CODES).first()
    return ligne.wrap().get_unused_codes() if ligne else None


def sessions_de(personne: Personne) -> list[SessionOuverte]:
    """Sessions by which this person is in at this moment: stored, not expired, begun with what sessions hold to today."""
    lignes = {ligne.cle: ligne for ligne in SessionOuverte.objects.tenues_par(personne)}
    gardees = Session.objects.filter(session_key__in=lignes, expire_date__gt=timezone.now())
    sceau = personne.get_session_auth_hash()
    vivantes = {s.session_key for s in gardees if s.get_decoded().get(HASH_SESSION_KEY) == sceau}
    return [ligne for cle, ligne in lignes.items() if cle in vivantes]
