"""The ONDE import: parse (`lire`) → plan (`planifier`) → execute (`executer`). Only the last one writes."""
