### The words of this topic: comments. What people of a team wrote in a block, and what their leads say to it.

comments-heading = { $unit }: what people wrote, to { $date }
comments-asked = It was asked: “{ $question }”
comments-number = Comment { $number }
comments-answer = The { $role } answers
comments-note = At least ten people have written. These words stand in an order of chance, without names and dates. Please do not ask who wrote what.
comments-button-answer = Answer { $number }
comments-way-before = Earlier ones
comments-way-after = More
comments-none = { $unit }: these words are no longer kept.
comments-not_for_you = { $unit }: these words are for those who were in the team when they were shown.
comments-ask = You answer this comment. The whole team reads your words under it, with your role.
