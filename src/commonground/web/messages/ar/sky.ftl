# Drones that identify themselves: layer, table, details.

layer-drones = مسيّرات مسموعة
table-drones = مسيّرات مسموعة
drones-closer-chip = قرّب الخريطة
drones-closer = تُعرض الطائرات بلا طيار على خريطة لا يتجاوز قطرها { $most }؛ وقطر هذه { $now }.
drones-squares = معدودة في مربعات. تُعرض كل واحدة على خريطة قطرها { $most } أو أقل.
drones-waiting = يجري سؤال الخدمات.
drones-none = لم تُسمع هنا طائرة بلا طيار. ولا يدل ذلك على الطائرات التي لا تعرّف بنفسها.
drones-asked = الخدمات التي سُئلت: { $count }
drones-trouble = خدمات لا تجيب كما ينبغي: { $count }
drones-directory = دليل الخدمات لا يجيب. آخر ما قاله في { $time }.
drones-directory-never = دليل الخدمات لا يجيب.
drones-now = تُعرض الطائرات بلا طيار كما هي الآن فقط.
drones-node = عقدة هذا المركز لا تجيب؛ وما يُعرض يتقادم.
drones-off = طبقة الطائرات بلا طيار مطفأة.
drones-searched = على الخريطة، وقطرها { $now }. الخدمات التي سُئلت: { $count }
drones-services = الخدمات التي تعرّف بالطائرات هنا
drones-services-searched = مناطق الخدمة التي تتقاطع مع الخريطة
drones-in-squares = طائرات بلا طيار في مربعات

drone-legend = طائرة بلا طيار
drone-legend-square = عدد في مربع
drone-live = مسموعة
drone-stale = قديمة
drone-lost = لم تُسمع منذ { $time }
drone-area = المنطقة فقط
drone-simulated = محاكاة
drone-simulated-some = منها محاكاة: { $count }
drone-estimated = موقع مقدَّر
drone-aircraft = الطائرات: { $count }
drone-in-square = طائرات: { $count }
drone-no-operator = لا تقرأ هذه العقدة من يقودها ولا من أين.
drone-by = تعرّف بها

drone-th-standing = الوضع
drone-th-service = الخدمة
drone-th-host = العنوان
drone-th-type = النوع
drone-th-altitude = الارتفاع عن الإهليلج
drone-th-height = الارتفاع
drone-th-speed = السرعة
drone-th-climb = الصعود
drone-th-track = اتجاه المسار
drone-th-age = العمر
drone-th-heard = آخر جواب
drone-th-accuracy = الدقة
drone-th-refused = لم يُؤخذ
drone-th-square = المربع
drone-th-count = العدد
drone-above-takeoff = فوق موضع الإقلاع
drone-above-ground = فوق الأرض

drone-session = الجلسة
drone-session-ask = اسأل عن جلستها
drone-session-none = لم تُعطَ
drone-class = فئة التشغيل

drone-service-ok = تجيب
drone-service-waiting = لم تُسأل بعد
drone-service-late = لا تجيب
drone-service-access = لا تقبل رمزنا
drone-service-refused = رُفض جوابها
drone-service-wide = تُسأل على خريطة أضيق

drone-status-Undeclared = غير معلنة
drone-status-Ground = على الأرض
drone-status-Airborne = في الجو
drone-status-Emergency = طوارئ
drone-status-RemoteIDSystemFailure = تعريفها معطّل

drone-type-NotDeclared = غير معلن
drone-type-Aeroplane = طائرة ثابتة الجناح
drone-type-Helicopter = مروحية أو متعددة المراوح
drone-type-Gyroplane = أوتوجايرو
drone-type-HybridLift = رفع هجين
drone-type-VTOL = إقلاع عمودي
drone-type-Ornithopter = طائرة خافقة الجناح
drone-type-Glider = شراعية
drone-type-Kite = طائرة ورقية
drone-type-FreeBalloon = منطاد حر
drone-type-CaptiveBalloon = منطاد مقيّد
drone-type-Airship = منطاد مسيّر
drone-type-FreeFallOrParachute = سقوط حر أو مظلة
drone-type-Rocket = صاروخ
drone-type-TetheredPoweredAircraft = طائرة مربوطة
drone-type-GroundObstacle = عائق على الأرض
drone-type-Other = أخرى
