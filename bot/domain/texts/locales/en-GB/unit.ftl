### A unit's own page in the browser.

unit-nothing_yet = There is nothing to read yet. What your chat brings you about this unit will stand here, too.
unit-details = Details
unit-in_hand = Actions now
unit-nothing_open = None is open.
unit-done = You said, we did
unit-done_label = Done { $date }
unit-cannot_label = Could not be done { $date }
unit-weeks = Week by week
unit-week = Week to { $date }
unit-share = You can share this address: whoever opens it signs in and sees what is theirs to read.
