"""Forms: a few questions over several messages, as pure steps from value to value.

What is asked next is never stored: it is the first slot that is not filled. So a slot that was filled in any
way (told with the first words, skipped, corrected) is not asked for, and a form that is read back from JSON
goes on where it stood.

Which questions there are may depend on the answers so far: then `Form.slots` is a function of the state. An answer
that a correction of another one has made impossible is forgotten, and so asked for again.
"""
