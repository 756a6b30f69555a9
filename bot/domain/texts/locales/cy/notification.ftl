### Geiriau’r pwnc hwn: yr hyn y caiff sgrin wedi’i chloi ei ddangos o neges. Dim ffigur, dim cwestiwn, dim enw.

notification-question = Un cwestiwn byr
notification-conversation_suggested = { digest-title-conversation }
notification-readers_needed = { digest-title-needs_you }
notification-worth_a_look = { digest-title-watch }
notification-nothing_needed = { digest-title-nothing }
notification-team_page = { $unit }: crynodeb wythnosol eich tîm
notification-chart = { $unit }: y siart
notification-flag_news = { $unit }: mae arweinydd wedi ateb
notification-help_asked = { loop-help_title }
notification-help_answered = { $unit }: ateb oddi uchod
notification-action_proposed = Cynigiwyd cam gweithredu i chi
notification-action_news = Newyddion am gam gweithredu
notification-action_late = Mae un o’ch camau gweithredu wedi mynd heibio i’w ddyddiad
notification-told_back = Dywedoch chi, gwnaethom ni
notification-flag_precision = Pa mor aml y cafodd baneri eu hadnabod
notification-welcome = Croeso i Rounds
notification-help = Beth yw Rounds a beth allwch chi ei wneud
notification-privacy = Beth sy’n cael ei gadw a phwy sy’n ei weld
notification-settings = Eich gosodiadau
notification-everything_paused = Dim cwestiynau am y tro
notification-alert = Mae angen eich sylw ar rywbeth
notification-machine_alert = Mae angen eich sylw ar Rounds ei hun
notification-prompt = Eich geiriau, os gwelwch yn dda
notification-answer = Ateb gan Rounds
notification-nudge = Pum munud yr wythnos hon
notification-lead_asked = Cwestiwn byr i chi fel arweinydd
