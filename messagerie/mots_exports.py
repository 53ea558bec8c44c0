"""Results of a mot as a table: ODS, and CSV for a French Excel. No address nor number of anyone goes in."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle import tableurs
from ent.socle.tableurs import Cellule

from .lectures import mots_suivi as lectures

ETATS = {
    lectures.SIGNE: "Répondu", lectures.CONFLIT: "Deux réponses", lectures.VU: "Vu", lectures.ENVOYE: "Envoyé",
    lectures.PAPIER: "Papier remis", lectures.NON_ATTEINT: "Pas atteint",
}  # fmt: skip


def lignes(suivi: lectures.Suivi) -> list[list[Cellule]]:
    """A header, then one line per answer; a child without any has one line."""
    mot = suivi.mot
    rendues: list[list[Cellule]] = [
        [
            _("Nom"),
            _("Prénom"),
            _("Classe"),
            _("Niveau"),
            _("État"),
            _("Réponse"),
            _("Montant"),
            _("Signé par"),
            _("Le"),
            _("Par quel moyen"),
            _("Retenu"),
        ]
    ]
    for ligne in suivi.lignes:
        eleve, inscription = ligne.eleve, ligne.inscription
        tete = [eleve.nom, eleve.prenom, inscription.classe.nom, inscription.niveau, ETATS[ligne.etat]]
        retenue = mot.option(ligne.retenue)
        retenu = retenue.texte if retenue else ""
        for r in ligne.reponses or [None]:
            if r is None:
                rendues.append([*tete, "", None, "", None, "", retenu])
                continue
            qui = r.par.nom_affiche if r.par else r.nom
            rendues.append(
                [
                    *tete,
                    r.libelle or _("Signé"),
                    r.montant,
                    qui,
                    timezone.localtime(r.signe_le),
                    r.get_source_display(),
                    retenu,
                ]
            )
    return rendues


def en_csv(suivi: lectures.Suivi) -> bytes:
    return tableurs.en_csv(lignes(suivi))


def en_ods(suivi: lectures.Suivi) -> bytes:
    return tableurs.en_ods(_("Réponses"), lignes(suivi))
