### The words of this topic: library, the steps of the action library. Five minutes, on one's own, today.

library-1-1 = Write one result for your own patients on the handover board. Put beside it: “What would change this?”
library-1-2 = Ask the next colleague you meet what wasted their time today. Remove it, or say who can.
library-1-2b = Find one thing that you all write down twice. Ask today who could drop one of the two.
library-1-3 = At your next handover, listen for one thing people do that no policy mentions. Note it.
library-1-4 = When you next hear “we are not allowed”, write down which rule is meant. Ask your governance lead about it.
library-2-1 = Turn one decision of yours this week into a question. Send it to two colleagues before you decide.
library-2-1b = Ask one colleague: “What should I know that nobody tells me?” Only listen.
library-2-2 = Take one recent slip, without names. Write down what the system let through, and what you will do differently.
library-3-1 = List the three roles that meet most of your patients. Ask one person in them what gets in the way.
library-3-2 = Think of the colleague whose advice others seek. Ask them today what they would try first.
library-3-3 = Send the other leads three lines on what the team said. Ask each for one reply.
library-3-4 = Take one thing that should change. Write down who, what, by when, and how you will know.
library-3-5 = Ask the person who disagrees most with your last decision for their best reason. Thank them for it.
library-4-1 = Write down one step that everybody could do alike. Ask one colleague where that would be wrong.
library-4-2 = Show a colleague one small figure of your team’s own work. Ask what they see in it before you say anything.
library-4-3 = Choose one small improvement for one shift. Ask one colleague to try it with you.
library-4-3b = Find one thing that the night shift does better. Ask one of them to show you.
library-4-4 = Put one thing where people reach for it. Take away one that is in the way.
library-5-1 = Send up the one thing you cannot change yourself, with a date for a reply.
library-5-1b = Tell your team one thing that you asked for from above, and what the answer was.
library-6-1 = Before you plan the next improvement, ask two people it touches: “Which problem would you solve first?”
library-6-2 = Ask the colleague whose opinion people repeat for a view before the next meeting.
library-6-3 = Ask someone who works the shift to bring the next piece of news, with you beside them.
library-6-4 = With their agreement, say at handover whose idea helped last month, and what it changed.
library-6-4b = Thank one person for one exact thing that you saw them do.
library-6-5 = Make one promise small enough to keep by Friday. Say today when you will report.
library-6-5b = Say openly one thing you got wrong this month, and what you do differently now.
library-6-6 = Tell the next shift one thing decided, one still open, and one that cannot change and why.
library-6-6b = Answer the question that has waited longest, even if the answer is “not yet”.
library-6-7 = Look at your next meeting. Halve it, or move it so that those on nights can come.
library-6-7b = Cancel one message or meeting that nobody would miss. Tell people why.

## what gives room to the teams below, for those above them

library-1-4g = Ask the leads below which rule stops them most. Ask its owner this week whether it has to.
library-3-3g = Name one decision that teams below may take without asking you. Tell their leads by Friday.
library-4-4g = Take one request from below off its long way: decide it today, or say who will and by when.
library-5-1g = Answer the oldest request from below, even with a no, and say why.
library-5-1h = Ask the leads below together: “What do you plan that you lack the means for?” Only listen.
library-6-1g = Before the next plan that touches these teams, ask two of their leads what it would take.
