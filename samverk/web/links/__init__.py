"""The page behind a link to one act, the links that are out, and asking somebody by a link."""
