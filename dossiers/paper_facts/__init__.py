"""What the software knows for a paper: models in, plain facts of `dossiers.documents` out."""
