loop-reply_thanks = Danke, übernommen.
loop-others-replying = { $unit }: Von { $role } beantwortet, Stand { $date } ({ $kinds }).
