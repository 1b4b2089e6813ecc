# كتابة الرسالة وقراءتها: نصوص دليل العبارات في phrases.ftl.

## الكتابة.

co-way = طريقة القول
co-way-phrase = بعبارة من الدليل
co-way-text = بنص حر
co-find = ابحث عن عبارة بكلماتها أو مجموعتها
co-group = المجموعة
co-group-all = كل المجموعات
co-found = { $n ->
    [zero] لا عبارات ({ $n })
    [one] عبارة واحدة ({ $n })
    [two] عبارتان ({ $n })
    [few] { $n } عبارات
    [many] { $n } عبارة
   *[other] { $n } عبارة
  }
co-none = لا عبارة فيها هذه الكلمات. شمل البحث كل العبارات، وعددها { $n }، باللغات الثلاث.
co-keys = الأسهم للاختيار و Enter للأخذ
co-change = عبارة أخرى
co-loading = جارٍ قراءة دليل العبارات…
co-failed = تعذّرت قراءة دليل العبارات. النص الحر متاح.
co-again = إعادة المحاولة
co-may = يمكن تركها
co-add = إضافة: { $name }
co-drop = ترك: { $name }
co-preview = كما ستُقرأ
co-missing = ينقص: { $names }
co-now = الآن
co-from = من
co-until = حتى
co-lower = الأدنى
co-upper = الأعلى
co-radius = عدم اليقين حول النقطة، m
co-unit = الوحدة
co-choose = اختر
co-entity = الرقم، مثل A/N-7K4Q2M1P
co-whole = المتوقع: عدد بلا كسر.
co-words-lang = لغة الكلمات
co-text = النص الحر
co-text-note = النص الحر ينتظر مترجماً في الطرف الآخر، والعبارة لا تنتظر.
co-readback = يُعاد ذكر المكان قبل «مفهوم».
co-refused = لا يمكن قول هذا

## القراءة.

co-languages = القراءة باللغة
co-not-understood = عبارة من دليل أحدث: اسألوا بكلمات أخرى.
co-unlocated = غير محدد الموقع: كلمات فقط بلا نقطة
co-original = النص الأصلي، { $lang }
co-translations = الترجمات
co-untranslated = لا ترجمة بعد
co-translate = ترجمة
co-translation = ترجمة إلى: { $lang }
co-into = إلى
co-made-by = المترجم
co-send = تسجيل
co-note-other = تصل إلى { $party } وتقف بجانب النص، ويبقى النص كما قيل.
co-note-own = تُعدّل نصكم، ويصل التعديل إلى كل من أُبلغ به.
