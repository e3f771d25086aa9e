"""PDF documents with a text layer. `reader` is the door; `glyphs` alone knows the library, and runs in a process of its own."""
