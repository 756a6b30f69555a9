### The words of this topic: library, one step for each component of the action library.

library-1-1 = Put one result for your own patients on the handover board. Ask beside it: “What would change this?”
library-1-2 = Ask three people on different shifts what wastes most of their time. Remove one such thing by Friday.
library-1-3 = Spend half an hour on a shift you rarely see. Note three things people do that no policy mentions.
library-1-4 = When you next hear “we are not allowed”, find the rule with your governance lead. Tell the team what it permits.
library-2-1 = Bring one open question to a meeting instead of a finished plan. Let those present decide it.
library-2-2 = Take one recent slip, without names. Ask what the system let through, and what each of us will do differently.
library-3-1 = List the few roles that meet most of the patients a change affects. Talk to those people first.
library-3-2 = Ask a colleague whose advice others seek to try the change for a week. Free an hour for it.
library-3-3 = Send matron, lead consultant and manager the same five lines on what the team said. Ask each for a reply.
library-3-4 = With a colleague who is new to this, write one open action: who, what, by when, how we will know.
library-3-5 = Open a meeting with the best argument against the change. Thank whoever made it, and alter one thing because of it.
library-4-1 = Agree one step that all will do alike for two weeks. Say which steps stay a matter of judgement.
library-4-2 = Show one small chart of the team’s own work. Say what it cannot tell, and ask what people think.
library-4-3 = Try the change on one shift with one doctor, one nurse and one patient. Decide together whether to go on.
library-4-4 = Put the right kit, form or order where people reach for it. Take the wrong one away.
library-5-1 = Send up the one thing you cannot change yourself, with a date for a reply. Tell the team you have.
library-6-1 = Before you draft the next change, ask two people it will affect: which problem would you solve first?
library-6-2 = Ask the colleague people quote after meetings for a view before the meeting.
library-6-3 = Let someone who works that shift bring the news, in their own words, with you beside them.
library-6-4 = With their agreement, say at handover whose idea last month’s improvement was and what it changed.
library-6-5 = Make one promise small enough to keep by next week. Report on that day what came of it.
library-6-6 = Tell each shift, nights too, one thing decided, one still open, one that cannot change and why.
library-6-7 = Halve one regular meeting, or move it so that those on nights can come. Start it on time.
