### The words of this topic: guardians. Help for staff, and who gets what is raised, on the console.

guardians-title = Help and guardians
guardians-heading = Guardians
guardians-words = A guardian is somebody outside the teams, such as a Freedom to Speak Up guardian. They get what people raise with them. After 7 days they get what a team’s leads have not answered. Names are shown to whoever raises something. Nobody is shown how much is raised.
guardians-none = Nobody is named yet. What is raised and not answered can go to nobody outside the team.
guardians-new = Name a guardian
guardians-end = End { $who } as guardian
guardians-person = Id of the person
guardians-person_words = Somebody on the list. Ids stand under People; there you can add somebody with the role guardian.
guardians-units = For which units
guardians-units_words = Each with all units below it.
guardians-help = Help for staff
guardians-help_words = Shown under More on every question, and where people see their own settings. It is never offered because of what somebody answered or wrote.
guardians-help_none = Nothing is shown yet.
guardians-help_change = Change the help for staff
guardians-help_text = What to say
guardians-help_text_words = One line, such as a name and a telephone number. Leave both lines empty to show nothing.
guardians-help_link = Link
guardians-help_link_words = A web address (https://), an e-mail address (mailto:) or a telephone number (tel:). You may leave it empty.
