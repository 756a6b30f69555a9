### The words of this topic: loop. What leads and teams read about flags, actions and what was told back.

loop-stale = There is nothing left to do here: it is done already, or it is no longer open.
loop-made_before = This was made before you had your present role here, or it is over by now. What you can do now stands on your newest digest. If you have none yet, the next one comes to you.
loop-not_yours = Only the leads and champions of { $unit } can do this. Nothing was changed.

## flags

loop-reply_taken = The { $role } has already taken this for { $unit }. You can still start an action.
loop-reply_thanks = Thank you. You have taken this, and the other leads see that.
loop-reply_ask = Please write what the team should read with its own digest on { $day }. Two sentences are enough. You can also leave it.
loop-reply_ask_now = The team has had its digest. What you write goes to the team at once, as a message. Two sentences are enough. You can also leave it.
loop-reply_words_kept = Thank you. The team reads your words with its own digest on { $day }:
loop-reason_thanks = Noted for { $unit }, and the other leads see it. For up to eight weeks there will be no new flag. What we take as usual for the team does not change.
loop-reason_ask = Please write the reason in a few words (no names).
loop-reason_words_kept = Thank you. The reason now stands on the digest, with your role:
loop-not_recognised_thanks = Thank you, noted for { $unit }. It tells us how often such a message is right. You may still want to talk about it at the next meeting of the leads.
loop-help_thanks = Your request is for those above you: { $roles }. They see that { $unit } asks for help.
loop-help_nobody = Noted for { $unit }. Nobody above your team can be asked at the moment; your administrator can add a sponsor.
loop-help_title = { $unit } asks for help from above
loop-help_asked = Its digest said: { $kinds }. Please speak to its leads this week. Ask what they cannot change themselves.
loop-help_leads = You can speak to: { $roles }.
loop-help_ask_words = { $team }: why not now? The leads who asked read this, with your role.
loop-help_will_speak_thanks = Thank you. The leads who asked are told that you will speak to them.
loop-help_not_now_thanks = Thank you. The leads who asked are told this:
loop-help_echo-will_speak = { $unit }: the { $role } above you will speak to you. They said so on { $day }.
loop-help_echo-not_now = { $unit }: the { $role } above you cannot help now. They wrote on { $day }:
loop-newest_answer = This is the newest answer. What you may have had before no longer holds.
loop-asked_again = You may have had this request before. One answer is enough.
loop-help_late-will_speak = The { $role } said on { $day } that they will speak to the leads. You need not do anything more.
loop-help_late-not_now = The { $role } answered on { $day }. You need not do anything more.
loop-help_late_own-will_speak = You said on { $day } that you will speak to the leads. They have been told.
loop-help_late_own-not_now = You answered on { $day }. The leads have been told.
loop-help_late-not_asked = The leads do not ask for help any more. You need not do anything.
loop-others-replying = { $unit }: the { $role } will reply to the team about the digest to { $date } ({ $kinds }).
loop-others-known_reason = { $unit }: the { $role } gave a known reason for the digest to { $date } ({ $kinds }).
loop-others-not_recognised = { $unit }: the { $role } does not recognise the digest to { $date } ({ $kinds }).
loop-others-help_from_above = { $unit }: the { $role } has asked for help from above about the digest to { $date } ({ $kinds }).

## pressed too late

loop-older_digest = { $unit }: a newer digest has come since the one to { $date }. Please use the buttons of the newer one.
loop-flag_closed = { $unit }: it is too late to answer the digest to { $date }. You need not do anything more about it.
loop-late_closed = { $unit }: this action was done on { $date }.
loop-late_cannot = { $unit }: the team was told on { $date } why this cannot be done.
loop-late_open = { $unit }: the { $role } already owns this action.
loop-late_proposed = { $unit }: the { $role } has already been asked to own this action.

## actions

loop-ask_action = { $unit }: what will be done, or what did the team ask for? One sentence that starts with a verb, no names of people.
loop-ask_owner = Who will own it?
loop-ask_member = Who will own it? They are asked, and can say no. They are not told who else was asked.
loop-ask_due = Owner: { $role }. By when?
loop-no_owner = There is nobody with the role { $role } in { $unit } now. Please choose another.
loop-owner-champion = Champion
loop-owner-medical_lead = Medical lead
loop-owner-nursing_lead = Nursing lead
loop-owner-operational_lead = Operational lead
loop-due =
    { $weeks ->
        [one] In { $weeks } week
       *[other] In { $weeks } weeks
    }
loop-action_proposed = The { $role } is asked to own it, by { $date }. The digest shows it from now on.
loop-action_asked = { $unit }: the { $by } asks you to own this action, by { $date }.
loop-action_asked_member = You can say no, and you need not say why. You are asked because you are on the team’s list, and for no other reason.
loop-action_open = You own this action, by { $date }. The digest shows it until it is done.
loop-action_open_others = { $unit }: the { $role } owns this action, by { $date }.
loop-action_declined = The { $role } cannot take it. Who else will own it?
loop-decline_thanks = Thank you for saying so. The person who asked will choose somebody else.
loop-action_returned = { $unit }: the { $role } does not own this action any more, so it has come back to you. You can ask somebody else.
loop-hand_back_thanks = Thank you for saying so. Whoever answers for this action is told, and it is yours no longer.
loop-action_closed_by_member = Thank you. The leads are told that it is done, and can tell the team.
loop-action_closed = This action is done. Please tell the team what was done.
loop-action_closed_others = { $unit }: this action is done.
loop-action_still_open = It stays open.
loop-action_late = { $unit }: an action of yours was to be done by { $date }.
loop-action_late_owner = { $unit }: the { $role } was to finish this action by { $date }.
loop-action_unanswered = { $unit }: the { $role } has not said yes to this action, which was to be done by { $date }. You can ask somebody else.
loop-button-somebody = Somebody on the team’s list
loop-button-names_before = Earlier names
loop-button-names_after = More names
loop-button-cannot_because = Cannot, and here is why
loop-button-hand_back = I cannot any more
loop-button-take = I take this
loop-button-cannot = Cannot
loop-button-tell = Tell the team
loop-button-done = It is done
loop-button-still_open = Still open

## telling the team

loop-ask_team_words = { $unit }: what should the team read? Say what was heard and what you do about it. A plain “not now, because …” is fine, too.
loop-told_thanks = Sent to everybody in { $unit } who can be reached, outside their quiet hours:
loop-told_action = { $unit }. You said, we did.
loop-ask_cannot_words = { $unit }: why can this not be done? The whole team reads it. Say what stands in the way, and what would have to change.
loop-told_cannot = { $unit }. This was asked for, and it cannot be done now.
loop-told_cannot_why = Here is why:
loop-told_comment = { $unit }. Somebody in the team wrote this, and here is an answer.
loop-told_plain = { $unit }, from the { $role }

## words: asked for, shown first, sent

loop-limits = At most { $longest } characters. You see it once more before it goes anywhere. To leave it, press Cancel.
loop-about_reason = the reason behind the flag for { $unit }
loop-about_reply = your reply to the team of { $unit }
loop-about_action = an action for { $unit }
loop-about_cannot = why something cannot be done for { $unit }
loop-about_comment = your answer to a comment for { $unit }
loop-about_help = why you cannot help now
loop-about_team = what the team of { $unit } is to read
loop-goes_to_team = { $people ->
        [one] This goes to the { $people } other person of { $unit }, if they can be reached:
       *[other] This goes to the { $people } people of { $unit }, as far as they can be reached:
    }
loop-goes_with_page = { $people ->
        [one] The { $people } other person of { $unit } reads this with the digest on { $day }:
       *[other] The { $people } people of { $unit } read this with the digest on { $day }:
    }
loop-goes_to_askers = This goes to the leads who asked for help, with your role:
loop-goes_into_digest = { $people ->
        [one] This goes into the digest of { $unit }, which { $people } other person reads:
       *[other] This goes into the digest of { $unit }, which its { $people } people read:
    }
loop-goes_with_flag = This is shown on the digest of { $unit }, with your role, to all who read it:
loop-button-send = Send
loop-button-change = Change
loop-button-cancel = Cancel
loop-ask_again = Please write it again as it should be. This is what you wrote:
loop-cancelled = Cancelled. Nothing was sent.
loop-prompt_asked_again = You were asked again further down: { $about }.
loop-prompt_written = Your words are shown further down: { $about }.
loop-prompt_not_needed = No words are needed here any more: { $about }.
loop-prompt_not_sent = Nothing was sent. This is what you wrote:
loop-empty_words = There were no words in that. Please write again.
loop-too_long = That has { $length } characters, and { $longest } fit. Nothing was kept. Please shorten it and send it again:

## explanations

loop-why_no_figures = { $unit }: a score takes answers of at least { $minimum } people. Where twenty or more could be asked it takes at least ten. With yes/no questions it mostly takes at least six. Nor is a score told that would settle whether somebody took part. A team, or small teams together, needs { $team } colleagues on its list. A week needs five of them who could be asked. Whoever reads this digest or one above, or administers Rounds, is not counted. Nor is whoever did in the last 26 weeks. Small teams are counted together where that is enough, and are named together. Who is new here, alone or with the whole team, counts some weeks later. A week in which too few messages arrived has no figure. After a restore, or where a key was lost, there may be none. No figure is left out because it is low or high.
loop-why_no_figures_quarter = These rules are new since this quarter began. A week that was closed by the earlier rules is in no figure any more.
loop-team_list = { $unit } has { $listed ->
        [one] { $listed } person
       *[other] { $listed } people
    } on its list. Please compare it with who works here now. Leavers and people on long leave make a team look quieter than it is. Your administrator can correct it.
loop-handover = For the next handover, in your own words:
loop-handover_words = You will get one question once or twice a week, one tap. I cannot see what you answer or whether you answer. You will read the main results, too.

## naming somebody for a co-lead post that nobody holds

loop-post_ask_role = For which post of { $unit } would you name somebody?
loop-post_ask = Who could be { $role } of { $unit }?
loop-post_ask_note = Ask them first. Your choice goes to whoever runs Rounds here, who decides. Nothing changes until then.
loop-button-post_elsewhere = Somebody from elsewhere
loop-post_sent = Sent to whoever runs Rounds for { $unit }: { $name } as { $role }. They decide.
loop-post_sent_elsewhere = Sent to whoever runs Rounds for { $unit }: somebody from elsewhere as { $role }. They decide.
loop-post_nobody = Nobody who runs Rounds for { $unit } can be reached. Please tell them yourself.
loop-post_filled = Somebody is { $role } of { $unit } by now.
loop-post_none_missing = { $unit } has a medical, a nursing and an operational lead by now.

## an action that is what the digest suggests

loop-ask_action_or = Or take what the digest suggests:
loop-button-take_step = Take that
