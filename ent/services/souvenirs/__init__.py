"""What a family keeps of a child: one ZIP that opens as a page without the site."""
