"""Bar code scanners: telling a scan from typing, and the grammar of a scan; what a code means is not known here."""
