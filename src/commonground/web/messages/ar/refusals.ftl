# لماذا رفضت العقدة. المفاتيح والوسائط كما في النص الإنجليزي.

## Places and coordinates.

refusal-place-expected = المتوقع: سطر واحد بأحرف الجهات (36.2000 N 37.1000 E أو N36°12'00" E037°06'00" أو 361200N 0370600E)، أو خط العرض وخط الطول في حقلين مسمّيين، أو مرجع MGRS
refusal-place-sign-twice = إشارة الجمع أو الطرح مع حرف الجهة تكرار للمعنى نفسه
refusal-place-two-scripts = الحرفان { $first } ({ $script_one }) و{ $second } ({ $script_two }) من نظامي كتابة مختلفين؛ المتوقع أن يكونا من نظام واحد لأن بعض الحروف متشابهة الشكل
refusal-place-one-axis = الحرفان ({ $first }، { $second }) يدلّان على المحور نفسه
refusal-place-no-number = { $value } ليس رقماً؛ المتوقع درجات
refusal-place-nothing = لا شيء يُقرأ؛ المتوقع درجات
refusal-too-long = أطول من المقبول
refusal-place-sign-letter = إشارة جمع أو طرح مع حرف جهة في آن واحد
refusal-place-letter-label = الحرف { $letter } لا يوافق اسم الحقل: { $axis }
refusal-place-comma = { $value } تحتمل فاصلة عشرية أو درجات ودقائق؛ اكتب نقطة عشرية أو علامات الدرجات والدقائق
refusal-place-unreadable = تعذّرت قراءة { $value }
refusal-place-no-letter = { $value } ليس حرف جهة
refusal-place-letters-count = عدد أحرف الجهات: { $count }
refusal-place-letters-order = يجب أن تسبق الأحرف كلها أرقامها أو أن تتبعها كلها
refusal-place-misplaced = { $value } في غير موضعه
refusal-place-numbers-count = عدد الأرقام لمحور واحد: { $count }
refusal-place-marks = علامات الدرجات والدقائق والثواني ليست مرتبة
refusal-place-decimals = الكسر العشري مقبول في الجزء الأخير وحده
refusal-place-part-range = { $part }: { $value }؛ المتوقع من 0 إلى أقل من 60
refusal-place-axis-range = { $axis }: { $value }؛ المتوقع من 0 إلى { $most } درجة
refusal-place-digits = عدد أرقام { $value }: { $count }؛ الصيغ المتوقعة: { $forms }
refusal-place-length = النص فارغ أو أطول من الحد: { $most } من الأحرف
refusal-place-ambiguous = { $value } تُقرأ بأكثر من وجه: { $readings }
refusal-place-mgrs-digits = عدد أرقام { $value }: { $count }؛ المتوقع 4 أو 6 أو 8 أو 10 بعد حرفي المربع
refusal-place-no-mgrs = { $value } ليس مرجع MGRS
refusal-place-no-square = { $value } لا يدلّ على مربع في الشبكة؛ الأقرب إليه { $near }
refusal-place-polar = لا مربعات كيلومترية بعد 80 S و84 N (UPS)
refusal-place-outside = { $point } خارج منطقة الغرفة
refusal-place-outside-swapped = { $point } خارج منطقة الغرفة؛ وبتبادل خط العرض وخط الطول ({ $swapped }) يقع داخلها
refusal-place-lon = خط الطول { $value } درجة؛ المتوقع من -180 إلى 180
refusal-place-lat = خط العرض { $value } درجة؛ المتوقع من -90 إلى 90
refusal-degrees-lon = المتوقع من -180 إلى 180 درجة
refusal-degrees-lat = المتوقع من -90 إلى 90 درجة

## Shapes on the ground.

refusal-shape-path-points = عدد النقاط: { $count }؛ المتوقع 2 على الأقل
refusal-shape-no-ring = لا توجد حلقة؛ المتوقع حلقة خارجية
refusal-shape-length = { $length } m؛ المتوقع من 0.1 m إلى { $most } km
refusal-shape-length-point = { $length } m؛ المتوقع من 0.1 m إلى { $most } km، أو 0 لنقطة
refusal-shape-vertices-most = عدد الرؤوس: { $count }؛ المقبول { $most } على الأكثر
refusal-shape-vertices-least = عدد الرؤوس: { $count }؛ المتوقع 3 رؤوس مختلفة على الأقل
refusal-shape-closing = الرأس الأخير يكرر الأول؛ تُعطى الحلقات من دون رأس إغلاق
refusal-shape-same-point = النقطة نفسها كالنقطة { $point_index }؛ المتوقع أن تختلف النقاط المتتالية
refusal-shape-edge = الضلع { $edge_index } طوله { $length } km من { $all } km إجمالاً؛ المقبول { $most } km للضلع و{ $most_all } km للجميع على الأكثر
refusal-shape-reach = يمتد { $reach } km من وسطه، والمقبول { $most } km على الأكثر: أعطه على أجزاء
refusal-shape-no-area = الحلقة لا تحصر مساحة: لا يتجاوز عرضها { $width } mm في أي موضع
refusal-shape-holes-all = الفجوات لا تترك مساحة من الحلقة الخارجية
refusal-shape-hole-outside = الفجوة ليست داخل الحلقة الخارجية
refusal-shape-holes-overlap = الفجوة تتداخل مع الفجوة { $hole }
refusal-shape-not-one = الحلقات لا تحدّ منطقة واحدة: { $why }
refusal-shape-crossing = الضلع { $edge_one_index } من الحلقة { $ring_one_index } والضلع { $edge_two_index } من الحلقة { $ring_two_index } يتقاطعان أو يتلامسان؛ المتوقع حلقة بسيطة
refusal-shape-far = المسافة بينهما { $apart } km: لا تُحسب مسافة دقيقة فوق 5 600 km
refusal-place-radius = المتوقع من 0 إلى 100 km
refusal-check-radius = المتوقع من 0 إلى { $most } m
refusal-area = المتوقع نقطة داخل منطقة الميثاق
refusal-area-swapped = المتوقع نقطة داخل منطقة الميثاق (ربما تبادل خط العرض وخط الطول موضعيهما)

## Heights and times.

refusal-airspace-block = رحلة خدمة أخرى أو قيدها يأتي مع مرجعه
refusal-volumes-count = عدد الحجوم: { $count }؛ المتوقع من 1 إلى { $most }
refusal-band = { $lower } فوق الحد الأعلى { $upper }؛ المتوقع ألا يتجاوز الأدنى الأعلى
refusal-band-mixed = هو فوق الحد الأعلى؛ المتوقع ألا يتجاوز الأدنى الأعلى
refusal-altitude-range = { $height } m؛ المتوقع من -8 000 m إلى 100 000 m
refusal-altitude-level = الوحدة FL مع المرجع { $reference }؛ المتوقع المرجع FL
refusal-time-range = المتوقع وقت UTC بين 1970 و2200، بالملّي ثانية
refusal-time-range-found = { $found_ms }؛ المتوقع وقت UTC بين 1970 و2200، بالملّي ثانية
refusal-window-order = تسبق النهاية البداية بمقدار { $before } ms؛ المتوقع ألا تسبقها
refusal-window-long = المدة بالأيام: { $days }؛ المتوقع 366 على الأكثر
refusal-window-past = المتوقع فترة لم تنتهِ
refusal-days-ahead = المتوقع وقت خلال الأيام الـ366 القادمة
refusal-span = المتوقع ألا تتأخر البداية عن النهاية
refusal-moment-past = المتوقع لحظة مضت

## Texts, numbers and lists of a form.

refusal-json-type = المتوقع { $type }، والموجود { $got }
refusal-json-array = المتوقع قائمة طولها { $count }
refusal-json-array-got = المتوقع قائمة طولها { $count }، والموجود { $length }
refusal-json-missing = الحقل { $name } ناقص
refusal-json-unknown = الحقل { $name } غير معروف
refusal-json-value = { $value } ليس من الكلمات المتوقعة هنا
refusal-json = ليس JSON بترميز UTF-8: { $why }
refusal-json-digits = رقم يزيد على 16 خانة
refusal-json-integer = عدد صحيح يتجاوز 2^53 - 1
refusal-json-kind = الموجود { $type }؛ المتوقع عدد صحيح أو نص أو قيمة منطقية أو قائمة أو كائن
refusal-json-key = المتوقع مفتاح من محارف ASCII
refusal-json-deep = التداخل أعمق من الحد: { $most } من المستويات
refusal-json-string = نص لا يتسع له UTF-8
refusal-base64 = ليس base64 قياسياً
refusal-base64-canonical = base64 ليس بصيغته القانونية
refusal-bytes-exact = عدد البايتات: { $size }؛ المتوقع { $count }
refusal-bytes-most = عدد البايتات: { $size }؛ المقبول { $most } على الأكثر
refusal-bytes-limit = المقبول { $most } بايت على الأكثر
refusal-content-type = المتوقع application/json
refusal-utf-eight = المتوقع UTF-8
refusal-whole-number = المتوقع عدد صحيح
refusal-items-most = المتوقع { $most } من العناصر على الأكثر
refusal-characters-most = المتوقع { $most } من الأحرف على الأكثر
refusal-characters-range = عدد الأحرف المتوقع من { $least } إلى { $most }
refusal-control-characters = لا تُقبل محارف التحكم؛ وُجد { $mark } في الموضع { $place }
refusal-id-form = المتوقع من 1 إلى 64 من الأحرف والأرقام والنقاط والشرطات
refusal-user-id-form = المتوقع من 1 إلى 32 من الأحرف اللاتينية الصغيرة والأرقام والنقاط والشرطات
refusal-name-script = المتوقع اسم بكتابة واحدة على الأقل
refusal-one-of = المتوقع واحد من: { $choices }
refusal-one-of-for = المتوقع واحد من: { $choices } (لأجل { $what })
refusal-text-with-other = المتوقع نص عند اختيار «أخرى»
refusal-text-or-fields = المتوقع سطر واحد أو حقلان مسمّيان، لا كلاهما
refusal-sites-or-notices = المتوقع مواقع أو إشعارات

## Notices, sites, answers.

refusal-party = لا طرف باسم { $party } في الميثاق
refusal-kind = المتوقع: { $kind }
refusal-kind-not = النوع { $kind } ليس { $kind_wanted }
refusal-kind-none = لا يوجد لهذا الطرف { $kind } برقم { $name }
refusal-other-party-site = المتوقع موقع لطرف آخر
refusal-other-party-notice = المتوقع إشعار من طرف آخر
refusal-known = لا شيء معروف هنا باسم { $name }
refusal-version = آخر نسخة هي { $last }، والمعطاة { $given }
refusal-transition = لا يأتي «{ $action }» بعد «{ $last }» ({ $kind })؛ المتوقع: { $choices }
refusal-place-with-footprint = المتوقع مكان مع البصمة الأرضية
refusal-dispute-reason = المتوقع بيان السبب مع الاعتراض
refusal-two-entities = المتوقع قيدان مختلفان
refusal-about-id = المتوقع رقم القيد
refusal-about-same = المتوقع القيد نفسه كالسابق
refusal-position-taken = لهذا الطرف موقف سابق: عدّله
refusal-custodian-warns = التنبيه للأمين وحده
refusal-recipients-once = المتوقع ذكر كل من { $parties } مرة واحدة على الأكثر
refusal-recipients-keep = لا يكون إلا مع الاحتفاظ: { $kind }
refusal-recipients-exact = لا يكون إلا بالدقة التامة: { $kind }
refusal-recipients-none = المتوقع متلقٍ واحد على الأقل
refusal-draft-entity = يُذكر الإشعار عند التعديل والإلغاء، وعندهما فقط
refusal-drafts-most = تُحفظ { $most } مسودة على الأكثر
refusal-draft-none = لا مسودة برقم { $name }
refusal-held-none = لا شيء في الانتظار برقم { $name }: أُتيح أو أُلغي انتظاره أو غير معروف
refusal-held-hits = نتائج جديدة منذ وضعه في الانتظار: { $reason }
refusal-hits-many = عدد النتائج: { $count }؛ المتوقع حجم أصغر
refusal-hits-missing = نتائج لم يُقرّ بالاطلاع عليها: { $missing } من { $count }
refusal-second-post-volume = يلاقي أكثر من 25 موقعاً لآخرين: يؤكد أولاً مشغّل آخر في مركز عمل آخر
refusal-second-post-sites = مواقع لآخرين: { $count }؛ يؤكد أولاً مشغّل آخر في مركز عمل آخر
refusal-second-post-other = المتوقع مشغّل آخر في مركز عمل آخر
refusal-request-none = لا طلب برقم { $name }
refusal-evidence = المتوقع مع V2 وV3 بيان ما شوهد أو من شاهده
refusal-read-back-first = المتوقع أولاً إعادة قراءة النسخة { $version } ضمن { $most } m
refusal-read-back-off = آخر إعادة قراءة ابتعدت { $off } m؛ المتوقع ضمن { $most } m
refusal-author-withdraws = لا يسحبه إلا صاحبه
refusal-author-releases = لا يتيحه إلا صاحبه
refusal-not-released = ليس متاحاً للطرف { $party }
refusal-not-kept = لم يعد ما قيل هنا محفوظاً
refusal-question-open = المتوقع سؤال لم يُجب عنه بعد
refusal-other-party-item = المتوقع قيد لطرف آخر
refusal-other-party-request = المتوقع طلب من طرف آخر
refusal-third = المتوقع طرف ثالث: { $parties }
refusal-third-none = لا طرف ثالثاً في هذه الغرفة
refusal-item-ended = انتهى: لا شيء يُتاح منه
refusal-item-withdrawn = سحب صاحبه إتاحته عن هذا الطرف
refusal-asked-already = طُلب من قبل وهو بانتظار الجواب
refusal-request-back = سُحب هذا الطلب
refusal-request-answered = أُجيب عنه من قبل
refusal-request-held = إتاحته في الانتظار: تراجع عنها أولاً
refusal-onward-unknown = لا يُعلم أن الطرف { $party } تلقّى ما يدور حوله هذا القيد
refusal-conflict-none = لا تعارض كهذا في هذه الصورة
refusal-post = { $duty }: لمن يشغل { $posts }؛ والمشغول الآن: { $post }
refusal-export-rows = عدد الصفوف: { $count }؛ المتوقع { $most } على الأكثر: اختر أقل

## دليل العبارات.

refusal-message-one = المتوقع: عبارة أو نص حر، أحدهما فقط
refusal-message-slots = لا خانات مع النص الحر
refusal-phrase-drill = المتوقع عبارة من عبارات الغرفة الحقيقية: هذه العبارة لا تُقال إلا في تمرين، في غرفة التمرين نفسها
refusal-phrase-none = لا توجد في دليل العبارات عبارة { $name }
refusal-slot-none = ليس في العبارة خانة { $name }
refusal-slot-empty = لم يُدخل شيء؛ الخانة تقبل: { $slot }
refusal-slot-type = الخانة تقبل: { $slot }؛ أُدخل: { $slot_given }
refusal-number-range = المتوقع: عدد من { $least } إلى { $most }
refusal-whole-metres = المتوقع: أمتار بلا كسر
refusal-whole-seconds = المتوقع: ثوانٍ بلا كسر
refusal-whole-degrees = المتوقع: درجات بلا كسر من 0 إلى 359
refusal-whole-unit = المتوقع: عدد بلا كسر بوحدة { $unit }
refusal-level-unit = المتوقع: الوحدة FL مع المرجع FL
refusal-word-form = المتوقع: من 1 إلى 64 من a إلى z أو أرقام أو شرطات سفلية
refusal-turning = لا تُقبل علامات الاتجاه ولا ما لا يُرى؛ وُجد { $mark } عند { $place }
refusal-letter = المتوقع: حرف أو رقم واحد على الأقل
refusal-translate-text = المتوقع: نص حر معروف هنا
refusal-translate-other = المتوقع: نص لطرف آخر؛ أما نصكم فيُعدَّل
refusal-translate-language = المتوقع: لغة غير لغة النص

## The line.

refusal-line-number-least = المتوقع 1 أو أكثر
refusal-line-number = المتوقع الرقم { $n }
refusal-line-not-before-declared = المتوقع وقت لا يسبق الإعلان
refusal-line-proposal-only = الاقتراح متوقع مع التأكيد فقط
refusal-line-free-text = المتوقع نص حر
refusal-line-phone-record = مع الهاتف يُتوقع سجل المكالمة الهاتفية، ولا يُتوقع من دونه
refusal-line-answered-time = الوقت متوقع إذا رُدّ على المكالمة فقط
refusal-line-stop-alone = رسالة STOP لا تحمل شيئاً سواها
refusal-line-mistake-stop = لا يُعدّ ضغطاً بالخطأ إلا STOP
refusal-line-point-read-back = النقطة متوقعة مع الإعادة الصوتية فقط
refusal-line-code-answer = الرمز متوقع مع الجواب فقط
refusal-line-speaks-for = يُتوقع ذكر من يتحدث الجواب باسمهم: قواتنا أو قوات حليفة أو غير معروف
refusal-line-forces = أسماء القوات متوقعة مع القوات الحليفة فقط
refusal-line-names = المتوقع من 1 إلى { $most } أسماء
refusal-line-languages = المتوقع كل لغة مرة واحدة على الأكثر، وواحدة على الأقل
refusal-line-after-placed = المتوقع وقت بعد إجراء المكالمة
refusal-line-suspended-expected = المتوقع صنف معلّق
refusal-line-proposal-other = المتوقع اقتراح من طرف آخر
refusal-line-suspended = الصنف { $channel } معلّق مع { $party }؛ لا يمرّ إلا FLASH
refusal-line-suspended-already = سبق أن علّقه هذا الطرف
refusal-line-proposed-already = سبق اقتراحه وهو ينتظر الجواب
refusal-line-place-of-call = المتوقع مكان من هذه المكالمة
refusal-line-test-other = المتوقع اختبار خط من الطرف الآخر
refusal-line-read-back-first = تُتوقع أولاً إعادة قراءة المكان بفارق لا يتجاوز { $limit } م
refusal-line-precedence-same = المتوقع درجة استعجال المكالمة وصنفها
refusal-line-nothing-changes = لا يُغيَّر شيء مما أُرسل؛ يمكن إضافة ترجمة
refusal-line-flash-stop = مع STOP يُتوقع FLASH
refusal-line-said-already = سبق قول ذلك
refusal-line-step = المتوقع خطوة من خطوات هذا الطرف
refusal-line-test-time = المتوقع وقت الاختبار الذي يُجاب عنه
refusal-line-recipient-alone = المتوقع المستلم { $party } وحده
refusal-line-call-other = المتوقع مكالمة من طرف آخر
refusal-line-call = المتوقع مكالمة
refusal-line-only-caller = لا يغيّرها إلا من أجراها
refusal-line-ended = انتهت: لا شيء لإغلاقه
refusal-line-mistake-late = مضى على الضغط وقت أطول من أن يُعدّ خطأ
refusal-line-taken = سبق استلامها
refusal-line-flood = المتوقع سيل مكالمات ينتظر
refusal-line-no-recipients = لا يُتوقع مستلمون

## Signing in, accounts, addresses.

refusal-sign-in = سجّل الدخول
refusal-sign-in-again = تغيّر الحساب: سجّل الدخول مجدداً
refusal-sign-in-wrong = الاسم أو كلمة المرور غير صحيح
refusal-attempts = محاولات كثيرة؛ أعد بعد { $wait } s
refusal-csrf = المتوقع رمز CSRF لهذه الجلسة
refusal-own-page = المتوقع طلب من صفحة هذه العقدة نفسها
refusal-admin = المتوقع مسؤول النظام
refusal-admin-last = لا يُعطَّل آخر مسؤول للنظام
refusal-user-exists = { $name } موجود من قبل
refusal-user-none = لا مستخدم باسم { $name }
refusal-session-none = لا جلسة كهذه
refusal-address-none = لا شيء في هذا العنوان
refusal-method = هذا العنوان لا يقبل هذا النوع من الطلبات
refusal-camp-map = ليست لدى هذه العقدة خريطة للمخيم
refusal-log-none = لا سجل كهذا في هذه العقدة
refusal-leaf = المتوقع رقم ورقة أقل من { $size }
refusal-fault = تعذّر على العقدة الجواب؛ لم يُتَح شيء
refusal-not-written = لم يُكتب شيء: { $why }

## Files of sites.

refusal-file-ending = ينتهي الاسم بـ .{ $ending }؛ المتوقع .csv أو .geojson أو .kml أو .xlsx
refusal-file-one-of = { $value }؛ المتوقع واحد من: { $choices }
refusal-file-columns-banned = الأعمدة { $columns }: لا حقل في السجل لما فيها
refusal-file-no-list = لا قائمة؛ المتوقع features
refusal-file-features = عدد المعالم: { $count }؛ المقبول { $most } على الأكثر
refusal-file-properties = عدد الخصائص: { $count }؛ المقبول { $most } على الأكثر
refusal-file-columns = عدد الأعمدة: { $count }؛ المقبول { $most } على الأكثر
refusal-file-parts = عدد الأجزاء: { $count }؛ المقبول { $most } على الأكثر
refusal-file-rows = عدد الصفوف أكثر من { $most }
refusal-file-placemarks = عدد عناصر Placemark أكثر من { $most }
refusal-file-vertices = عدد الرؤوس أكثر من { $most }
refusal-file-system = الإحداثيات في { $system }؛ المتوقع خط الطول وخط العرض على WGS84
refusal-file-root = العنصر الجذر <{ $tag }>؛ المتوقع <kml>
refusal-file-kml-plain = فيه نوع مستند أو كيانات؛ المتوقع KML خالص
refusal-file-xml = ليس XML: { $why }
refusal-file-no-coordinates = لا إحداثيات؛ المتوقع عمودا latitude وlongitude، أو إحداثي واحد بأحرف الجهات
refusal-file-axis-empty = { $axis }: لا قيمة؛ المتوقع كلاهما
refusal-file-shape = الشكل { $shape }؛ المتوقع Point أو Polygon أو MultiPolygon
refusal-file-shape-none = شكل بلا نوع؛ المتوقع Point أو Polygon أو MultiPolygon
refusal-file-rings-none = لا إحداثيات؛ المتوقع حلقات
refusal-file-position = { $value }؛ المتوقع [longitude, latitude]
refusal-file-rings-list = لا حلقات؛ المتوقع قائمة حلقات
refusal-file-ring-open = حلقة غير مغلقة؛ المتوقع تكرار نقطتها الأولى في آخرها
refusal-file-nul = فيه محارف NUL؛ المتوقع ملف نصي
refusal-file-empty = فارغ؛ المتوقع سطر عناوين وصفوف
refusal-file-no-header = لا أسماء أعمدة؛ المتوقع سطر عناوين
refusal-file-header = سطر العناوين: { $why }
refusal-file-encoding = في السطر { $line } بايتات ليست { $encoding }
refusal-file-utf-sixteen = بدايته كبداية UTF-16 وليس كذلك
refusal-file-sheet = لا ورقة باسم { $sheet }؛ المتوقع { $choices }
refusal-file-workbook = تعذّرت قراءة المصنّف: { $why }
refusal-file-zip = ليس أرشيف zip؛ المتوقع مصنّف XLSX
refusal-file-encrypted = مشفّر؛ المتوقع مصنّف غير مشفّر
refusal-file-part = الجزء { $piece } تالف
refusal-file-part-why = الجزء { $piece } تالف: { $why }
refusal-file-unpacks = يتجاوز بعد فك الضغط { $most } بايت من { $size }
refusal-file-entities = فيه كيانات XML؛ لا تُقبل
refusal-row-column-banned = لا عمود كهذا؛ لا حقل له في السجل (T-7)؛ تابع من دونه
refusal-row-cells = { $count } من الخلايا كما في سطر العناوين
refusal-row-feature = المتوقع Feature
refusal-row-only-held = ما في الملف نفسه فقط
refusal-row-quotes = خلايا بعلامتي اقتباس متقابلتين

## The roster: posts, shifts, handover; who belongs to the room.

refusal-members-certificate = المتوقع شهادة مفتاح عقدته
refusal-members-hash = المتوقع بصمة ميثاق
refusal-members-hash-result = المتوقع بصمة الميثاق الناتج
refusal-members-scope = المتوقع نطاق الطرف المقترح
refusal-members-signature = المتوقع توقيع مفتاح هوية هذا الطرف على هذا الميثاق
refusal-members-proposal = المتوقع اقتراح
refusal-members-in-force = المتوقع اقتراح على الميثاق النافذ
refusal-members-open = المتوقع اقتراح مفتوح
refusal-members-all = المتوقع اقتراح وافق عليه الجميع
refusal-members-one-word = المتوقع كلمة واحدة من كل طرف مسؤول
refusal-members-candidate = المتوقع مرشح لهذه الغرفة
refusal-members-left = غادر الغرفة
refusal-members-leaving-said = المتوقع مغادرة أُعلنت
refusal-members-leaving-id = لمغادرة الطرف معرّف خاص بها
refusal-members-forces-id = لتصريح الطرف معرّف خاص به
refusal-members-passed = المتوقع لحظة لم تمض
refusal-members-part = ليس للطرف { $member } نصيب في الفئة { $channel }
refusal-members-level = مستوى الطرف { $member } في الفئة { $channel } هو { $grade }
refusal-members-address = المتوقع عنوان مثل https://centre.example:8401
refusal-members-until = المتوقع لحظة قبل النهاية
refusal-roster-language = { $post }: مطلوب { $langs }، ولن يتكلمها أحد فيه
refusal-roster-shift-hours = المتوقع نهاية خلال { $n } h
refusal-roster-since = المتوقع ألا يسبق البداية
refusal-roster-end = المتوقع نهاية بعد البداية
refusal-roster-order = المتوقع بداية بعد نهاية المناوبة السابقة
refusal-roster-shift-long = المتوقع مناوبة لا تتجاوز 24 h
refusal-roster-languages = المتوقع لغة واحدة على الأقل من { $langs }، كل واحدة مرة واحدة
refusal-roster-deputy = المتوقع موقع آخر في الغرفة
refusal-roster-id = لمناوبة هذا الموقع معرّف خاص بها
refusal-roster-over = المتوقع مناوبة لم تنته
refusal-roster-ahead = المتوقع مناوبة خلال 31 يوماً
refusal-handover-accepted = جرى تسلّمها من قبل
refusal-handover-as-signed = المتوقع الورقة كما وُقّعت
refusal-handover-own = المتوقع ورقة لهذا الطرف
refusal-handover-post = المتوقع { $duty_post }؛ المأخوذ { $post }
refusal-handover-other = المتوقع شخص غير الذي وقّعها
refusal-handover-missing = المتوقع ورقة تسليم تسلّمها من يأتي بعدك، أو سبب
refusal-force-id = المتوقع من 1 إلى 32 حرفاً لاتينياً صغيراً أو رقماً أو شرطة
refusal-force-name = المتوقع اسم بلغة واحدة على الأقل
refusal-force-passed = المتوقع وقت مع القواعد التي أُبلغت
refusal-force-once = المتوقع كل قوة مرة واحدة

## What was found in a row of a file.

found-nothing = لا شيء
found-column = عمود باسم { $name }
found-cells = عدد الخلايا: { $count }
found-link = رابط إلى مستند آخر

## What is said of a fault at our own end where its words are for the administrator.

fault-unavailable = غير متاح الآن؛ لم يضع شيء، ويمكن إعادة المحاولة ({ $said })
fault-untrusted = أظهرت عقدة أخرى ما لا يمكن؛ وحُفظ دليلاً ({ $said })
fault-corrupt = مخزن هذه العقدة لا يجتاز التدقيق فتوقفت عن الكتابة: استدعِ مسؤول النظام ({ $said })

## Areas, agreed texts, commitments.

refusal-agreed-common-name = يُتوقَّع من 1 إلى 40 من الأحرف اللاتينية الصغيرة a-z والأرقام والشُّرَط
refusal-agreed-hash-form = يُتوقَّع 64 رقماً ست عشرياً
refusal-agreed-signatories-count = يُتوقَّع من { $least } إلى { $most } طرفاً
refusal-agreed-signatories-order = يُتوقَّع كل طرف مرة واحدة وبترتيب الأبجدية
refusal-agreed-end-after-begin = يُتوقَّع أن تأتي النهاية بعد البداية
refusal-agreed-between = يُتوقَّع وقت بين البداية والنهاية
refusal-agreed-zone-form = يُتوقَّع نطاق زمني مثل Asia/Damascus
refusal-agreed-languages-once = تُتوقَّع كل لغة مرة واحدة ولغة واحدة على الأقل
refusal-agreed-each-once = يُتوقَّع كل منها مرة واحدة على الأكثر
refusal-agreed-title-authentic = يُتوقَّع عنوان بكل لغة ذات حجية
refusal-agreed-up-to-end = يُتوقَّع وقت لا يتجاوز النهاية
refusal-agreed-after-end = يُتوقَّع وقت بعد النهاية
refusal-agreed-for-whom = يُتوقَّع ذكر باسم من يتحدث
refusal-agreed-text-empty = يُتوقَّع نص
refusal-agreed-notice-with-covered = لا يُتوقَّع إشعار إلا مع «مشمول»
refusal-agreed-same-name = يُتوقَّع الاسم نفسه كما سبق
refusal-agreed-said-already = سبق أن قال هذا الطرف ذلك: عدّله
refusal-agreed-edition-least = يُتوقَّع الإصدار { $least } أو أعلى
refusal-agreed-release-missing = تُتوقَّع إتاحة إلى { $parties }
refusal-agreed-text-not-offered = يُتوقَّع نص معروض هنا الآن
refusal-agreed-other-signatories = يذكر النص موقّعين آخرين
refusal-agreed-signed-already = وقّعه هذا الطرف من قبل
refusal-agreed-later-edition = إصدار أحدث متفق عليه قائم
refusal-agreed-signatories-only = { $parties }: لا يُبلَّغ إلا الموقّعون
refusal-agreed-signed-decide = لا يقرر إلا من وقّعه
refusal-agreed-next-end = نهاية أخرى: تُتوقَّع النهاية التالية
refusal-agreed-own-kind = يُتوقَّع { $kind } لهذا الطرف
refusal-agreed-own-thing = يُتوقَّع ما هو لهذا الطرف
refusal-agreed-other-thing = يُتوقَّع ما هو لطرف آخر
refusal-agreed-notice-meets = يُتوقَّع إشعار يتقاطع مع الالتزام
refusal-agreed-volume-meets = يُتوقَّع حيّز يتقاطع مع الالتزام
refusal-agreed-ended-already = انتهى
refusal-agreed-one-of-before = يُتوقَّع أحد { $choices }: ما عداها يحتاج إشعاراً مسبقاً
refusal-agreed-flight-about = تُتوقَّع طلعة مرصودة
refusal-agreed-notice-untold = يُتوقَّع إشعار متاح لـ { $parties }

## Drills.

refusal-drill-ended = المتوقع تمرين انتهى
refusal-drill-address = المتوقع عنوان للتمارين في إعدادات العقدة

## رحلات المسيّرات.

refusal-flight-none = لا توجد رحلة كهذه
refusal-constraint-none = لا يوجد قيد كهذا
refusal-flight-state = لا تلي هذه الحالة الحالة التي عليها الرحلة
refusal-flight-activated = المتوقع رحلة جرى تفعيلها
refusal-flight-lately = المتوقع موقع من الدقيقة الأخيرة
refusal-flight-stopped = تتقاطع مع { $count } من الرحلات ذات الرتبة نفسها أو رتبة أعلى
refusal-flight-dss = رفضته خدمة الاكتشاف والتزامن: { $said }
refusal-flight-strayed = المتوقع رحلة خرجت عن خطتها
refusal-flight-nothing = لا يوجد موقع معروف
refusal-flight-straying = لا يُتوقع في هذه الحالة نطاق للخروج عن الخطة
refusal-flight-corners = المتوقع { $n } من الرؤوس في المجموع على الأكثر
refusal-flight-ahead = المتوقع بداية لا تبعد أكثر من { $n } يومًا
refusal-flight-past = المتوقع نهاية لم تمضِ بعد
refusal-flight-down = خدمة { $manager } متوقفة ولها هناك رحلة في الجو

## Alarms put aside.

refusal-shelving-first-rank = ينتهي إنذار الدرجة الأولى بالرد عليه؛ ولا يُؤجَّل أبداً
refusal-shelving-words = مع سبب آخر يُتوقع نص
refusal-shelving-moment = المتوقع وقت خلال { $n } min
refusal-shelving-already = سبق تأجيله
refusal-shelving-one = المتوقع الطرف الذي يعنيه الإنذار وحده
refusal-shelving-ended = انتهى التأجيل: الإنذار قائم من جديد
refusal-shelving-stands = المتوقع إنذار قائم
refusal-shelving-shelved = المتوقع إنذار مؤجَّل
refusal-shelving-who = يعيده من أجّله
refusal-shelving-word = المتوقع من 1 إلى 40 من الأحرف الصغيرة والأرقام والشرطات السفلية
refusal-shelving-subject = المتوقع الكيان الذي يعنيه الإنذار

## Drones.

refusal-drones-corner = يُتوقَّع ركن للعرض بالنانودرجات
refusal-drones-view = يُتوقَّع عرض من الغرب إلى الشرق ومن الجنوب إلى الشمال
refusal-drones-none = لا تعرض الخريطة الآن طائرة كهذه

## Graded reports.

refusal-info-square = { $value } ليس مربعًا ضلعه 10 km؛ الصيغة المتوقعة 37SBU34
refusal-info-mgrs = { $value } ليس إحداثي MGRS؛ الصيغة المتوقعة 37SBU34
refusal-info-squares-max = المتوقع { $n } مربعًا على الأكثر
refusal-info-squares-once = المتوقع أن يرد كل مربع مرة واحدة
refusal-info-squares = المتوقع مربعات ضلعها 10 km
refusal-info-squares-instead = المتوقع بدلًا من ذلك مربعات ضلعها 10 km
refusal-info-square-inside = المتوقع مربع داخل منطقة الميثاق
refusal-info-period = المتوقع فترة من ست ساعات أو أكثر
refusal-info-order = المتوقع نهاية لا تسبق البداية
refusal-info-holder = المتوقع ذكر من يسيطر عليها
refusal-info-nothing = لا يُتوقع هذا في هذا الموضوع
refusal-info-coarse = المتوقع خلية أو ناحية
refusal-info-grade = المتوقع اسم السلّم والدرجة
refusal-info-reasons = المتوقع ذكر الأسباب عند عدم الموافقة
refusal-info-question = المتوقع سؤال
refusal-info-kept = المتوقع تقرير يجوز الاحتفاظ به
refusal-info-report = المتوقع تقرير
refusal-info-no-report = لا يُتوقع تقرير
refusal-info-asked = المتوقع طرف واحد على الأقل
refusal-info-ended = سبق إنهاؤه
refusal-info-matter = المتوقع الموضوع نفسه كما كان
refusal-info-other = المتوقع تقرير من طرف آخر
refusal-info-given = سبق أن أبدى هذا الطرف رأيًا: عدِّله
refusal-info-own = المتوقع تقرير من هذا الطرف
refusal-info-item = المتوقع عنصر من صورة هذا الطرف
refusal-info-outline = المتوقع محيط مع الارتفاعات
refusal-info-lower = المتوقع حد أدنى مع الحد الأعلى
refusal-info-either = المتوقع تقرير أو طلب معلومات
refusal-info-object = المتوقع كائن خارجي

## Other servers that are read.

refusal-pull-elsewhere = يشير إلى مضيف آخر لا يُسأل
refusal-pull-credentials = لم يقبل الاسم والسر
refusal-pull-forbidden = لا يسمح لنا بقراءة هذا
refusal-pull-no-taxii = لا يتحدث TAXII 2.1
refusal-pull-redirect = يحيلنا إلى عنوان آخر لا يُتّبع
refusal-pull-status = أجاب بالحالة { $status }
refusal-pull-encoding = أجاب بترميز لم يُطلب
refusal-pull-large = أجاب بأكثر من { $most } بايت
refusal-pull-pem = شهاداته لا تُقرأ: تُنتظر شهادات ومفاتيح بصيغة PEM
refusal-pull-unknown-status = لا يعرف ما طُلب منه ({ $status })
refusal-pull-unknown = لا يعرف ما طُلب منه
refusal-pull-failed = تعطّل ({ $status })
refusal-pull-wait = يطلب منا الانتظار
refusal-pull-silent = لا إجابة خلال { $seconds } s
refusal-pull-distrusted = شهادته ليست من جهة موثوقة هنا
refusal-pull-unreachable = لا يمكن الوصول إليه
refusal-pull-broke-off = انقطعت إجابته
refusal-pull-same-page = يعطي الصفحة نفسها مرة أخرى
refusal-pull-empty-pages = يعطي صفحة فارغة تلو الأخرى
refusal-pull-no-where = يقول إن هناك المزيد ولا يقول أين
refusal-pull-full = حُفظ منه قدر كبير فلا يؤخذ المزيد
refusal-pull-not-ended = لم يُقرأ حتى نهايته: سجل هذه العقدة يقول لماذا
refusal-pull-lost-before = ما قُرئ قبل هذه الصفحة غير موجود
refusal-pull-changed = غُيّر المصدر أثناء قراءته
refusal-pull-no-collection = ليس فيه مجموعة يحق لنا قراءتها
refusal-pull-no-such-collection = ليس فيه مجموعة { $name } يحق لنا قراءتها
refusal-pull-no-draft = لا توجد مسودة كهذه
refusal-pull-no-source = لا يوجد مصدر كهذا
refusal-pull-source-there = يوجد مصدر بهذا الاسم من قبل
refusal-pull-sources-max = المنتظر { $n } مصدر على الأكثر
refusal-pull-source-name = المنتظر من 1 إلى { $most } حرفًا مطبوعًا دون شرطة مائلة
refusal-pull-source-url = { $value }؛ المنتظر https://host/path
refusal-pull-https = يُنتظر https حيث يُرسل سر
refusal-pull-minutes = المنتظر من 0 إلى { $most } دقيقة
refusal-pull-texts = تُنتظر نصوص غير فارغة
refusal-pull-user = يُنتظر اسم مستخدم مع كلمة مرور، لا مع غيرها
refusal-pull-user-colon = تُنتظر أحرف مطبوعة دون نقطتين
refusal-pull-secret = يُنتظر سر حيث يُقدَّم سر، لا في غير ذلك
refusal-pull-token = يُنتظر رمز دخول من أحرف مطبوعة
refusal-pull-certificate-key = تُنتظر شهادة ومفتاحها بصيغة PEM
refusal-pull-certificates = تُنتظر شهادات بصيغة PEM
refusal-pull-standing = يُنتظر waiting أو aside أو taken
refusal-pull-gone = ما وصل لم يعد محفوظًا
refusal-pull-not-held = غير محفوظ هنا: لم يصل أو تُرك
refusal-pull-no-part = محفوظ كما وصل وليس جزءًا من تقرير
refusal-pull-second-place = يؤخذ المكان الأول وحده
refusal-pull-mail-address = عنوان البريد الإلكتروني لا يؤخذ
refusal-pull-mail = رسالة البريد الإلكتروني لا تؤخذ
refusal-pull-network = عنوان الشبكة لا يؤخذ
refusal-pull-account = الحساب لا يؤخذ
refusal-pull-person = الشخص لا يؤخذ
refusal-pull-relationship = علاقة من هذا النوع لا تؤخذ
refusal-pull-observation = رصد عنوان أو حساب لا يؤخذ
refusal-pull-no-stix = ليس كائن STIX
refusal-pull-no-time = وقت ليس بوقت
refusal-pull-long = أطول من 1 MB
refusal-pull-unreadable = لا يمكن قراءته
refusal-pull-utc = يُنتظر وقت UTC بصيغة 2026-01-01T00:00:00.000Z
