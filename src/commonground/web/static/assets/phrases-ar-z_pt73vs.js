var e=`# دليل العبارات: نص لكل عبارة، بالخانات نفسها في كل لغة.
# تقع الخانة بعد نقطتين أو رقماً مع رمزه، فلا يتغيّر ما يُدرج فيها.

## التوقف والكف.

ph-stop_hitting_us = توقفوا. أنتم تصيبوننا.
ph-stop_hitting_site = توقفوا. أنتم تصيبون موقعاً محمياً: { $place }.
ph-stop_hitting_convoy = توقفوا. أنتم تصيبون قافلة إنسانية: { $place }.
ph-stop_fire_here = توقفوا. نيرانكم تسقط هنا: { $place }.
ph-stop_people_here = توقفوا. يوجد مدنيون هنا: { $place }.
ph-still_hitting = ما زلتم تصيبوننا. توقفوا.
ph-cease_activity = أوقفوا هذا النشاط الآن: { $about }.
ph-cease_around = أوقفوا كل إطلاق نار ضمن مسافة { $distance } من هذا المكان: { $place }.
ph-hold_activity = لا تبدؤوا هذا النشاط حتى نعاود الاتصال بكم: { $about }.
ph-hold_lifted = لم نعد نطلب تعليق هذا النشاط: { $about }.
ph-stopping = تلقينا نداء التوقف. نعمل الآن على إيقاف ذلك.
ph-stop_passed_on = تلقينا نداء التوقف. نُقل إلى مركز العمل هذا: { $post }.
ph-stopped = أُوقف ذلك. الوقت: { $time }.
ph-stop_by_mistake = أُرسل نداء التوقف هذا خطأً: { $about }.

## أنتم قريبون من.

ph-close_to_us = نشاطكم قريب من أفرادنا: { $place }.
ph-close_to_site = نشاطكم قريب من موقع مسجَّل: { $place }.
ph-close_to_convoy = نشاطكم قريب من قافلة إنسانية: { $place }.
ph-aircraft_close = طائرتكم وطائرتنا متقاربتان: { $place }.
ph-aircraft_heading = طائرتكم متجهة نحو هذا المكان: { $place }.
ph-uav_close = طائرتكم بلا طيار قريبة منا: { $place }.
ph-keep_distance = ابقوا على مسافة لا تقل عن { $distance } من هذا المكان: { $place }.
ph-stay_below = ابقوا دون هذا المستوى: { $level }.
ph-stay_above = ابقوا فوق هذا المستوى: { $level }.
ph-people_here = يوجد مدنيون هنا: { $place }. العدد: { $persons }.
ph-our_people_here = أفرادنا هنا: { $place }.

## الاستلام والرد.

ph-received = تم الاستلام.
ph-understood = مفهوم.
ph-yes = نعم.
ph-no = لا.
ph-say_again = أعيدوا الرسالة.
ph-say_again_place = أعيدوا ذكر المكان.
ph-say_again_times = أعيدوا ذكر الأوقات.
ph-wait = انتظروا. سنجيب في موعد أقصاه: { $until }.
ph-unable = يتعذر علينا ذلك.
ph-will_do = سنفعل ما طلبتم.
ph-done = تم التنفيذ. الوقت: { $time }.
ph-passed_on = نُقل إلى مركز العمل هذا: { $post }.
ph-other_post = هذا من شأن مركز عمل آخر: { $post }.
ph-no_answer_yet = لم يصلنا جوابكم بعد: { $about }.
ph-disregard = لا تعتدّوا برسالتنا هذه: { $about }.

## الموقع وإعادة القراءة.

ph-our_location = موقعنا: { $place }.
ph-event_location = الحدث هنا: { $place }.
ph-aircraft_location = طائرتنا هنا: { $place }. المستوى: { $level }.
ph-read_back = نعيد ذكر المكان للتحقق: { $point }.
ph-readback_agrees = قراءتكم مطابقة لما أرسلناه.
ph-readback_differs = قراءتكم مختلفة. ما أرسلناه: { $point }.
ph-confirm_place = أهذا هو المكان الذي تقصدونه: { $point }؟
ph-place_by_name = لا نعرف هذا المكان إلا باسمه: { $place_name }. لنحدده معاً.
ph-from_place_measured = قياساً من هذا المكان: { $point }. الاتجاه الحقيقي: { $bearing }. المسافة: { $distance }.
ph-place_corrected = ذكرنا مكاناً غير صحيح. السابق: { $from_place }. الصحيح: { $to_place }.

## الطلبات.

ph-confirm_receipt = نرجو تأكيد استلامكم هذا: { $about }.
ph-crews_told = هل أُبلغت الأطقم بهذا: { $about }؟
ph-explain_event = نرجو توضيح ما حدث. المكان: { $place }. الوقت: { $time }.
ph-explain_activity = نرجو توضيح النشاط الذي رُصد. المكان: { $place }. الفترة: { $period }.
ph-is_it_yours = هل هذا النشاط لكم؟ المكان: { $place }.
ph-take_over = نرجو أن تتولوا هذا الأمر: { $about }.
ph-post_on_line = نطلب حضور مركز العمل هذا على الخط: { $post }.
ph-answer_by = نحتاج إلى جوابكم في موعد أقصاه: { $until }.
ph-tell_partners = نرجو إبلاغ القوات التي تتحدثون باسمها: { $about }.
ph-pause_asked = نطلب توقفاً محلياً مؤقتاً. المكان: { $place }. الفترة: { $period }.
ph-pause_longer = نطلب تمديد هذا التوقف: { $about }. حتى: { $until }.
ph-pause_agreed = سنعلّق نشاطنا كما طلبتم: { $about }.

## الإجلاء الطبي والبحث والإنقاذ.

ph-medevac_needed = مطلوب إجلاء طبي. المكان: { $place }. الجرحى أو المرضى: { $persons }.
ph-medevac_flight = رحلة إجلاء طبي. من: { $from_place }. إلى: { $to_place }. الفترة: { $period }.
ph-medevac_road = سيارات إسعاف على الطريق. من: { $from_place }. إلى: { $to_place }. الفترة: { $period }.
ph-medevac_waits = الإجلاء الطبي في انتظار جوابكم. المكان: { $place }.
ph-aircraft_down = سقطت طائرة: { $place }.
ph-rescue_begins = بحث وإنقاذ ضمن مسافة { $distance } من هذا المكان: { $place }. الفترة: { $period }.
ph-rescue_unhindered = نرجو عدم إعاقة الإنقاذ. علّقوا كل نشاط ضمن مسافة { $distance } من هذا المكان: { $place }. الفترة: { $period }.
ph-rescue_found = عثرت فرق الإنقاذ على: { $persons }. المكان: { $place }.
ph-rescue_ended = انتهت عملية البحث والإنقاذ. الوقت: { $time }.
ph-rescue_help = يمكننا المساعدة في البحث. اعتباراً من: { $time }.
ph-distress_heard = نسمع نداء استغاثة. التردد: { $frequency }.

## النشاط المعلن.

ph-activity_announced = نعلن عن نشاط: { $about }. الصنف: { $activity }. الفترة: { $period }.
ph-activity_changed = تغيّر هذا النشاط: { $about }.
ph-activity_cancelled = أُلغي هذا النشاط: { $about }.
ph-activity_late = إشعار متأخر: { $about }. يبدأ في: { $time }.
ph-activity_begun = بدأ هذا النشاط: { $about }. الوقت: { $time }.
ph-activity_ended = انتهى هذا النشاط: { $about }. الوقت: { $time }.
ph-activity_seen = نرصد نشاطاً لا يشمله أي إشعار. المكان: { $place }. الصنف: { $activity }.
ph-activities_meet = إشعارنا وإشعاركم متداخلان. إشعارنا: { $about }. إشعاركم: { $other }.
ph-move_time_asked = هل يمكن نقل هذا النشاط إلى وقت آخر: { $about }؟ المقترح: { $period }.
ph-move_level_asked = هل يمكن نقل هذا النشاط إلى مستويات أخرى: { $about }؟ المقترح: { $band }.

## المجال الجوي وعبور خط.

ph-crossing_planned = سنعبر الخط. المكان: { $place }. الفترة: { $period }.
ph-crossing_seen = عبر جانبكم الخط. المكان: { $place }. الوقت: { $time }.
ph-crossing_ours = عبرنا الخط. المكان: { $place }. الوقت: { $time }.
ph-crossing_ended = عدنا إلى جانبنا من الخط. الوقت: { $time }.
ph-crossings_counted = إحصاؤنا عند الخط: { $crossings }. الفترة: { $period }.
ph-passed_within = مرّت طائرتكم على مسافة { $distance } من طائرتنا. المكان: { $place }. الوقت: { $time }.
ph-levels_in_use = نستعمل هذه المستويات: { $band }. المكان: { $place }. الفترة: { $period }.
ph-talk_on = نرجو التحدث إلينا على هذا التردد: { $frequency }.
ph-gnss_disturbed = الملاحة بالأقمار الصناعية مشوَّشة هنا: { $place }.
ph-uav_link_lost = فقدنا الاتصال بطائرة لنا بلا طيار. آخر مكان: { $place }.
ph-aircraft_distress = طائرتنا في حالة استغاثة: { $place }.

## القوافل.

ph-convoy_announced = قافلة إنسانية. من: { $from_place }. إلى: { $to_place }. الفترة: { $period }.
ph-passage_asked = نطلب المرور. المكان: { $place }. الفترة: { $period }.
ph-passage_crews_told = الأطقم في هذا المكان على علم بالقافلة: { $place }. أُبلغت في: { $time }.
ph-convoy_left = انطلقت القافلة الإنسانية. المكان: { $place }. الوقت: { $time }.
ph-convoy_arrived = وصلت القافلة الإنسانية. المكان: { $place }. الوقت: { $time }.
ph-convoy_delayed = تأخرت القافلة الإنسانية. الوقت الجديد: { $time }.
ph-convoy_waits = القافلة الإنسانية متوقفة هنا: { $place }.
ph-convoy_turned_back = عادت القافلة الإنسانية أدراجها: { $place }.
ph-convoy_contact_lost = انقطع الاتصال بالقافلة الإنسانية. آخر مكان: { $place }. آخر اتصال: { $time }.
ph-escort_contact_lost = انقطع الاتصال بالمرافقة. آخر مكان: { $place }. آخر اتصال: { $time }.
ph-convoy_contact_back = عاد الاتصال. الوقت: { $time }.
ph-checkpoint_unaware = نقطة التفتيش هنا لا علم لها بالقافلة: { $place }.
ph-road_closed = الطريق مغلق هنا: { $place }.
ph-road_open = فُتح الطريق من جديد هنا: { $place }.

## المواقع وفرق الإصلاح.

ph-site_here = يوجد موقع مسجَّل هنا: { $place }. الفئة: { $category }.
ph-site_moved = انتقل موقع. السابق: { $from_place }. الآن: { $to_place }.
ph-site_hit = أصيب موقع: { $place }. الوقت: { $time }.
ph-crew_works = يعمل فريق إصلاح هنا: { $place }. الفترة: { $period }.
ph-crew_left = غادر فريق الإصلاح: { $place }. الوقت: { $time }.
ph-crew_hindered = يتعذر على فريق الإصلاح العمل هنا: { $place }.
ph-service_out = خارج الخدمة: { $service }. المكان: { $place }.
ph-service_back = عادت الخدمة: { $service }. المكان: { $place }. الوقت: { $time }.

## الأخطار.

ph-ordnance_found = عُثر على ذخائر غير منفجرة هنا: { $place }.
ph-disposal_planned = تفجير مُتحكَّم به هنا: { $place }. الفترة: { $period }. ابتعدوا مسافة لا تقل عن: { $distance }.
ph-mines_reported = أُبلغ عن ألغام هنا: { $place }.
ph-chemical_release = تسرّب مادة كيميائية خطرة هنا: { $place }.
ph-fire_here = يوجد حريق هنا: { $place }.
ph-water_rising = قد يرتفع منسوب المياه فجأة أسفل هذا المكان: { $place }.
ph-hazard_ended = أُزيل هذا الخطر: { $about }. الوقت: { $time }.

## وقف إطلاق النار.

ph-event_reported = حدث أُبلغنا به: { $event }. المكان: { $place }. الفترة: { $period }.
ph-clarify_event = نرجو توضيح هذا البلاغ: { $about }. في موعد أقصاه: { $until }.
ph-event_ours = كان ذلك من فعلنا. هذا الجواب صادر باسم: { $speaks_for }.
ph-event_not_ours = ليس ذلك من فعلنا. هذا الجواب صادر باسم: { $speaks_for }.
ph-event_not_known = لا نعرف بعد. هذا الجواب صادر باسم: { $speaks_for }.
ph-events_counted = في سجلنا: { $episodes }؛ { $events }. الفترة: { $period }.
ph-no_event_since = لم نُبلَّغ بأي حدث هنا: { $place }. منذ: { $time }.
ph-visit_proposed = نقترح زيارة مشتركة. المكان: { $place }. الفترة: { $period }.
ph-visit_joined = سنشارك في الزيارة المشتركة. المكان: { $place }. الفترة: { $period }.
ph-visit_declined = لن نشارك في الزيارة المشتركة. المكان: { $place }.
ph-text_ends = ينتهي سريان هذا النص المتفق عليه: { $about }. الوقت: { $time }.

## الخط والقنوات والمناوبة.

ph-channel_suspended = نعلّق هذه القناة: { $channel }. اعتباراً من: { $time }.
ph-channel_resumed = نستأنف هذه القناة: { $channel }. اعتباراً من: { $time }.
ph-channel_remains = تبقى هذه القناة مفتوحة: { $channel }.
ph-post_handed_over = تبدّلت المناوبة: { $post }. الوقت: { $time }.
ph-line_test = اختبار الخط. نرجو الرد.
ph-line_test_heard = تلقينا اختبار الخط.
ph-radio_check = اختبار لاسلكي. التردد: { $frequency }.
ph-radio_heard = نسمعكم: { $readability }.
ph-nothing_to_report = ليس لدينا ما نبلغ عنه. الفترة: { $period }.
ph-number_missing = لم تصلنا رسالة منكم. رقمها: { $number }.
ph-send_again = نرجو إعادة الإرسال. من الرقم: { $number }. إلى الرقم: { $number_to }.
ph-time_check = تشير ساعتنا إلى: { $time }.
ph-to_backup_line = ننتقل إلى الخط الاحتياطي.
ph-to_main_line = عدنا إلى الخط الرئيسي.
ph-off_line = سنكون خارج الخط. الفترة: { $period }.
ph-on_line_again = عدنا إلى الخط. الوقت: { $time }.
ph-drill_broken_off = قُطع التمرين. ما يلي حقيقي.

## اللغة.

ph-interpreter_needed = نحتاج إلى مترجم. اللغة: { $language }.
ph-interpreter_present = المترجم على الخط. اللغة: { $language }.
ph-in_writing = نرجو إرسال ذلك كتابةً.
ph-use_phrases = نرجو استعمال دليل العبارات.
ph-translation_doubtful = ترجمة هذا موضع شك: { $about }.

## التمرين.

ph-drill_begins = تمرين. يبدأ التمرين. الوقت: { $time }.
ph-drill_ends = تمرين. انتهى التمرين. الوقت: { $time }.
ph-drill_stop = تمرين. هذا نداء توقف للتدريب.
ph-drill_message = تمرين. رسالة التمرين رقم: { $number }.
ph-drill_received = تمرين. تم الاستلام.

## المجموعات.

ph-group-stop = التوقف والكف
ph-group-close = أنتم قريبون من
ph-group-receipt = الاستلام والرد
ph-group-location = الموقع وإعادة القراءة
ph-group-request = الطلبات
ph-group-rescue = الإجلاء الطبي والبحث والإنقاذ
ph-group-activity = النشاط المعلن
ph-group-airspace = المجال الجوي وعبور خط
ph-group-movement = القوافل
ph-group-site = المواقع وفرق الإصلاح
ph-group-hazard = الأخطار
ph-group-ceasefire = وقف إطلاق النار
ph-group-watch = الخط والقنوات والمناوبة
ph-group-language = اللغة
ph-group-drill = التمرين

## أسماء الخانات.

ph-slot-place = المكان
ph-slot-point = المكان بإحداثياته
ph-slot-from_place = من
ph-slot-to_place = إلى
ph-slot-place_name = اسم المكان
ph-slot-time = الوقت
ph-slot-until = حتى
ph-slot-period = الفترة
ph-slot-level = المستوى
ph-slot-band = المستويات
ph-slot-distance = المسافة
ph-slot-bearing = الاتجاه الحقيقي
ph-slot-wind_from = الرياح من الاتجاه الحقيقي
ph-slot-speed = السرعة
ph-slot-frequency = التردد
ph-slot-about = بشأن
ph-slot-other = قيد الجانب الآخر
ph-slot-post = مركز العمل
ph-slot-party = الطرف
ph-slot-language = اللغة
ph-slot-channel = القناة
ph-slot-vehicles = المركبات
ph-slot-persons = الأشخاص
ph-slot-aircraft = الطائرات
ph-slot-items = القطع
ph-slot-episodes = الوقائع
ph-slot-events = الأحداث المنفردة
ph-slot-crossings = مرات العبور
ph-slot-number = الرقم
ph-slot-number_to = إلى الرقم
ph-slot-activity = الصنف
ph-slot-category = الفئة
ph-slot-reason = السبب
ph-slot-event = ماذا
ph-slot-speaks_for = باسم
ph-slot-readability = مدى الوضوح
ph-slot-service = الخدمة

## القيم.

ph-value-place = { $name }، { $point }
ph-value-unlocated = «{ $words }» (غير محدد الموقع)
ph-value-unknown = غير مفهومة: عبارة من دليل أحدث، { $phrase }.

## الأعداد، بكل صيغ الجمع.

ph-count-vehicles = { $n ->
     [zero] { $shown } مركبة
     [one] مركبة واحدة ({ $shown })
     [two] مركبتان ({ $shown })
     [few] { $shown } مركبات
     [many] { $shown } مركبة
    *[other] { $shown } مركبة
  }
ph-count-persons = { $n ->
     [zero] { $shown } شخص
     [one] شخص واحد ({ $shown })
     [two] شخصان ({ $shown })
     [few] { $shown } أشخاص
     [many] { $shown } شخصاً
    *[other] { $shown } شخص
  }
ph-count-aircraft = { $n ->
     [zero] { $shown } طائرة
     [one] طائرة واحدة ({ $shown })
     [two] طائرتان ({ $shown })
     [few] { $shown } طائرات
     [many] { $shown } طائرة
    *[other] { $shown } طائرة
  }
ph-count-items = { $n ->
     [zero] { $shown } قطعة
     [one] قطعة واحدة ({ $shown })
     [two] قطعتان ({ $shown })
     [few] { $shown } قطع
     [many] { $shown } قطعة
    *[other] { $shown } قطعة
  }
ph-count-episodes = { $n ->
     [zero] { $shown } واقعة
     [one] واقعة واحدة ({ $shown })
     [two] واقعتان ({ $shown })
     [few] { $shown } وقائع
     [many] { $shown } واقعة
    *[other] { $shown } واقعة
  }
ph-count-events = { $n ->
     [zero] { $shown } حدث منفرد
     [one] حدث منفرد واحد ({ $shown })
     [two] حدثان منفردان ({ $shown })
     [few] { $shown } أحداث منفردة
     [many] { $shown } حدثاً منفرداً
    *[other] { $shown } حدث منفرد
  }
ph-count-crossings = { $n ->
     [zero] { $shown } عملية عبور
     [one] عملية عبور واحدة ({ $shown })
     [two] عمليتا عبور ({ $shown })
     [few] { $shown } عمليات عبور
     [many] { $shown } عملية عبور
    *[other] { $shown } عملية عبور
  }

## أنواع الخانات في نصوص الرفض.

ph-type-place = مكاناً
ph-type-unlocated = مكاناً بالاسم وحده
ph-type-time = وقتاً
ph-type-period = فترة
ph-type-level = مستوى
ph-type-band = مستويات
ph-type-count = عدداً
ph-type-number = رقماً
ph-type-distance = مسافة
ph-type-bearing = اتجاهاً
ph-type-speed = سرعة
ph-type-frequency = تردداً
ph-type-post = مركز عمل
ph-type-party = طرفاً
ph-type-entity = قيداً من قيود الغرفة
ph-type-language = لغة
ph-type-channel = قناة
ph-type-code = كلمة من القائمة

## القوائم المغلقة.

ph-activity-transit = عبور
ph-activity-patrol = دورية
ph-activity-hazardous = خطِر على الغير
ph-activity-uav = طائرة بلا طيار
ph-activity-medevac = إجلاء طبي
ph-activity-sar = بحث وإنقاذ
ph-activity-gnss_disruption = تشويش GNSS
ph-activity-humanitarian_movement = تحرك إنساني
ph-category-hospital = مستشفى
ph-category-clinic = عيادة
ph-category-ambulance_point = نقطة إسعاف
ph-category-school = مدرسة
ph-category-idp_camp = مخيم نازحين
ph-category-water = مياه
ph-category-power = كهرباء
ph-category-food = غذاء
ph-category-worship = عبادة
ph-category-un_ngo_office = مكتب إغاثة
ph-category-warehouse = مستودع
ph-category-crossing = معبر
ph-category-detention = احتجاز
ph-category-repair_crew = فريق صيانة
ph-category-uxo_hazard = خطر ألغام
ph-category-hazardous_industry = صناعة خطرة
ph-category-other = أخرى
ph-post-watch_officer = ضابط المناوبة
ph-post-interpreter = المترجم
ph-post-airspace = المجال الجوي
ph-post-humanitarian_liaison = الارتباط الإنساني
ph-post-ceasefire = وقف إطلاق النار
ph-post-legal_adviser = المستشار القانوني
ph-post-duty_chief = رئيس المناوبة
ph-post-access_officer = مسؤول الوصول
ph-post-custodian = الأمين
ph-post-needed = اشغل مركز عمل من الأعلى لتتمكن من الإتاحة أو الرد أو إعادة القراءة.
ph-channel-SAFETY = السلامة
ph-channel-CEASEFIRE = وقف إطلاق النار
ph-channel-HUMANITARIAN = الإنسانية
ph-channel-LIAISON = الارتباط
ph-language-en = الإنجليزية
ph-language-ar = العربية
ph-language-ru = الروسية
ph-reason-weather = الأحوال الجوية
ph-reason-technical = عطل فني
ph-reason-medical = ضرورة طبية
ph-reason-fighting = قتال في الجوار
ph-reason-road = حالة الطريق
ph-reason-hazard = خطر على الأرض
ph-reason-fuel = الوقود
ph-reason-no_contact = انقطاع الاتصال
ph-reason-instructions = انتظار التعليمات
ph-reason-checkpoint = نقطة تفتيش
ph-reason-other = سبب آخر
ph-event-small_arms = إطلاق نار خفيف
ph-event-mortar = قصف بالهاون
ph-event-artillery = قصف مدفعي
ph-event-rocket = قصف صاروخي
ph-event-guided_missile = صاروخ موجّه مضاد للدروع
ph-event-air = هجوم جوي
ph-event-uav = طائرة بلا طيار
ph-event-explosive_device = عبوة ناسفة أو لغم
ph-event-movement_beyond_line = تحرك خلف الخط
ph-event-heavy_equipment = عتاد ثقيل في منطقة انسحاب
ph-event-aid_obstructed = عرقلة المساعدات
ph-event-detention = احتجاز
ph-event-gnss_disruption = تشويش على الملاحة بالأقمار الصناعية
ph-event-airspace_crossing = عبور للمجال الجوي
ph-event-site_hit = إصابة موقع مسجَّل
ph-event-other = حدث آخر
ph-speaks_for-own_forces = قواتنا وحدها
ph-speaks_for-allied_forces = قوات متحالفة معنا
ph-speaks_for-unknown = غير معروف باسم من
ph-readability-r1 = { "\\u2066" }1/5{ "\\u2069" }، غير مفهوم
ph-readability-r2 = { "\\u2066" }2/5{ "\\u2069" }، مفهوم أحياناً
ph-readability-r3 = { "\\u2066" }3/5{ "\\u2069" }، مفهوم بصعوبة
ph-readability-r4 = { "\\u2066" }4/5{ "\\u2069" }، مفهوم
ph-readability-r5 = { "\\u2066" }5/5{ "\\u2069" }، مفهوم تماماً
ph-service-power = الكهرباء
ph-service-water = إمدادات المياه
ph-service-telephone = الهاتف
ph-service-health = الخدمات الصحية
ph-service-bakery = المخبز
ph-service-fuel = إمدادات الوقود
ph-service-other = خدمة أخرى
`;export{e as t};