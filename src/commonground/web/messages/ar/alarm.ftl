# إنذارات الصفحة: الأصوات والإشعارات وما يُقال لقارئ الشاشة.

al-sound = الصوت
al-sound-settings = الصوت وإشعارات المتصفح
al-held = يحجب المتصفح الصوت إلى أن يُضغط مفتاح هنا.
al-held-short = الصوت محجوب
al-none = لا صوت في هذا المتصفح. راقبوا الشاشة.
al-test-shift = اختبروا صوت هذه المناوبة.
al-test = اختبار
al-test-flash = عاجل جداً
al-test-chime = عاجل
al-test-dead = انقطاع الخط
al-tested = شُغّل الصوت. إن لم يُسمع شيء فافحصوا مكبّر الصوت.
al-heard = سمعته
al-volume = مستوى الصوت
al-volume-note = لا ينخفض صوت «عاجل جداً» عن الثلث.
al-notify = إشعارات المتصفح
al-notify-ask = طلب الإذن من المتصفح
al-notify-granted = مسموح بها: درجة الأسبقية وحرف المُرسِل فقط
al-notify-denied = مرفوضة في المتصفح؛ لا تُغيَّر إلا من إعداداته
al-notify-none = غير متوفرة في هذا المتصفح
al-sounding = يرنّ
al-seen = رأيته
al-seen-title = يُسكت هذا الإنذار هنا ويبقى ظاهراً
al-live = رسالة عاجلة جداً من { $party }.
al-live-own = إنذار عاجل جداً في هذا المركز.
al-live-immediate = رسالة عاجلة من { $party }

## Shelving: put aside for a quarter of an hour, with a reason, in sight of both sides.

al-shelve = تأجيل…
al-shelve-title = تأجيل إنذار مدة { $minutes } min
al-shelve-lead = يبقى ظاهراً بلا صوت وخارج العدّ، ويعود من تلقاء نفسه. ويُبلَّغ به الطرف الآخر.
al-shelve-reason = السبب
al-shelve-words = بالكلمات
al-shelve-go = تأجيل
al-shelve-back = إعادته
al-shelved = إنذارات مؤجَّلة
al-shelved-until = حتى
al-shelved-until-call = مؤجَّل حتى
al-shelved-by = أجّل { $party }:
al-reason-seen_to = هناك من يتولاه
al-reason-waits_for_other = بانتظار الطرف الآخر
al-reason-known_fault = عطل معروف قيد الإصلاح
al-reason-said_twice = يقول ما يقوله إنذار آخر
al-reason-other = سبب آخر، بالكلمات
