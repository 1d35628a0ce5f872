"""The filled demonstration: both agreements with a history from 2013 to 2026, and an account for each role.

Only what the agreements themselves document is told as fact (the recommendation of 5 June 2013, the referral, the
start on 15 April 2014, the first managing municipality). Everything else is an example, marked as one in every place
it is shown, chosen so that every status of the interface occurs.
"""
