### Gwallau ym meysydd ffurflen, beth bynnag yw diben y ffurflen.

forms-needed = Llenwch hwn, os gwelwch yn dda
forms-choose_some = Dewiswch o leiaf un, os gwelwch yn dda
forms-not_in_list = Dewiswch o’r rhestr, os gwelwch yn dda
forms-no_date = Ysgrifennwch ddyddiad fel 2026-03-02, os gwelwch yn dda
forms-no_time = Ysgrifennwch amser fel 10:00, os gwelwch yn dda
forms-no_number = Ysgrifennwch rif cyfan, os gwelwch yn dda
forms-yes = Ie
forms-no = Na
