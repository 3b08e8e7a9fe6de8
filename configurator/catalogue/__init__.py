"""Products as their authors write them: model, prices and words in one file."""
