"""Where people decide: complaints in hand, cases from suspicion to filing, and every step accounted for.

Nothing here reads a score. What a run computed suggests where to look; a person looks, decides and says why.
"""
