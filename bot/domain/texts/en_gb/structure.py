"""The words of this topic: posts and seats beside the pulse, and what a dated step restarts. Posts, never names."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {
    # co-leads
    "co_leads": "CO-LEADS Not named yet: {roles}. Good teams are often led by doctor, nurse and manager together.",
    "co_leads_above": "CO-LEADS Teams without all of medical, nursing and operational lead: {count} of {teams}.",
    # posts
    "posts": "POSTS {posts}.",
    "post.doctor": "{role} (doctor) since {month} {year}",
    "post.nurse": "{role} (nurse) since {month} {year}",
    "post.ahp": "{role} (allied health) since {month} {year}",
    "post.other": "{role} since {month} {year}",
    "post_vacant": "{role} vacant",
    "posts_more": "{count} more",
    "role.clinical_lead": "clinical lead",
    "role.divisional_director": "divisional director",
    "role.medical_director": "medical director",
    "role.assistant_medical_director": "assistant or associate medical director",
    "role.director_of_education": "director of education",
    "role.clinical_tutor": "clinical tutor",
    "role.postgraduate_dean": "postgraduate dean",
    "role.director_of_research": "director of research and development",
    "role.clinical_network_director": "clinical network director",
    "role.clinical_governance_lead": "clinical governance lead",
    "role.chief_executive": "chief executive",
    "role.chair_of_research_ethics": "chair of the research ethics committee",
    "role.risk_management": "risk management",
    "role.infection_control": "infection control",
    # board
    "board": "BOARD {held} of {seats} seats held: {who}. Half have sat for {tenure} or longer.",
    "board_empty": "BOARD None of {seats} seats held.",
    "professions.doctor": "doctors {count}",
    "professions.nurse": "nurses {count}",
    "professions.ahp": "allied health {count}",
    "professions.other": "others {count}",
    "kind.active_staff": "treating patients here {count}",
    "kind.at_large": "clinicians from elsewhere {count}",
    "kind.management": "management {count}",
    "chief_executive": "Chief executive {vote}, in post for {tenure}.",
    "vote.yes": "with a vote",
    "vote.no": "without a vote",
    "tenure_under": "under a year",
    "tenure_one": "a year",
    "tenure": "{years} years",
    # dated steps
    "changed_trainees": "CHANGED {reason}. Whoever joins is new to us; all other habits go on as they were.",
    "changed_baseline": "CHANGED {reason}. We learn afresh what is usual for you and suggest no conversation for four "
    "weeks.",
    "changed_rebase": "CHANGED {reason}. From this week the chart’s usual range starts afresh.",
    "changed_above": "CHANGED {reason} ({count} of {teams} teams).",
}
