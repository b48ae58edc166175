"""Being here, this file puts tests/domain on the path, so that its helpers can be imported."""
