"""The evidence of an incident: what was written in schools between two days, as JSON and as pages, sealed by digests.

Built while it is sent, a few threads at a time: nothing is kept whole. Each file's SHA-256 is in `manifeste.json`; the digest of
the manifest itself goes to the journal, which nobody changes.
"""

import datetime as dt
import hashlib
import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from ent.annuaire.droits import RIEN
from ent.annuaire.models import EntreeJournal, Etablissement, Personne
from ent.fichiers.archives import Sortie, nom_sur
from ent.fichiers.lectures import nom_de_sortie
from ent.fichiers.models import Fichier
from ent.fichiers.stockage import lire

from .droits.fils import d_un_autre_foyer
from .lectures.presences import depart_de, vues_avant
from .models import Fil, Incident, Message, PresenceAuFil, Reaction, Signalement, VersionMessage
from .models.fils import membre_de

FILS_A_LA_FOIS = 50
STYLE = "body{max-width:50rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 sans-serif}article{margin:1.5rem 0}pre{white-space:pre-wrap;font:inherit;margin:0}small{display:block}"


def _instant(quand: dt.datetime | None) -> str | None:
    return timezone.localtime(quand).isoformat(timespec="seconds") if quand else None


def _qui(personne: Personne | None) -> dict[str, str] | None:
    return {"uuid": str(personne.uuid), "nom": str(personne)} if personne else None


def _piece(fichier: Fichier) -> dict:
    """By the name that was sent, which may be what one complains of."""
    return {"uuid": str(fichier.uuid), "nom": fichier.nom_donne, "sha256_a_l_envoi": fichier.empreinte}


def en_json(message: Message) -> dict[str, Any]:
    """All that the school keeps of a message."""
    return {
        "id": message.pk,
        "numero": message.numero,
        "auteur": _qui(message.auteur),
        "texte": message.texte,
        "ecrit_le": _instant(message.ecrit_le),
        "parti_le": _instant(message.parti_le),
        "modifie_le": _instant(message.modifie_le),
        "retire_le": _instant(message.rappele_le),
        "rendu_le": _instant(message.rendu_le),
        "urgence": message.urgence,
        "est_automatique": message.est_automatique,
        "versions": [{"texte": v.texte, "jusqu_au": _instant(v.remplacee_le)} for v in message.versions.all()],
        "reactions": [
            {"signe": r.signe, "par": _qui(r.personne), "le": _instant(r.posee_le)} for r in message.reactions.all()
        ],
        "signalements": [
            {
                "par": _qui(s.par), "motif": s.motif, "le": _instant(s.fait_le), "suite": s.suite,
                "traite_par": _qui(s.traite_par), "traite_le": _instant(s.traite_le),
            }
            for s in message.signalements.all()
        ],
        "pieces": [_piece(f) for f in message.pieces.all()],
    }  # fmt: skip


def _messages(periode: tuple[dt.datetime, dt.datetime]) -> QuerySet[Message]:
    """What left, what waits, and what was given back to its author and that they keep: what they discarded was read by nobody."""
    ecrits = Message.objects.filter(ecrit_le__gte=periode[0], ecrit_le__lt=periode[1])
    return ecrits.exclude(rendu_le__isnull=False, rappele_le__isnull=False)


class _Archive:
    """A ZIP that notes the digest of each of its files."""

    def __init__(self) -> None:
        self.sortie = Sortie()
        self.zip = zipfile.ZipFile(self.sortie, "w", zipfile.ZIP_DEFLATED)
        self.manifeste: dict[str, dict[str, Any]] = {}

    def ecrire(self, nom: str, contenu: bytes) -> bytes:
        self.zip.writestr(nom, contenu)
        self.manifeste[nom] = {"sha256": hashlib.sha256(contenu).hexdigest(), "octets": len(contenu)}
        return self.sortie.prendre()

    def verser(self, nom: str, morceaux: Iterator[bytes], octets: int) -> Iterator[bytes]:
        """A large file, piece by piece."""
        empreinte, ecrits = hashlib.sha256(), 0
        entree = zipfile.ZipInfo(nom)
        entree.file_size = octets
        with self.zip.open(entree, "w", force_zip64=True) as dans:
            for morceau in morceaux:
                dans.write(morceau)
                empreinte.update(morceau)
                ecrits += len(morceau)
                yield self.sortie.prendre()
        self.manifeste[nom] = {"sha256": empreinte.hexdigest(), "octets": ecrits}
        yield self.sortie.prendre()

    def fermer(self) -> bytes:
        self.zip.close()
        return self.sortie.prendre()


def _json(valeur: Any) -> bytes:
    return json.dumps(valeur, ensure_ascii=False, indent=1).encode()


def archive(
    incident: Incident,
    ecoles: list[Etablissement],
    *,
    par: Personne,
    debut: dt.date,
    fin: dt.date,
    sceller: Callable[..., None],
) -> Iterator[bytes]:
    """The pieces of the ZIP, both days included. `sceller` is told the digest of the manifest once everything left. `par` takes no word of another
    household of their own child.
    """
    zone = timezone.get_current_timezone()
    periode = (
        dt.datetime.combine(debut, dt.time(), zone),
        dt.datetime.combine(fin + dt.timedelta(days=1), dt.time(), zone),
    )
    sont_tus = d_un_autre_foyer(par, membre_de(par), "fil__") if par.portee.siens else RIEN
    messages = _messages(periode).exclude(sont_tus)
    sortie, nombre, sommaire = _Archive(), 0, []
    yield sortie.ecrire("style.css", STYLE.encode())
    for ecole in ecoles:
        compte = yield from _une_ecole(sortie, ecole, periode, messages)
        sommaire.append({"ecole": ecole, "messages": compte})
        nombre += compte
    entete = {
        "incident": incident.pk, "declare_le": _instant(incident.declare_le), "fini_le": _instant(incident.fini_le),
        "portee": incident.portee, "motif": incident.motif, "du": debut.isoformat(), "au": fin.isoformat(),
        "fait_le": _instant(timezone.now()),
    }  # fmt: skip
    dits = {"entete": entete, "sommaire": sommaire, "a_des_enfants": bool(par.portee.siens)}
    page = render_to_string("messagerie/regles/preuves.html", dits)
    yield sortie.ecrire("lisez-moi.html", page.encode())
    fichiers = sum("/pieces/" in nom for nom in sortie.manifeste)
    manifeste = _json(entete | {"fichiers": sortie.manifeste})
    sortie.zip.writestr("manifeste.json", manifeste)
    yield sortie.fermer()
    sceller(empreinte=hashlib.sha256(manifeste).hexdigest(), messages=nombre, fichiers=fichiers)


def _une_ecole(sortie: _Archive, ecole: Etablissement, periode, messages: QuerySet[Message]) -> Iterator[bytes]:
    """The threads of a school where something was written, their files, and the journal of these days."""
    dedans = messages.filter(_d_ici(ecole, "fil", "ecrit_le"))
    fils = list(dedans.order_by("fil").values_list("fil", flat=True).distinct())
    nombre, pieces, lus = 0, {}, []
    presences = _presences_des(dedans)
    for debut in range(0, len(fils), FILS_A_LA_FOIS):
        for fil, ecrits in _par_fil(fils[debut : debut + FILS_A_LA_FOIS], dedans, ecole):
            depart = depart_de(ecole.pk, fil, presences[fil.pk])
            la = vues_avant(depart, presences[fil.pk])
            nombre += len(ecrits)
            lus.append({"fil": fil, "messages": len(ecrits), "adresse": f"fils/{fil.pk}.html"})
            pieces |= {f.pk: f for m in ecrits for f in m.pieces.all()}
            contenu = _un_fil(fil, ecrits, la, depart)
            yield sortie.ecrire(f"{ecole.uai}/fils/{fil.pk}.json", _json(contenu))
            page = _page_du_fil(ecole, fil, ecrits, la)
            yield sortie.ecrire(f"{ecole.uai}/fils/{fil.pk}.html", page.encode())
    page = render_to_string("messagerie/regles/preuves_ecole.html", {"ecole": ecole, "fils": lus})
    yield sortie.ecrire(f"{ecole.uai}/index.html", page.encode())
    yield sortie.ecrire(f"{ecole.uai}/journal.json", _json(_journal(ecole, periode)))
    liste = []
    for fichier in pieces.values():
        ligne = _piece(fichier) | {"chemin": None}
        liste.append(ligne)
        if objet := fichier.declinaison("1600" if fichier.est_image else "original"):
            nom = nom_sur(nom_de_sortie(fichier, objet))
            ligne["chemin"] = f"{ecole.uai}/pieces/{fichier.uuid}/{nom}"
            yield from sortie.verser(ligne["chemin"], lire(objet.cle, 0, objet.octets), objet.octets)
            ligne["sha256"] = sortie.manifeste[ligne["chemin"]]["sha256"]
    yield sortie.ecrire(f"{ecole.uai}/pieces.json", _json(liste))
    return nombre


def _un_fil(
    fil: Fil, ecrits: list[Message], presences: list[PresenceAuFil], depart: dt.datetime | None
) -> dict[str, Any]:
    return {
        "fil": fil.pk, "nature": fil.nature, "classe": str(fil.classe or fil.groupe or ""),
        "eleve": _qui(fil.eleve), "titre": fil.titre,
        "lecteurs": [
            {"qui": _qui(p.personne), "lu_jusqu_a": p.lu_jusqu_a, "lu_le": _instant(p.lu_le)}
            for p in fil.participations.all()
            if depart is None or (p.lu_le and p.lu_le < depart)  # where others got to since is not theirs
        ],
        "presences": [_presence(p) for p in presences],
        "messages": [en_json(m) | _presents(presences, m) for m in ecrits],
    }  # fmt: skip


def _page_du_fil(ecole: Etablissement, fil: Fil, ecrits: list[Message], presences: list[PresenceAuFil]) -> str:
    dits = {"ecole": ecole, "fil": fil, "retour": "../index.html", "presences": presences}
    dits["ecrits"] = [(message, _presents(presences, message)) for message in ecrits]
    return render_to_string("messagerie/regles/preuves_fil.html", dits)


def _d_ici(ecole: Etablissement, fil: str, quand: str) -> Q:
    """Of its own threads; of those of several schools (at this path), all that it could read while it was of them: a school that left keeps what came
    before that moment.
    """
    la = PresenceAuFil.objects.filter(fil=OuterRef(fil), etablissement=ecole)
    return Q(**{f"{fil}__etablissement": ecole}) | Exists(la.filter(Q(fin=None) | Q(fin__gt=OuterRef(quand))))


def _presence(presence: PresenceAuFil) -> dict[str, Any]:
    qui = {"ecole": presence.etablissement.uai} if presence.etablissement else {"personne": _qui(presence.personne)}
    return qui | {"nom": presence.qui, "du": _instant(presence.debut), "au": _instant(presence.fin)}


def _presences_des(dedans: QuerySet[Message]) -> dict[int, list[PresenceAuFil]]:
    """By thread of several schools, who was of it, and when. One query."""
    reunis = dedans.filter(fil__nature=Fil.Nature.COLLECTIF).order_by().values("fil")
    par_fil: dict[int, list[PresenceAuFil]] = defaultdict(list)
    for presence in PresenceAuFil.objects.filter(fil__in=reunis).select_related("etablissement", "personne"):
        par_fil[presence.fil_id].append(presence)
    return par_fil


def _presents(presences: list[PresenceAuFil], message: Message) -> dict[str, Any]:
    """Of a thread of several schools, who was of it when this was written."""
    alors = [p for p in presences if p.dure(message.ecrit_le)]
    return {"etaient_du_fil": [p.qui for p in alors]} if alors else {}


def _par_fil(ids: list[int], dedans: QuerySet[Message], ecole: Etablissement) -> Iterator[tuple[Fil, list[Message]]]:
    """Some threads with what was written there, as this school could read it. A flat number of queries."""
    fils = Fil.objects.filter(pk__in=ids).select_related("classe", "groupe", "eleve").order_by("pk")
    ecrits: dict[int, list[Message]] = defaultdict(list)
    messages = dedans.filter(fil__in=ids).select_related("auteur").order_by("fil", "ecrit_le", "pk")
    for message in messages.prefetch_related(*_suites(ecole), "pieces__declinaisons"):
        _remettre_les_mots(message)
        ecrits[message.fil_id].append(message)
    for fil in fils.prefetch_related("participations__personne"):
        yield fil, ecrits[fil.pk]


def _suites(ecole: Etablissement) -> list[Prefetch]:
    """What came after a message: corrections, signs, reports, those that this school could read. Corrections that it could not read are beside."""
    lues = {
        "versions": (VersionMessage.objects.all(), "remplacee_le"),
        "reactions": (Reaction.objects.select_related("personne"), "posee_le"),
        "signalements": (Signalement.objects.select_related("par", "traite_par"), "fait_le"),
    }
    suites = [Prefetch(nom, la.filter(_d_ici(ecole, "message__fil", quand))) for nom, (la, quand) in lues.items()]
    d_apres = VersionMessage.objects.exclude(_d_ici(ecole, "message__fil", "remplacee_le"))
    return [*suites, Prefetch("versions", d_apres, to_attr="corrections_d_apres")]


def _remettre_les_mots(message: Message) -> None:
    """In hand alone: what was corrected or taken back once the school had left says what it said then."""
    if d_apres := getattr(message, "corrections_d_apres", None):
        message.texte, message.rappele_le = d_apres[0].texte, None
        message.modifie_le = max((v.remplacee_le for v in message.versions.all()), default=None)


def _journal(ecole: Etablissement, periode) -> list[dict[str, Any]]:
    """What was done of messages and of ways in, in that school, these days."""
    lignes = EntreeJournal.objects.filter(etablissement=ecole, fait_le__gte=periode[0], fait_le__lt=periode[1])
    return [
        {
            "le": _instant(ligne.fait_le), "verbe": ligne.verbe, "objet": ligne.objet, "details": ligne.details,
            "auteur": str(ligne.auteur_uuid) if ligne.auteur_uuid else None,
        }
        for ligne in lignes.order_by("fait_le", "pk")
        if ligne.verbe.startswith(("messagerie.", "connexion."))
    ]  # fmt: skip
