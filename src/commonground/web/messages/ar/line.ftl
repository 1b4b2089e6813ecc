# الخط: النداءات و«توقف» وإعادة القراءة والاختبارات والإفادات والقنوات. الأرقام والرموز والأوقات واحدة في اللغات الثلاث.

ln-line = الخط
ln-up = يعمل
ln-up-both = يعمل في الطرفين
ln-up-all = يعمل في كل الأطراف
ln-heard = قبل { $ago }
ln-not-tested = لم يُختبر
ln-last-test = اختبار
ln-last-beat = إفادة
ln-next-beat = التالية
ln-late = متأخرة
ln-numbers-missing = أرقام ناقصة:
ln-tests-missed = { $count ->
    [zero] لم يفُت أي اختبار
    [one] فات اختبار واحد للخط
    [two] فات اختباران للخط
    [few] فاتت { $count } اختبارات للخط
    [many] فات { $count } اختباراً للخط
   *[other] فات { $count } اختبار للخط
 }
ln-test-answer = الرد على الاختبار
test-answered = أُجيب عنه
test-waiting = بانتظار الرد
test-unanswered = بلا رد

ln-channels = القنوات
channel-SAFETY = السلامة
channel-CEASEFIRE = وقف إطلاق النار
channel-HUMANITARIAN = الإنسانية
channel-LIAISON = الارتباط
channel-status-open = مفتوحة
channel-status-announced = أُعلن تعليقها
channel-status-suspended = معلّقة
channel-status-resuming = اقتُرح استئنافها
channel-what-suspended = علّقها
channel-what-resume_proposed = اقترح استئنافها
channel-what-resume_confirmed = وافق على استئنافها
ln-by = من
ln-from = منذ
ln-flash-passes = «عاجل جداً» يمر
ln-resume-asked = استئناف قناة ينتظر هذا المركز.

ln-duty = في المناوبة
duty-manned = في المناوبة
duty-vacant = شاغر
duty-ended = انتهت المناوبة
duty-unstated = لم يُذكر
duty-post-watch_officer = ضابط المناوبة
duty-post-interpreter = المترجم
duty-post-airspace = المجال الجوي
duty-post-humanitarian_liaison = الارتباط الإنساني
duty-post-ceasefire = وقف إطلاق النار
duty-post-legal_adviser = المستشار القانوني
duty-post-duty_chief = رئيس المناوبة
duty-post-access_officer = مسؤول الوصول
duty-post-custodian = الأمين
ln-lacks = تنقصه
ln-duty-gaps = { $count ->
    [zero] لا فجوات مذكورة
    [one] فجوة واحدة لدى الأطراف
    [two] فجوتان لدى الأطراف
    [few] { $count } فجوات لدى الأطراف
    [many] { $count } فجوة لدى الأطراف
   *[other] { $count } فجوة لدى الأطراف
 }

ln-stop = توقف
ln-stop-what = أنتم تصيبوننا
ln-stop-how = ضغطة واحدة لجميع المناوبين
ln-stop-again = اضغط ثانية: ضُغط خطأً
ln-stop-sending = جارٍ إرسال «توقف»…
ln-stop-sent = أُرسل «توقف» الساعة
ln-stop-mistaken = أُضيف «ضُغط خطأً». لا شيء يُسترجع.
ln-stop-unreached = لم يخرج «توقف». استعملوا الهاتف واضغطوا ثانية.
ln-stop-refused = رُفض «توقف»:
ln-stop-place = تحديد الموقع
ln-title-stop = نداء «توقف»
ln-title-stop-mistake = نداء «توقف»، ضُغط خطأً
ln-title-phone = مكالمة هاتفية قُيّدت هنا
ln-title-call = نداء، { $class }
ln-title-beat = الإفادة { $number }
ln-title-beat-quiet = الإفادة { $number }: لا جديد

ln-call = نداء
ln-call-new = نداء
ln-call-gone = هذا النداء ليس ضمن ما يحفظه هذا المركز.
ln-to = إلى
ln-to-any = أي مركز عمل
ln-to-post = إلى { $post }
ln-to-which = مركز العمل المطلوب
ln-answered-in = أُجيب خلال { $time }
ln-overdue = تجاوز المهلة
ln-mistake = ضُغط خطأً
ln-apart = توقيتا الطرفين متباعدان
ln-passed-suspended = مرّ رغم تعليق «{ $class }»
ln-ladder = ينتظر منذ { $age }. العلامات عند { $marks }.
ln-tried = جرت محاولة
ln-next-rung = التالي:
rung-offered = جميع المناوبين
rung-deputy = النائب
rung-duty_chief = رئيس المناوبة
rung-every_post = كل مراكز العمل
rung-backup_line = الخط الاحتياطي
rung-joint_office = المكتب المشترك
call-state-sent = أُرسل
call-state-delivered = وصل
call-state-taken = قُرئ
call-state-read_back = أُعيدت قراءته
call-state-understood = فُهم
call-state-acted = نُفّذ
call-state-unable = تعذّر التنفيذ
call-state-answered = أُجيب عنه
call-state-abandoned = تركه المتصل
ln-take = الرد
ln-understand = مفهوم…
ln-finish = ماذا جرى…
ln-place = الموقع
ln-place-words = الموقع بالكلمات
ln-unlocated = غير محدد على الخريطة
ln-on-map = على الخريطة
ln-placed = أُجري
ln-arrived = وصل
ln-taken = أُجيب
ln-phone = الهاتف
ln-interpreter = بوجود مترجم
ln-words = ما قيل عنه
word-understood = مفهوم
word-acted = نُفّذ
word-unable = تعذّر
word-answer = جواب
ln-speaks-for = باسم
speaks-own = قواتنا
speaks-allied = قوات حليفة
speaks-unknown = لا يُعرف لمن
ln-undeclared = يتكلم باسم قوات لم يعلن عنها
ln-no-effect = بلا أثر
answer-ours = هي لنا
answer-not_ours = ليست لنا
answer-stopped = توقفت
answer-not_stopped = لم تتوقف
answer-checking = قيد التحقق
answer-other = غير ذلك
ln-answer = الجواب بالكلمات…
ln-answer-what = الجواب
ln-answer-for = باسم من هذا الجواب
ln-needed = (لازم)
ln-answer-forces = أي قوات
ln-answer-forces-other = غيرها، بالاسم
ln-answer-undeclared = لم يعلن عنها هذا المركز، وسيرى الطرفان ذلك:
ln-answer-words = كلمات عند الحاجة
ln-answer-send = إرسال الجواب
ln-lack-code = اختر جواباً.
ln-lack-speaks_for = حدّد باسم من الجواب: قواتنا، أو قوات حليفة، أو لا يُعرف.
ln-lack-forces = اذكر اسم إحدى القوات على الأقل.
ln-acted = نُفّذ…
ln-acted-words = ماذا جرى، عند الحاجة
ln-acted-send = إبلاغ: نُفّذ
ln-unable = تعذّر…
ln-unable-words = السبب، عند الحاجة
ln-unable-send = إبلاغ: تعذّر التنفيذ
ln-translate = إضافة ترجمة…
ln-translate-words = ترجمة أعدّها شخص
ln-translate-send = إضافة
ln-abandon = إنهاء النداء
ln-abandon-ask = يبقى النداء في سجلّي الطرفين متروكاً، مع أوقاته.
ln-rb-type = أعد قراءة ما سمعته أو قرأته
ln-rb-by-sender = كما أرسله المتصل
ln-rb-by-receiver = كما أعاد المتلقي قراءته

ln-compose = نداء جديد
ln-compose-phone = قيد مكالمة هاتفية
ln-compose-way = وسيلة النداء
ln-way-room = في الغرفة
ln-way-phone = بالهاتف
ln-precedence = درجة الاستعجال
ln-class = الصنف
ln-compose-words = كلمات عند الحاجة
ln-compose-place = إضافة موقع
ln-note-FLASH = ينذر فوراً، أياً كان صنفه، ومهما عُلّق.
ln-note-IMMEDIATE = رنّة واحدة، وثانية بعد 5 دقائق.
ln-note-ROUTINE = بلا صوت في الطرف الآخر.
ln-send = نداء
ln-send-phone = قيدها لدى
ln-lack-to = اختر طرفاً واحداً على الأقل.
ln-lack-time = اكتب الأوقات بصيغة hh:mm أو hh:mm:ss بتوقيت UTC.
ln-lack-lang = اختر لغة واحدة على الأقل.
ln-lack-suspended = قناة «{ $class }» معلّقة مع { $party }. «عاجل جداً» يمر.
ln-phone-line = أي خط هاتفي
ln-phone-placed = بدأت، UTC
ln-phone-answered = أُجيب، UTC
ln-phone-ended = انتهت، UTC
ln-phone-outcome = كيف جرت
ln-phone-lang = لغة الحديث
phone-line-primary = الرئيسي
phone-line-backup = الاحتياطي
phone-answered = أُجيب
phone-no_answer = لم يُجب أحد
phone-hung_up = أُغلقت السماعة
phone-line_dead = الخط مقطوع
phone-other = غير ذلك

ln-beat-title = إفادة الموقف
ln-beat-next-number = الرقم التالي
ln-beat-due = موعدها
ln-beat-quiet = لا جديد
ln-beat-counts = يرقّمها المركز ويضيف الأعداد: نداءات تنتظر { $calls }، إشعارات { $notices }.
ln-beat-state = الحالة
beat-quiet = لا جديد
beat-normal = كالمعتاد
beat-tense = توتر
beat-incident = حادث
ln-beat-words = ما يُفاد به
ln-beat-send = إرسال الإفادة
ln-beat-sent = أُرسلت الإفادة.
ln-beat-late = تأخرت
ln-beats-last = آخر إفادات الطرفين
ln-beats-none = لم يُعثر على إفادات.
ln-test-title = اختبارات الخط
ln-test-sub = مرتان يومياً، بلغات الطرفين
ln-test-langs = اللغات المستعملة في هذا الاختبار
ln-test-make = إجراء اختبار
ln-test-next = الاختبار التالي
ln-channel-title = القناة: { $class }
ln-channel-sub = تعليق صنف لا يمس غيره.
ln-channel-posts = هذه المراكز وحدها تعلّق قناة أو تستأنفها: { $posts }
ln-scope = النطاق
ln-reason = السبب
ln-reason-optional = السبب (يجوز تركه)
ln-remains = ما يبقى سارياً
ln-remains-classes = أصناف تبقى:
ln-suspend = تعليق
ln-suspend-what = تعليق «{ $class }».
ln-suspend-stays = تبقى هذه كما هي: { $classes }. وتبقى الإشعارات القائمة ظاهرة مع علامة «غير مؤكدة».
ln-suspend-with = مع
ln-suspend-do = تعليق «{ $class }» الآن
ln-resume-propose = اقتراح الاستئناف
ln-resume-confirm = الموافقة على الاستئناف
ln-resume-waits = اقتُرح، وينتظر الطرف الآخر منذ
ln-reconciled = أرقام الطرفين
ln-rec-calls = نداءات
ln-rec-beats = إفادات
ln-rec-sent = أُرسل
ln-rec-held = محفوظ
ln-rec-missing = ناقص
ln-rec-agree = لا ينقص شيء
ln-rec-differ = الطرفان مختلفان
ln-history = السجل
ln-last = آخر الرسائل
ln-folded = { $count ->
    [zero] لا رسائل عاجلة جداً مطوية
    [one] رسالة عاجلة جداً أخرى مطوية لكثرتها
    [two] رسالتان عاجلتان جداً أخريان مطويتان لكثرتها
    [few] { $count } رسائل عاجلة جداً أخرى مطوية لكثرتها
    [many] { $count } رسالة عاجلة جداً أخرى مطوية لكثرتها
   *[other] { $count } رسالة عاجلة جداً أخرى مطوية لكثرتها
 }

table-calls = النداءات
ln-th-number = الرقم
ln-th-answered = أُجيب خلال
ln-th-understood = فُهم

alert-flash = رسالة عاجلة جداً من { $party } تنتظر: { $id }
alert-immediate = رسالة عاجلة من { $party } تنتظر: { $id }
alert-number_twice = أعطى { $party } رقماً واحداً مرتين: { $id }
alert-flash_flood = رسائل عاجلة جداً كثيرة من { $party } طُويت في إنذار واحد
alert-flash_overdue = تجاوزت «عاجل جداً» { $id } مهلتها
alert-call_overdue = تجاوز النداء { $id } مهلته
alert-not_delivered = لم تصل «عاجل جداً» { $id } إلى { $party }: استعملوا الهاتف الاحتياطي واسألوا المكتب المشترك
alert-passed_while_suspended = مرّت «عاجل جداً» { $id } وقناتها معلّقة
alert-beat_amber = إفادة { $party } متأخرة
alert-beat_red = لا إفادة من { $party } منذ أكثر من نصف ساعة بعد موعدها
alert-beat_gap = أرقام ناقصة في إفادات { $party }
alert-line_test_missed = فات اختبار الخط مع { $party }
alert-call_gap = أرقام ناقصة في نداءات { $party }
alert-strange_word = تكلّم { $party } عن النداء { $id } وليس الرد عليه له. لا يغيّر ذلك شيئاً.
alert-undeclared_forces = أجاب { $party } باسم قوات لم يعلن عنها: { $id }
alert-backdated = النداء { $id } من { $party } يذكر وقتاً بعيداً عن وصوله
alert-channel_suspended = علّق { $party } قناة: { $id }
alert-resume_proposed = يقترح { $party } الاستئناف: { $id }
due-call = النداء { $id } ينتظر
due-line_test = اختبار الخط
due-beat = إفادة
due-channel_confirm = استئناف قناة ينتظر
