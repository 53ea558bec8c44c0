"""The help of the journal of the class, of portfolios, and of schools' sites."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import ADULTES, PERSONNEL, aide

DU_JOURNAL = [
    aide(
        "journal journal_enfant",
        "famille",
        (_("Voir toutes les photos de mon enfant."), _("Touchez son prénom en haut, puis « Toutes les photos ».")),
        (
            _("Pourquoi une photo manque-t-elle ?"),
            _("Un élève qui ne peut pas être montré y est. Elle revient si cela change."),
        ),
        (
            _("Garder le journal après l’année."),
            _("Touchez « Garder le journal » à côté du prénom. Trois mois après la fin de l’année, il est effacé."),
        ),
    ),
    aide(
        "journal journal_enfant",
        "eleve",
        (_("Raconter à la classe"), _("Touche « J’écris dans le journal ».")),
        (_("Retrouver mes travaux"), _("Touche « Mon portfolio ».")),
    ),
    aide(
        "journal_photos journal_photos_enfant",
        "famille",
        (_("Voir une photo en grand."), _("Touchez-la. Les flèches montrent la suivante.")),
    ),
    aide("journal_photos journal_photos_enfant", "eleve", (_("Voir une photo en grand"), _("Touche-la."))),
    aide(
        "journal_archive",
        "famille",
        (
            _("ZIP ou livre ?"),
            _("Le dossier ZIP s’ouvre sans réseau, avec les sons et les vidéos. Le livre s’imprime."),
            _("C’est long ? Vous pouvez fermer cette page et revenir."),
        ),
    ),
    aide("journal_archive", "eleve", (_("Garder le journal"), _("Fais-le avec un adulte de ta maison."))),
    aide(
        "journal_billet",
        "famille",
        (
            _("Qui lira mon commentaire ?"),
            _(
                "L’équipe de la classe d’abord. Si elle le montre, il est signé du prénom de votre enfant, sans votre nom."
            ),
        ),
        (
            _("Je ne veux plus voir mon enfant dessus."),
            _("Répondez non dans « Droit à l’image » : les photos sont cachées aussitôt."),
        ),
    ),
    aide("journal_billet", "eleve", (_("Garder ce billet"), _("Touche « Je le garde dans mon portfolio »."))),
    aide(
        "journal_billet",
        PERSONNEL,
        (
            _("Corriger ou retirer un billet."),
            _("« Modifier » change les mots et les photos. « Retirer du journal » le cache aux familles."),
        ),
        (
            _("Laisser les familles commenter."),
            _("Touchez « Ouvrir aux commentaires des familles ». Vous lisez chacun avant qu’il soit montré."),
        ),
    ),
    aide(
        "journal_classes journal_classe journal_groupe",
        "enseignant",
        (
            _("Publier des photos en trois gestes."),
            _("Touchez « Publier », choisissez les photos."),
            _("Dites qui est dessus."),
            _("Choisissez pour qui : le bouton dit combien partent."),
        ),
        (_("Un élève a écrit un billet."), _("Il est sous « À relire » : publiez-le, ou rendez-le avec un mot.")),
    ),
    aide(
        "journal_classes journal_classe journal_groupe",
        "direction",
        (
            _("Que puis-je faire dans le journal d’une classe ?"),
            _("Le lire, et montrer un billet sur le site de l’école."),
        ),
    ),
    aide(
        "journal_ecrire_classe journal_ecrire_groupe journal_modifier",
        PERSONNEL,
        (
            _("Combien de photos à la fois ?"),
            _("Quarante. Vous pouvez ranger le téléphone : l’envoi reprend après une coupure."),
        ),
        (_("Est-ce publié dès que je touche « Suite » ?"), _("Non : vous dites d’abord qui est dessus et pour qui.")),
    ),
    aide(
        "journal_preparer",
        PERSONNEL,
        (
            _("Pourquoi une photo reste-t-elle de côté ?"),
            _(
                "Un élève n’y a pas d’autorisation, ou l’on n’a pas dit qui y est. La raison est sous la photo, pour vous seul."
            ),
            _("« Décrire, flouter » cache un visage. Sinon, le reste se publie sans elle."),
        ),
        (
            _("Dire qui est sur plusieurs photos d’un coup."),
            _("Cochez les photos, cochez les prénoms, puis « C’est noté pour les photos cochées »."),
        ),
    ),
    aide(
        "journal_photo",
        PERSONNEL,
        (
            _("Flouter un visage."),
            _("Tracez un rectangle, puis « Flouter pour toujours ». L’image d’avant n’est gardée nulle part."),
        ),
        (_("À quoi sert de décrire ?"), _("À ceux qui ne voient pas l’image : une phrase suffit.")),
    ),
    aide(
        "journal_public",
        (*ADULTES, "visiteur"),
        (_("Qui est montré ici ?"), _("Personne que sa famille n’ait accepté de montrer à tous.")),
    ),
    aide(
        "journal_eleve_ecrire journal_eleve_billet",
        "eleve",
        (_("Raconter à la classe"), _("Choisis : une photo, ta voix, un dessin ou un mot."), _("Touche « J’envoie ».")),
        (_("Et après ?"), _("La maîtresse ou le maître lit, puis le montre à la classe.")),
    ),
    aide(
        "journal_portfolio",
        "famille",
        (_("Qui choisit ces travaux ?"), _("Votre enfant, avec son enseignant. Ils restent d’une année à l’autre.")),
    ),
    aide(
        "journal_portfolio",
        "eleve",
        (_("Garder un travail"), _("Écris son nom, mets une photo ou un son, touche « Garder ».")),
    ),
    aide(
        "journal_portfolio",
        PERSONNEL,
        (
            _("Que devient le portfolio quand l’élève change de classe ?"),
            _("Il suit l’élève. Vous ne le lisez plus quand il n’est plus dans votre classe."),
        ),
    ),
]
DES_SITES = [
    aide(
        "mes_sites",
        ("famille", "commune", "territoire"),
        (
            _("Qu’y a-t-il sur le site de l’école ?"),
            _("Ce que tout le monde peut lire : nouvelles, menus, calendrier, contact."),
        ),
    ),
    aide(
        "mes_sites",
        PERSONNEL,
        (
            _("Modifier le site."),
            _("Depuis l’accueil de la direction, « Modifier le site ». L’équipe écrit, la direction publie."),
        ),
    ),
    aide(
        "site_regler",
        "direction",
        (
            _("Quelle image mettre en tête ?"),
            _("Une image de la collection de l’école, qui peut paraître sur un site ouvert à tous."),
        ),
    ),
    aide(
        "wagtailadmin_home wagtailadmin_explore_root wagtailadmin_explore wagtailadmin_pages:search wagtailadmin_pages:add_subpage",
        PERSONNEL,
        (
            _("Changer une page du site."),
            _("Touchez son nom sous « Que voulez-vous changer ? », corrigez, puis « Publier »."),
        ),
        (_("Annoncer quelque chose aux familles."), _("Touchez « Écrire une actualité ».")),
        (_("Retirer une page."), _("Ouvrez-la, touchez les trois points à côté de son nom, puis « Retirer du site ».")),
    ),
    aide(
        "wagtailadmin_pages:add wagtailadmin_pages:edit wagtailadmin_pages:revisions_revert",
        PERSONNEL,
        (
            _("Que fait chaque bouton ?"),
            _("« Publier » met la page sur le site. Qui ne publie pas lit « Envoyer à la direction » : elle la relit."),
            _("« Garder sans publier » la met de côté : les familles voient toujours celle d’avant."),
        ),
        (_("Voir la page avant les familles."), _("Touchez « Aperçu », l’écran en haut à droite.")),
        (
            _("Pourquoi une photo est-elle refusée ?"),
            _("Un élève y est sans accord, ou l’on n’a pas dit qui y est. La raison est écrite en haut."),
        ),
    ),
    aide(
        "wagtailadmin_pages:delete wagtailadmin_pages:unpublish wagtailadmin_pages:copy wagtailadmin_pages:move wagtailadmin_pages:move_confirm "
        "wagtailadmin_pages:set_page_position wagtail_bulk_action wagtailadmin_pages:confirm_workflow_cancellation",
        PERSONNEL,
        (
            _("Retirer ou supprimer ?"),
            _("« Retirer du site » se défait : publiez de nouveau. « Supprimer » efface la page et son histoire."),
        ),
    ),
    aide(
        "wagtailadmin_pages:history wagtailadmin_pages:usage wagtailadmin_pages:workflow_history wagtailadmin_pages:workflow_history_detail "
        "wagtailadmin_pages:revisions_compare wagtailadmin_pages:revisions_unschedule wagtailadmin_pages:workflow_preview",
        PERSONNEL,
        (
            _("Revenir à ce qui était écrit avant."),
            _("Choisissez la version dans l’historique, relisez-la, puis « Publier »."),
        ),
    ),
    aide(
        "wagtailimages:index wagtailimages:add wagtailimages:edit wagtailimages:delete wagtailimages:image_usage wagtailimages:add_multiple",
        PERSONNEL,
        (
            _("Montrer une photo où il y a des élèves."),
            _(
                "Dites « Qui reconnaît-on ? ». La photo paraît avec l’accord de leurs responsables, et part s’il est repris."
            ),
        ),
    ),
    aide(
        "wagtaildocs:index wagtaildocs:add wagtaildocs:edit wagtaildocs:delete wagtaildocs:document_usage wagtaildocs:add_multiple",
        PERSONNEL,
        (
            _("Donner un document aux familles."),
            _("Ajoutez-le ici, puis choisissez-le dans la page qui doit le proposer."),
        ),
    ),
    aide(
        "sites_du_territoire",
        "territoire",
        (
            _("Donner un nom d’hôte à une école."),
            _("Demandez d’abord à qui tient les serveurs de l’amener ici. Puis tapez-le et « Enregistrer »."),
        ),
    ),
]
AIDES = [*DU_JOURNAL, *DES_SITES]
