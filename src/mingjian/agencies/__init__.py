"""Who claims to act for customers, and may they?"""
