"""Pictures as files of their own: drawings for whoever links to a page, and for what reads no style sheet."""
