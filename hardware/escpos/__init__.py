"""ESC/POS: what a receipt printer is told and what it answers. The only home of python-escpos."""
