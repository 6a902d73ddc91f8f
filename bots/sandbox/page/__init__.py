"""The sandbox in a browser: three phones, the staff group, what happens underneath, and the scripts."""
