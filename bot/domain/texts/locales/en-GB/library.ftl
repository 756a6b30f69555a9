### The words of this topic: library, one step for each component of the action library.

library-1-1 = Put one result for your own patients on the handover board with the question “what would move this?”
library-1-2 = Ask three people on different shifts what wastes most of their time, and remove one such thing by Friday.
library-1-3 = Spend half an hour on a shift you rarely see and note three habits that no policy mentions.
library-1-4 = Next time you hear “we are not allowed”, find the rule with your governance lead and tell the team what it permits.
library-2-1 = Bring one undecided question, instead of a finished plan, to a meeting and let those present decide it.
library-2-2 = Take one recent slip, without names, and ask both what the system let through and what each of us will do differently.
library-3-1 = List the few roles that meet most of the patients a change will touch, and talk to those people first.
library-3-2 = Ask a colleague others turn to whether they would try the change for a week, and free an hour for it.
library-3-3 = Send the matron, lead consultant and manager the same five lines on what the team said, and ask each for one reply.
library-3-4 = Write one open action as who, what, by when and how we will know, with a colleague who has never done so.
library-3-5 = Open a huddle with the best argument against the change, thank whoever made it, and alter one thing because of it.
library-4-1 = Agree one step that all will do alike for a fortnight, and say which steps stay a matter of judgement.
library-4-2 = Show one small chart of the team’s own work, say what it cannot tell, and ask what people make of it.
library-4-3 = Try the change on one shift with one doctor, one nurse and one patient, then decide together whether to go on.
library-4-4 = Put the right kit, form or order where the hand already goes, and take the wrong one away.
library-5-1 = Send up the one thing you cannot mend at your level, with a date for a reply, and tell the team you have.
library-6-1 = Before drafting the next change, ask two people who will live with it which problem they would solve first.
library-6-2 = Ask the colleague people quote after meetings for a view before the meeting.
library-6-3 = Let someone who works that shift bring the news, in their own words, with you beside them.
library-6-4 = With their agreement, say at handover whose idea last month’s improvement was and what it changed.
library-6-5 = Make one promise small enough to keep by next week, and report on the day whatever came of it.
library-6-6 = Tell each shift, nights too, one thing decided, one thing still open and one thing that cannot change and why.
library-6-7 = Halve one standing meeting, or move it so that those on nights can come, and start it on the minute.
