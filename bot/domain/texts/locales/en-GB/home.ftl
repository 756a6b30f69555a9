### The words of a person's own page in a chat program (Slack's App Home).

home-title = Your settings at { $organisation }
home-teams = You are on the list of: { $teams }.
home-asked = You are asked at most once a week by each schedule.
home-asked_less = You are asked at most { $weeks ->
        [one] every week
       *[other] every { $weeks } weeks
    }, as you wished.
home-paused = No questions until the end of { $day }.
home-stopped = You have stopped. You get no questions, and no list shows anyone who has stopped.
home-confidential = Answers are confidential. No lead or administrator sees what you answer, or whether you do.
home-button-less_often = Ask me less often
home-button-weekly_again = Weekly again
home-button-pause = Pause
home-button-resume = Ask me again
home-button-stop = Stop
home-button-privacy = Who sees what?
