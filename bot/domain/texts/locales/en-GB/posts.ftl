### The words of this topic: posts. Who leads a team by name, and the register of posts and seats without names.

posts-title = Posts of { $unit }
posts-whole = Posts of the organisation
posts-heading-lead = Leads
posts-heading-role = Posts
posts-heading-seat = Governance seats
posts-leads_words = They get the digest and own what is done about it. A good team is often led by all three together.
posts-lead-medical_lead = Medical lead
posts-lead-nursing_lead = Nursing lead
posts-lead-operational_lead = Operational lead
posts-lead_fill = Make somebody { $role } of { $unit }
posts-lead_words = This person then reads the digest of { $unit }. They keep all other roles.
posts-lead_end = End { $name } as { $role } of { $unit }
posts-person = { $name } ({ $id })
posts-none-role = No posts are in the register yet.
posts-none-seat = No seats are in the register yet.
posts-new-role = New post
posts-new-seat = New seat
posts-new_title-role = New post of { $unit }
posts-new_title-seat = New seat of { $unit }
posts-fill = Fill { $post }
posts-change = Change { $post }
posts-empty = Leave { $post } empty
posts-end = Take { $post } out of the register
posts-held = Held since { $since } ({ $profession })
posts-vacant = Vacant
posts-no_vote = Without a vote
posts-no_names = The register holds professions and dates, and no names. The first digest of each quarter tells what stands in it.
posts-choose_one = Please choose one person, from the list or by id
posts-nobody = Nobody in your units has this id
posts-field-person = Who
posts-field-other = Or the id of somebody else
posts-field-role = Post
posts-field-title = What the seat is called
posts-field-kind = Whom it is for
posts-field-votes = With a vote
posts-field-profession = Profession of the holder
posts-field-since = In post since
posts-help-other = Anybody with a role in your units. Ids stand under People.
posts-help-title = Such as Medical director. Please write no name of a person.
posts-help-holder = For a vacant post leave this and the date empty.
posts-kind-active_staff = A clinician who treats patients here
posts-kind-at_large = A clinician from elsewhere
posts-kind-management = A manager
posts-kind-chief_executive = The chief executive
posts-kind-other = Anybody

## what leads suggest

posts-suggested = The { $by } of { $unit } suggests { $person } as { $role }.
posts-suggested_elsewhere = { $unit } has no { $role }. Its { $by } asks for somebody from elsewhere.
posts-suggested_ask = Nothing has changed yet. Please ask whoever it will be before you fill the post.
posts-button-open = Fill the post
