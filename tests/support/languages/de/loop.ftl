loop-reply_thanks = Danke, übernommen.
loop-others_replying = { $unit }: Von { $role } beantwortet, Stand { $date } ({ $kinds }).
