"""Backups: a consistent copy of database, files and keys in one encrypted file, and the way back.

A backup is an age file (https://age-encryption.org/v1) around a tar: `manifest.json`, the dump in pieces, the files
under their SHA-256, the keys. Everything streams; memory stays flat, and nothing unencrypted is written to disk.
"""
