"""The life of the school around the class. First part: image rights, asked of families and enforced."""
