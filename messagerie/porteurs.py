"""Who reads the files of the messagerie: whoever reads the item that holds them."""
