"""How the house sounds: learned from its best posts, corrected in plain words, measured."""
