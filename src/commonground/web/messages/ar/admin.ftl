# Sign-in, duty posts, people of the centre, story.

## Sign-in and duty post.

in-lead = الدخول إلى عقدة مركزكم
in-user = اسم المستخدم
in-password = كلمة المرور
in-show = إظهار
in-hide = إخفاء
in-go = دخول
in-busy = جارٍ الدخول…
in-out = خروج
in-missing = أدخل اسم المستخدم وكلمة المرور معاً.
in-refused = اسم المستخدم أو كلمة المرور غير صحيح.
in-too-often = محاولات كثيرة. انتظر دقيقة ثم أعد المحاولة.
in-disabled = لا يُسمح لهذا المستخدم بالدخول. راجع إدارة مركزكم.
in-unreached = العقدة لا تجيب. لم يُرسل شيء.
in-failed = تعذّر ذلك على العقدة. أعد المحاولة.
in-note = ترى الأطراف الأخرى مركز عملك، ولا ترى اسمك أبداً.
in-demo = لا يعني الاستعمال اعترافاً ولا موافقة ولا تعاوناً.
in-account = مركز العمل والخروج
in-post-title = استلام مركز عمل
in-post-lead = ما تتيحه يصدر عن هذا المركز.
in-post-none = لم يُسند إليك مركز عمل. الإسناد من إدارة مركزكم.
in-post-skip = المتابعة بلا مركز عمل، للاطلاع فقط
in-post-leave = ترك مركز العمل

## Users and sessions.

ad-title = أفراد هذا المركز
ad-sub = لا تُعرض لطرف آخر أبداً
ad-add = إضافة فرد
ad-add-go = إضافة
ad-added = أُضيف.
ad-users = المستخدمون
ad-user = اسم المستخدم
ad-name = الاسم
ad-posts = مراكز العمل المسموح باستلامها
ad-post = مركز العمل
ad-languages = اللغات
ad-state = الحالة
ad-actions = الإجراءات
ad-admin = إدارة
ad-is-admin = مخوّل بإدارة الأفراد والجلسات
ad-enabled = يُسمح بالدخول
ad-disabled = معطّل
ad-enable = تفعيل
ad-disable = تعطيل
ad-again = اضغط ثانية
ad-change = تغيير
ad-change-go = حفظ التغيير
ad-changed = تم التغيير.
ad-new-password = كلمة مرور جديدة (فارغة: بلا تغيير)
ad-password-again = كلمة المرور ثانية
ad-need-id = اسم المستخدم: 2 إلى 32 حرفاً لاتينياً صغيراً أو رقماً أو نقطة أو شرطة.
ad-need-name = أدخل الاسم.
ad-need-password = كلمة المرور: { $n } محرفاً على الأقل.
ad-need-same = كلمتا المرور مختلفتان.
ad-need-language = لغة واحدة على الأقل.
ad-sessions = الجلسات الحالية
ad-no-sessions = لا أحد داخل النظام.
ad-started = منذ
ad-last = آخر ظهور قبل
ad-this = هذه الجلسة
ad-revoke = إنهاء الجلسة
ad-revoked = أُنهيت الجلسة.
ad-note = المستخدم المعطّل يُخرج فوراً. تُحفظ التغييرات في سجل هذا المركز.

## The story.

story-title = قصة تُعرض ببيانات مختلقة
story-all = كل خطوات القصة
story-step = الخطوة { $n } من { $all }
