"""The words of this topic: bands, special kinds, coupling, and the organisation's own line."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {
    # the organisation as a whole
    "moved_lower": "The whole organisation answered less than usual this week; this is not about your team.",
    "moved_higher": "The whole organisation answered more than usual this week; this is not about your team.",
    "moved_above_lower": "The whole organisation answered less than usual this week; this is not about these teams.",
    "moved_above_higher": "The whole organisation answered more than usual this week; this is not about these teams.",
    "organisation": "WHOLE ORGANISATION {share} questions were answered this week.",
    "no_range": "A usual range needs twelve weeks.",
    "range": "Usual: {low} to {high} in 10.",
    "range_one": "Usual: about {low} in 10.",
    "swing_steady": "Nothing out of the ordinary.",
    "swing_lower": "Lower than its usual range; no team is flagged for what all share.",
    "swing_higher": "Higher than its usual range.",
    "swing_lower_lasting": "Below its own mean for seven weeks or more; no team is flagged for what all share.",
    "swing_higher_lasting": "Above its own mean for seven weeks or more.",
    "organisation_said": "All teams together say: {agreement}.{change}",
    # bands
    "bands": "STANDING {words} ({period}). {lowest}",
    "overall": "STANDING {band}, all questions together ({period}).",
    "or": "or",
    "band.low": "low",
    "band.moderate": "moderate",
    "band.high": "high",
    "competency.personal": "own part (personal)",
    "competency.supervisory": "team leadership (supervisory)",
    "competency.strategic": "direction (strategic)",
    "competency": "{name} {band}",
    "all_alike": "{band} for {first}, {second} and {third}",
    "lowest": "Lowest: {name}.",
    "lowest_just": "Lowest, if only just: {name}.",
    # special kinds, over a quarter
    "kinds": "LAST QUARTER {words}.",
    "kinds_of": "{agreement}: {kinds}",
    "kind.influence": "raising something changes things (from those who raised something)",
    "kind.two_way": "we hear back",
    "kind.advocacy": "we speak up for this service",
    "kind.followership": "we work with our leads",
    "loop": "LOOP Over half a year {owned} of {actions} actions had an owner within 14 days; {told} of {tellable} were "
    "told back within 30.",
    "wide": "People here see things very differently from one another: a middle answer may stand for two groups.",
    # coupling, over a quarter
    "leads": "LEADS AND TEAMS {words}.",
    "together.closely": "co-leads of one team see things alike",
    "together.mostly": "co-leads of one team mostly see things alike",
    "together.differ": "co-leads of one team see things differently",
    "gap.alike": "co-leads and their teams see what matters alike",
    "gap.leads_rosier": "co-leads see it rosier than their teams do",
    "gap.members_rosier": "teams see it rosier than their co-leads do",
    "fit": "plans fit the means: {agreement}",
}
