var e=`# Разговорник: по одному тексту на фразу, с одними и теми же полями на всех языках.
# Поле стоит после двоеточия или как число с обозначением, чтобы вставленное слово не склонялось.

## Остановка и прекращение.

ph-stop_hitting_us = СТОП. Вы попадаете по нам.
ph-stop_hitting_site = СТОП. Вы попадаете по объекту под защитой: { $place }.
ph-stop_hitting_convoy = СТОП. Вы попадаете по гуманитарной колонне: { $place }.
ph-stop_fire_here = СТОП. Ваш огонь ложится здесь: { $place }.
ph-stop_people_here = СТОП. Здесь гражданские лица: { $place }.
ph-still_hitting = Вы всё ещё попадаете по нам. СТОП.
ph-cease_activity = Немедленно прекратите эту деятельность: { $about }.
ph-cease_around = Прекратите всякий огонь в радиусе { $distance } от этого места: { $place }.
ph-hold_activity = Не начинайте эту деятельность до нашего следующего вызова: { $about }.
ph-hold_lifted = Мы больше не просим задерживать эту деятельность: { $about }.
ph-stopping = Сигнал СТОП принят. Прекращаем.
ph-stop_passed_on = Сигнал СТОП принят. Кому передан: { $post }.
ph-stopped = Прекращено. Время: { $time }.
ph-stop_by_mistake = Этот сигнал СТОП подан по ошибке: { $about }.

## Вы близко.

ph-close_to_us = Ваша деятельность ведётся близко к нашим людям: { $place }.
ph-close_to_site = Ваша деятельность ведётся близко к объекту из реестра: { $place }.
ph-close_to_convoy = Ваша деятельность ведётся близко к гуманитарной колонне: { $place }.
ph-aircraft_close = Ваше и наше воздушные суда сблизились: { $place }.
ph-aircraft_heading = Ваше воздушное судно движется к этому месту: { $place }.
ph-uav_close = Ваше беспилотное воздушное судно находится близко к нам: { $place }.
ph-keep_distance = Находитесь не ближе { $distance } от этого места: { $place }.
ph-stay_below = Оставайтесь ниже этого уровня: { $level }.
ph-stay_above = Оставайтесь выше этого уровня: { $level }.
ph-people_here = Здесь гражданские лица: { $place }. Численность: { $persons }.
ph-our_people_here = Наши люди здесь: { $place }.

## Приём и ответ.

ph-received = Принято.
ph-understood = Понято.
ph-yes = Да.
ph-no = Нет.
ph-say_again = Повторите.
ph-say_again_place = Повторите место.
ph-say_again_times = Повторите время.
ph-wait = Ждите. Ответим не позднее: { $until }.
ph-unable = Выполнить не можем.
ph-will_do = Сделаем то, о чём вы просите.
ph-done = Выполнено. Время: { $time }.
ph-passed_on = Кому передано: { $post }.
ph-other_post = Это в ведении другого поста: { $post }.
ph-no_answer_yet = Ответа от вас ещё нет: { $about }.
ph-disregard = Не принимайте во внимание это наше сообщение: { $about }.

## Место и сверка.

ph-our_location = Наше место: { $place }.
ph-event_location = Событие здесь: { $place }.
ph-aircraft_location = Наше воздушное судно здесь: { $place }. Уровень: { $level }.
ph-read_back = Повторяем для сверки: { $point }.
ph-readback_agrees = Ваше повторение совпадает с отправленным.
ph-readback_differs = Ваше повторение не совпадает. Мы отправили: { $point }.
ph-confirm_place = Вы имеете в виду это место: { $point }?
ph-place_by_name = Это место известно нам только по названию: { $place_name }. Определим его вместе.
ph-from_place_measured = Отсчёт от этого места: { $point }. Истинный пеленг: { $bearing }. Дальность: { $distance }.
ph-place_corrected = Мы указали неверное место. Было: { $from_place }. Верно: { $to_place }.

## Просьбы.

ph-confirm_receipt = Просим подтвердить получение: { $about }.
ph-crews_told = Доведено ли это до экипажей: { $about }?
ph-explain_event = Просим объяснить, что произошло. Место: { $place }. Время: { $time }.
ph-explain_activity = Просим объяснить замеченную деятельность. Место: { $place }. Период: { $period }.
ph-is_it_yours = Это ваша деятельность? Место: { $place }.
ph-take_over = Просим принять это на себя: { $about }.
ph-post_on_line = Просим вызвать на линию этот пост: { $post }.
ph-answer_by = Ваш ответ нужен нам не позднее: { $until }.
ph-tell_partners = Просим довести до сил, за которые вы говорите: { $about }.
ph-pause_asked = Просим о временной местной паузе. Место: { $place }. Период: { $period }.
ph-pause_longer = Просим продлить эту паузу: { $about }. До какого времени: { $until }.
ph-pause_agreed = Приостановим свою деятельность, как вы просите: { $about }.

## Медицинская эвакуация, поиск и спасание.

ph-medevac_needed = Нужна медицинская эвакуация. Место: { $place }. Раненые или больные: { $persons }.
ph-medevac_flight = Санитарный рейс. Откуда: { $from_place }. Куда: { $to_place }. Период: { $period }.
ph-medevac_road = Санитарные машины в пути. Откуда: { $from_place }. Куда: { $to_place }. Период: { $period }.
ph-medevac_waits = Медицинская эвакуация ждёт вашего ответа. Место: { $place }.
ph-aircraft_down = Воздушное судно потерпело аварию: { $place }.
ph-rescue_begins = Поиск и спасание в радиусе { $distance } от этого места: { $place }. Период: { $period }.
ph-rescue_unhindered = Просим не мешать спасательным работам. Приостановите всякую деятельность в радиусе { $distance } от этого места: { $place }. Период: { $period }.
ph-rescue_found = Обнаружено спасателями: { $persons }. Место: { $place }.
ph-rescue_ended = Поиск и спасание завершены. Время: { $time }.
ph-rescue_help = Можем помочь в поиске. Начиная с: { $time }.
ph-distress_heard = Слышим сигнал бедствия. Частота: { $frequency }.

## Объявленная деятельность.

ph-activity_announced = Объявляем о деятельности: { $about }. Класс: { $activity }. Период: { $period }.
ph-activity_changed = Эта деятельность изменена: { $about }.
ph-activity_cancelled = Эта деятельность отменена: { $about }.
ph-activity_late = Позднее уведомление: { $about }. Начало: { $time }.
ph-activity_begun = Эта деятельность началась: { $about }. Время: { $time }.
ph-activity_ended = Эта деятельность завершена: { $about }. Время: { $time }.
ph-activity_seen = Наблюдаем деятельность, не охваченную уведомлением. Место: { $place }. Класс: { $activity }.
ph-activities_meet = Наше и ваше уведомления пересекаются. Наше: { $about }. Ваше: { $other }.
ph-move_time_asked = Можно ли перенести эту деятельность: { $about }? Предлагаем: { $period }.
ph-move_level_asked = Можно ли перенести эту деятельность на другие уровни: { $about }? Предлагаем: { $band }.

## Воздушное пространство и пересечение линии.

ph-crossing_planned = Мы пересечём линию. Место: { $place }. Период: { $period }.
ph-crossing_seen = Ваша сторона пересекла линию. Место: { $place }. Время: { $time }.
ph-crossing_ours = Мы пересекли линию. Место: { $place }. Время: { $time }.
ph-crossing_ended = Мы вернулись на свою сторону линии. Время: { $time }.
ph-crossings_counted = Наш подсчёт на линии: { $crossings }. Период: { $period }.
ph-passed_within = Ваше воздушное судно прошло в { $distance } от нашего. Место: { $place }. Время: { $time }.
ph-levels_in_use = Мы используем эти уровни: { $band }. Место: { $place }. Период: { $period }.
ph-talk_on = Просим выйти на связь на этой частоте: { $frequency }.
ph-gnss_disturbed = Здесь помехи спутниковой навигации: { $place }.
ph-uav_link_lost = Потеряна связь с нашим беспилотным воздушным судном. Последнее место: { $place }.
ph-aircraft_distress = Наше воздушное судно терпит бедствие: { $place }.

## Колонны.

ph-convoy_announced = Гуманитарная колонна. Откуда: { $from_place }. Куда: { $to_place }. Период: { $period }.
ph-passage_asked = Просим пропустить. Место: { $place }. Период: { $period }.
ph-passage_crews_told = Личный состав в этом месте знает о колонне: { $place }. Когда доведено: { $time }.
ph-convoy_left = Гуманитарная колонна вышла. Место: { $place }. Время: { $time }.
ph-convoy_arrived = Гуманитарная колонна прибыла. Место: { $place }. Время: { $time }.
ph-convoy_delayed = Гуманитарная колонна задерживается. Новое время: { $time }.
ph-convoy_waits = Гуманитарная колонна задержана здесь: { $place }.
ph-convoy_turned_back = Гуманитарная колонна повернула назад: { $place }.
ph-convoy_contact_lost = Потеряна связь с гуманитарной колонной. Последнее место: { $place }. Последняя связь: { $time }.
ph-escort_contact_lost = Потеряна связь с сопровождением. Последнее место: { $place }. Последняя связь: { $time }.
ph-convoy_contact_back = Связь восстановлена. Время: { $time }.
ph-checkpoint_unaware = На этом контрольно-пропускном пункте не знают о колонне: { $place }.
ph-road_closed = Дорога здесь закрыта: { $place }.
ph-road_open = Дорога здесь снова открыта: { $place }.

## Объекты и ремонтные бригады.

ph-site_here = Здесь объект из реестра: { $place }. Категория: { $category }.
ph-site_moved = Объект переехал. Было: { $from_place }. Сейчас: { $to_place }.
ph-site_hit = Произошло попадание по объекту: { $place }. Время: { $time }.
ph-crew_works = Здесь работает ремонтная бригада: { $place }. Период: { $period }.
ph-crew_left = Ремонтная бригада ушла: { $place }. Время: { $time }.
ph-crew_hindered = Ремонтная бригада не может работать здесь: { $place }.
ph-service_out = Не действует: { $service }. Место: { $place }.
ph-service_back = Снова действует: { $service }. Место: { $place }. Время: { $time }.

## Опасности.

ph-ordnance_found = Здесь обнаружены неразорвавшиеся боеприпасы: { $place }.
ph-disposal_planned = Здесь контролируемый подрыв: { $place }. Период: { $period }. Не приближаться ближе: { $distance }.
ph-mines_reported = Сообщается о минах здесь: { $place }.
ph-chemical_release = Здесь выброс опасного химического вещества: { $place }.
ph-fire_here = Здесь пожар: { $place }.
ph-water_rising = Ниже этого места возможен внезапный подъём воды: { $place }.
ph-hazard_ended = Эта опасность устранена: { $about }. Время: { $time }.

## Прекращение огня.

ph-event_reported = Нам сообщили о событии: { $event }. Место: { $place }. Период: { $period }.
ph-clarify_event = Просим дать пояснения по этому сообщению: { $about }. Не позднее: { $until }.
ph-event_ours = Это наши действия. За кого дан ответ: { $speaks_for }.
ph-event_not_ours = Это не наши действия. За кого дан ответ: { $speaks_for }.
ph-event_not_known = Пока не знаем. За кого дан ответ: { $speaks_for }.
ph-events_counted = По нашему журналу: { $episodes }; { $events }. Период: { $period }.
ph-no_event_since = О событиях здесь нам не сообщали: { $place }. С какого времени: { $time }.
ph-visit_proposed = Предлагаем совместный выезд. Место: { $place }. Период: { $period }.
ph-visit_joined = Примем участие в совместном выезде. Место: { $place }. Период: { $period }.
ph-visit_declined = Участвовать в совместном выезде не будем. Место: { $place }.
ph-text_ends = Истекает срок этого согласованного текста: { $about }. Время: { $time }.

## Линия, каналы и дежурство.

ph-channel_suspended = Приостанавливаем этот канал: { $channel }. Начиная с: { $time }.
ph-channel_resumed = Возобновляем этот канал: { $channel }. Начиная с: { $time }.
ph-channel_remains = Этот канал остаётся открытым: { $channel }.
ph-post_handed_over = Смена передана: { $post }. Время: { $time }.
ph-line_test = Проверка линии. Просим ответить.
ph-line_test_heard = Проверка линии принята.
ph-radio_check = Проверка радиосвязи. Частота: { $frequency }.
ph-radio_heard = Слышим вас: { $readability }.
ph-nothing_to_report = Сообщать не о чем. Период: { $period }.
ph-number_missing = Ваше сообщение не поступило. Его номер: { $number }.
ph-send_again = Просим отправить повторно. С номера: { $number }. По номер: { $number_to }.
ph-time_check = Наши часы показывают: { $time }.
ph-to_backup_line = Переходим на резервную линию.
ph-to_main_line = Вернулись на основную линию.
ph-off_line = Нас не будет на линии. Период: { $period }.
ph-on_line_again = Мы снова на линии. Время: { $time }.
ph-drill_broken_off = Учение прервано. Далее следует реальное сообщение.

## Язык.

ph-interpreter_needed = Нужен переводчик. Язык: { $language }.
ph-interpreter_present = Переводчик на линии. Язык: { $language }.
ph-in_writing = Просим прислать это письменно.
ph-use_phrases = Просим пользоваться разговорником.
ph-translation_doubtful = Перевод этого вызывает сомнения: { $about }.

## Учение.

ph-drill_begins = УЧЕНИЕ. Начало учения. Время: { $time }.
ph-drill_ends = УЧЕНИЕ. Учение окончено. Время: { $time }.
ph-drill_stop = УЧЕНИЕ. Это учебный сигнал СТОП.
ph-drill_message = УЧЕНИЕ. Сообщение учения, номер: { $number }.
ph-drill_received = УЧЕНИЕ. Принято.

## Группы.

ph-group-stop = Остановка и прекращение
ph-group-close = Вы близко
ph-group-receipt = Приём и ответ
ph-group-location = Место и сверка
ph-group-request = Просьбы
ph-group-rescue = Медицинская эвакуация, поиск и спасание
ph-group-activity = Объявленная деятельность
ph-group-airspace = Воздушное пространство и пересечение линии
ph-group-movement = Колонны
ph-group-site = Объекты и ремонтные бригады
ph-group-hazard = Опасности
ph-group-ceasefire = Прекращение огня
ph-group-watch = Линия, каналы и дежурство
ph-group-language = Язык
ph-group-drill = Учение

## Названия полей.

ph-slot-place = Место
ph-slot-point = Место с координатами
ph-slot-from_place = Откуда
ph-slot-to_place = Куда
ph-slot-place_name = Название места
ph-slot-time = Время
ph-slot-until = До какого времени
ph-slot-period = Период
ph-slot-level = Уровень
ph-slot-band = Уровни
ph-slot-distance = Расстояние
ph-slot-bearing = Истинный пеленг
ph-slot-wind_from = Ветер, истинный, откуда
ph-slot-speed = Скорость
ph-slot-frequency = Частота
ph-slot-about = О чём
ph-slot-other = Запись другой стороны
ph-slot-post = Пост
ph-slot-party = Сторона
ph-slot-language = Язык
ph-slot-channel = Канал
ph-slot-vehicles = Машины
ph-slot-persons = Люди
ph-slot-aircraft = Воздушные суда
ph-slot-items = Предметы
ph-slot-episodes = Эпизоды
ph-slot-events = Отдельные события
ph-slot-crossings = Пересечения
ph-slot-number = Номер
ph-slot-number_to = По номер
ph-slot-activity = Класс
ph-slot-category = Категория
ph-slot-reason = Причина
ph-slot-event = Что
ph-slot-speaks_for = За кого
ph-slot-readability = Слышимость
ph-slot-service = Что именно

## Значения.

ph-value-place = { $name }, { $point }
ph-value-unlocated = «{ $words }» (без координат)
ph-value-unknown = Не понято: фраза из более нового разговорника, { $phrase }.

## Количества, во всех формах числа.

ph-count-vehicles = { $n ->
     [one] { $shown } машина
     [few] { $shown } машины
     [many] { $shown } машин
    *[other] { $shown } машины
  }
ph-count-persons = { $n ->
     [one] { $shown } человек
     [few] { $shown } человека
     [many] { $shown } человек
    *[other] { $shown } человека
  }
ph-count-aircraft = { $n ->
     [one] { $shown } воздушное судно
     [few] { $shown } воздушных судна
     [many] { $shown } воздушных судов
    *[other] { $shown } воздушного судна
  }
ph-count-items = { $n ->
     [one] { $shown } предмет
     [few] { $shown } предмета
     [many] { $shown } предметов
    *[other] { $shown } предмета
  }
ph-count-episodes = { $n ->
     [one] { $shown } эпизод
     [few] { $shown } эпизода
     [many] { $shown } эпизодов
    *[other] { $shown } эпизода
  }
ph-count-events = { $n ->
     [one] { $shown } отдельное событие
     [few] { $shown } отдельных события
     [many] { $shown } отдельных событий
    *[other] { $shown } отдельного события
  }
ph-count-crossings = { $n ->
     [one] { $shown } пересечение
     [few] { $shown } пересечения
     [many] { $shown } пересечений
    *[other] { $shown } пересечения
  }

## Виды полей в отказах.

ph-type-place = место
ph-type-unlocated = место только по названию
ph-type-time = время
ph-type-period = период
ph-type-level = уровень
ph-type-band = уровни
ph-type-count = количество
ph-type-number = номер
ph-type-distance = расстояние
ph-type-bearing = пеленг
ph-type-speed = скорость
ph-type-frequency = частота
ph-type-post = пост
ph-type-party = сторона
ph-type-entity = запись комнаты
ph-type-language = язык
ph-type-channel = канал
ph-type-code = слово из списка

## Закрытые списки.

ph-activity-transit = транзит
ph-activity-patrol = патруль
ph-activity-hazardous = опасно для других
ph-activity-uav = беспилотное ВС
ph-activity-medevac = медицинская эвакуация
ph-activity-sar = поиск и спасение
ph-activity-gnss_disruption = помехи GNSS
ph-activity-humanitarian_movement = гуманитарный конвой
ph-category-hospital = больница
ph-category-clinic = поликлиника
ph-category-ambulance_point = пункт скорой
ph-category-school = школа
ph-category-idp_camp = лагерь перемещённых лиц
ph-category-water = вода
ph-category-power = энергия
ph-category-food = продукты
ph-category-worship = культ
ph-category-un_ngo_office = бюро помощи
ph-category-warehouse = склад
ph-category-crossing = переход
ph-category-detention = изолятор
ph-category-repair_crew = ремонтная бригада
ph-category-uxo_hazard = минная опасность
ph-category-hazardous_industry = опасное производство
ph-category-other = другое
ph-post-watch_officer = Дежурный офицер
ph-post-interpreter = Переводчик
ph-post-airspace = Возд. пространство
ph-post-humanitarian_liaison = Гуманит. связь
ph-post-ceasefire = Прекращение огня
ph-post-legal_adviser = Юрист
ph-post-duty_chief = Начальник смены
ph-post-access_officer = Координатор доступа
ph-post-custodian = Хранитель
ph-post-needed = Займите пост вверху, чтобы передавать, отвечать и повторять.
ph-channel-SAFETY = Безопасность
ph-channel-CEASEFIRE = Прекращение огня
ph-channel-HUMANITARIAN = Гуманитарный
ph-channel-LIAISON = Взаимодействие
ph-language-en = английский
ph-language-ar = арабский
ph-language-ru = русский
ph-reason-weather = погода
ph-reason-technical = техническая неисправность
ph-reason-medical = медицинская необходимость
ph-reason-fighting = бои поблизости
ph-reason-road = состояние дороги
ph-reason-hazard = опасность на местности
ph-reason-fuel = топливо
ph-reason-no_contact = нет связи
ph-reason-instructions = ожидание указаний
ph-reason-checkpoint = контрольно-пропускной пункт
ph-reason-other = другое
ph-event-small_arms = стрелковый огонь
ph-event-mortar = миномётный обстрел
ph-event-artillery = артиллерийский обстрел
ph-event-rocket = ракетный обстрел
ph-event-guided_missile = пуск ПТУР
ph-event-air = атака с воздуха
ph-event-uav = беспилотное воздушное судно
ph-event-explosive_device = взрывное устройство или мина
ph-event-movement_beyond_line = выдвижение за линию
ph-event-heavy_equipment = тяжёлая техника в районе отвода
ph-event-aid_obstructed = препятствование помощи
ph-event-detention = задержание
ph-event-gnss_disruption = помехи спутниковой навигации
ph-event-airspace_crossing = пересечение воздушного пространства
ph-event-site_hit = попадание по объекту из реестра
ph-event-other = другое
ph-speaks_for-own_forces = только наши силы
ph-speaks_for-allied_forces = союзные нам силы
ph-speaks_for-unknown = неизвестно, за кого
ph-readability-r1 = { "\\u2066" }1/5{ "\\u2069" }, неразборчиво
ph-readability-r2 = { "\\u2066" }2/5{ "\\u2069" }, разборчиво временами
ph-readability-r3 = { "\\u2066" }3/5{ "\\u2069" }, разборчиво с трудом
ph-readability-r4 = { "\\u2066" }4/5{ "\\u2069" }, разборчиво
ph-readability-r5 = { "\\u2066" }5/5{ "\\u2069" }, отлично
ph-service-power = электроснабжение
ph-service-water = водоснабжение
ph-service-telephone = телефонная связь
ph-service-health = медицинская помощь
ph-service-bakery = пекарня
ph-service-fuel = снабжение топливом
ph-service-other = другое
`;export{e as t};