"""The pipeline's components; config.yml names them."""
