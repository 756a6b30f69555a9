### Faults of a form's fields, whatever the form is for.

forms-needed = Please fill this in
forms-choose_some = Please choose at least one
forms-not_in_list = Please choose from the list
forms-no_date = Please write a date like 2026-03-02
forms-no_time = Please write a time like 10:00
forms-no_number = Please write a whole number
forms-yes = Yes
forms-no = No
