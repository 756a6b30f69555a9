### The words of this topic: posts and seats beside the pulse, and what a dated step restarts. Posts, never names.

## co-leads

structure-co_leads_label = Co-leads
structure-co_leads = Not named yet: { $roles }
structure-co_leads_note = good teams are often led by doctor, nurse and manager together
structure-co_leads_above = Teams without all of medical, nursing and operational lead: { $count } of { $teams }

## posts

structure-posts_label = Posts
structure-post-doctor = { $role } (doctor) since { $since }
structure-post-nurse = { $role } (nurse) since { $since }
structure-post-ahp = { $role } (allied health) since { $since }
structure-post-other = { $role } since { $since }
structure-post_vacant = { $role }: vacant
structure-posts_more = { $count } more
structure-role-clinical_lead = Clinical lead
structure-role-divisional_director = Divisional director
structure-role-medical_director = Medical director
structure-role-assistant_medical_director = Assistant or associate medical director
structure-role-director_of_education = Director of education
structure-role-clinical_tutor = Clinical tutor
structure-role-postgraduate_dean = Postgraduate dean
structure-role-director_of_research = Director of research and development
structure-role-clinical_network_director = Clinical network director
structure-role-clinical_governance_lead = Clinical governance lead
structure-role-chief_executive = Chief executive
structure-role-chair_of_research_ethics = Chair of the research ethics committee
structure-role-risk_management = Risk management
structure-role-infection_control = Infection control

## board

structure-board_label = Board
structure-board = { $filled } of { $seats } seats held
structure-board_tenure = half have sat for { $tenure } or longer
structure-board_empty =
    { $seats ->
        [one] The only seat is empty
       *[other] None of { $seats } seats held
    }
structure-professions-doctor = doctors { $count }
structure-professions-nurse = nurses { $count }
structure-professions-ahp = allied health { $count }
structure-professions-other = others { $count }
structure-kind-active_staff = treating patients here { $count }
structure-kind-at_large = clinicians from elsewhere { $count }
structure-kind-management = management { $count }
structure-chief_executive = chief executive { $vote }, in post for { $tenure }
structure-vote-yes = with a vote
structure-vote-no = without a vote
structure-tenure =
    { $years ->
        [0] under a year
        [one] a year
       *[other] { $years } years
    }

## dated steps

structure-changed_label = Changed
structure-changed-trainees = new joiners have no history with us yet; nothing else changes
structure-changed-baseline = we learn again what is usual for you and suggest no conversation for four weeks
structure-changed-rebase = from this week the chart has a new usual range
structure-changed_above = { $count } of { $teams } teams
