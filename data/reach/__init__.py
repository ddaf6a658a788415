"""Who is reached within fifteen minutes: by services and by units, where units should stand, and what if they did."""
