"""Arguments of the addresses of the journal: billets of the class of each school."""

import uuid

from ent.annuaire.models import Personne
from pages.actions import archives, billets_eleves, commentaires, portfolio
from pages.actions import billets as actions
from pages.lectures import archives as archives_lues
from tests.pages import journal


def _enseignante(o) -> Personne:
    return Personne.objects.get(pk=o.enseignante.pk)


def _brouillon(o):
    return journal.brouillon(o.d, [], auteur=_enseignante(o), classe=o.classe)


def _publie(o):
    """For the families of the class, with a photo of nobody."""
    return journal.publie(o.d, [], auteur=_enseignante(o), classe=o.classe)


def _retire(o):
    billet = _publie(o)
    actions.retirer_billet(billet=billet, auteur=_enseignante(o))
    return billet


def _propose(o):
    """What the pupil sent to be read over."""
    eleve = Personne.objects.get(pk=o.eleve.pk)
    return billets_eleves.proposer_billet(eleve=eleve, classe=o.classe, uuid=uuid.uuid4(), texte="J’ai vu un renard.")


def _piece(billet) -> list:
    return [billet.pk, billet.pieces.first().pk]


def _qui(o):
    billet = _brouillon(o)
    return [billet.pk], {"pieces": [billet.pieces.get().pk], "personne": "1"}


def _modifier(o):
    billet = _brouillon(o)
    return [billet.pk], {"texte": "Nos semis", "revision": billet.latest_revision_id}


def _public(o):
    """A billet that the class shows to everybody."""
    billet = _publie(o)
    actions.montrer_sur_le_site(billet=billet, auteur=_enseignante(o), est_montre=True)
    return billet


def _garde(o):
    return portfolio.garder(
        eleve=o.eleve, auteur=_enseignante(o), etablissement=o.ecole, titre="Mon poème", texte="Je l’aime."
    )


def _archive(o):
    """Asked for by Nadia, of her child."""
    mere = Personne.objects.get(pk=o.d.mere.pk)
    _publie(o)
    (recueil,) = archives_lues.recueils_de(mere, o.eleve.uuid)
    return archives.demander(recueil=recueil, nature="zip", par=mere)


def _ouvert(o):
    """A published billet that families may comment."""
    billet = _publie(o)
    commentaires.ouvrir_aux_commentaires(billet=billet, auteur=_enseignante(o), est_ouvert=True)
    return billet


def _commente(o):
    """What Nadia wrote there, which the team alone reads."""
    mere = Personne.objects.get(pk=o.d.mere.pk)
    return commentaires.commenter(billet=_ouvert(o), auteur=mere, uuid=uuid.uuid4(), texte="Bravo !")


def _sur(commentaire) -> list:
    return [commentaire.billet_id, commentaire.pk]


def _commentaire_retire(o):
    ecrit = _commente(o)
    commentaires.retirer_commentaire(commentaire=ecrit, auteur=ecrit.auteur)
    return ecrit


ARGUMENTS_JOURNAL = {
    "journal_commentaires": lambda o: ([_publie(o).pk], {"ouvrir": "1"}),
    "journal_commenter": lambda o: ([_ouvert(o).pk], {"uuid": str(uuid.uuid4()), "texte": "Bravo !"}),
    "journal_commentaire_montrer": lambda o: (_sur(_commente(o)), {"montrer": "1"}),
    "journal_commentaire_retirer": lambda o: (_sur(_commente(o)), {}),
    "journal_commentaire_remettre": lambda o: (_sur(_commentaire_retire(o)), {}),
    "journal_public": lambda o: ([_public(o).etablissement.uai], {}),
    "journal_public_fichier": lambda o: ([o.ecole.uai, _public(o).fichiers.get().uuid, "320"], {}),
    "journal_portfolio": lambda o: ([_garde(o).eleve.uuid], {"titre": "Mon poème", "texte": "Je l’aime."}),
    "journal_portfolio_billet": lambda o: ([_publie(o).pk, o.eleve.uuid], {}),
    "journal_portfolio_retirer": lambda o: ([_garde(o).pk], {}),
    "journal_archive": lambda o: ([o.eleve.uuid], {"classe": _publie(o).classe_id, "nature": "zip"}),
    "journal_archive_prendre": lambda o: ([_archive(o).pk], {}),
    "journal_enfant": lambda o: ([o.eleve.uuid], {}),
    "journal_photos_enfant": lambda o: ([o.eleve.uuid], {}),
    "journal_eleve_ecrire": lambda o: ([], {"uuid": str(uuid.uuid4()), "texte": "J’ai vu un renard."}),
    "journal_eleve_billet": lambda o: ([_propose(o).pk], {}),
    "journal_eleve_reprendre": lambda o: ([_propose(o).pk], {}),
    "journal_billet": lambda o: ([_publie(o).pk], {}),
    "journal_traduire": lambda o: ([_publie(o).pk], {}),
    "journal_classe": lambda o: ([o.classe.pk], {}),
    "journal_groupe": lambda o: ([o.groupe().pk], {}),
    "journal_ecrire_classe": lambda o: ([o.classe.pk], {"texte": "Nos semis"}),
    "journal_ecrire_groupe": lambda o: ([o.groupe().pk], {"texte": "Nos semis"}),
    "journal_modifier": _modifier,
    "journal_preparer": lambda o: ([_brouillon(o).pk], {"public": "familles"}),
    "journal_qui": _qui,
    "journal_photo": lambda o: (_piece(_brouillon(o)), {}),
    "journal_decrire": lambda o: (_piece(_brouillon(o)), {"legende": "Des semis"}),
    "journal_sortir": lambda o: (_piece(_brouillon(o)), {}),
    "journal_rendre": lambda o: ([_propose(o).pk], {"mot": "Raconte la suite."}),
    "journal_retirer": lambda o: ([_publie(o).pk], {}),
    "journal_remettre": lambda o: ([_retire(o).pk], {}),
    "journal_site": lambda o: ([_publie(o).pk], {"montrer": "1"}),
}
