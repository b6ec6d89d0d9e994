"""The add-in as files: built from `addin/` and `macros/`, and put where Excel and LibreOffice look."""
