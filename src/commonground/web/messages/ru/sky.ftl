# Drones that identify themselves: layer, table, details.

layer-drones = Дроны
table-drones = Дроны в эфире
drones-closer-chip = ближе
drones-closer = Беспилотники показаны на карте до { $most } по диагонали; на этой { $now }.
drones-squares = Посчитаны по квадратам. По одному они показаны на карте до { $most } по диагонали.
drones-waiting = Службы опрашиваются.
drones-none = Здесь беспилотник не слышен. О тех, кто себя не называет, это ничего не говорит.
drones-asked = Опрошено служб: { $count }
drones-trouble = Служб, которые отвечают не как следует: { $count }
drones-directory = Справочник служб не отвечает. Последний ответ: { $time }.
drones-directory-never = Справочник служб не отвечает.
drones-now = Беспилотники показаны только на текущий момент.
drones-node = Узел этого центра не отвечает; показанное устаревает.
drones-off = Слой беспилотников выключен.
drones-searched = На карте, { $now } по диагонали. Опрошено служб: { $count }
drones-services = Службы, которые называют беспилотники здесь
drones-services-searched = Районы служб, которые пересекаются с картой
drones-in-squares = Беспилотники по квадратам

drone-legend = беспилотник
drone-legend-square = число в квадрате
drone-live = слышен
drone-stale = устарело
drone-lost = не слышен с { $time }
drone-area = только район
drone-simulated = имитация
drone-simulated-some = из них имитация: { $count }
drone-estimated = расчётное место
drone-aircraft = аппаратов: { $count }
drone-in-square = беспилотников: { $count }
drone-no-operator = Кто им управляет и откуда, этот узел не читает.
drone-by = назван службой

drone-th-standing = Положение
drone-th-service = Служба
drone-th-host = Адрес
drone-th-type = Тип
drone-th-altitude = Высота над эллипсоидом
drone-th-height = Высота
drone-th-speed = Скорость
drone-th-climb = Набор
drone-th-track = Путевой угол
drone-th-age = Возраст
drone-th-heard = Последний ответ
drone-th-accuracy = Точность
drone-th-refused = Не принято
drone-th-square = Квадрат
drone-th-count = Число
drone-above-takeoff = над точкой взлёта
drone-above-ground = над землёй

drone-session = Сеанс
drone-session-ask = Запросить сеанс
drone-session-none = не сообщён
drone-class = Категория полёта

drone-service-ok = отвечает
drone-service-waiting = ещё не опрошена
drone-service-late = не отвечает
drone-service-access = не принимает наш токен
drone-service-refused = ответ отклонён
drone-service-wide = опрашивается на более крупной карте

drone-status-Undeclared = не объявлено
drone-status-Ground = на земле
drone-status-Airborne = в воздухе
drone-status-Emergency = аварийное положение
drone-status-RemoteIDSystemFailure = сбой опознавания

drone-type-NotDeclared = не объявлен
drone-type-Aeroplane = самолёт
drone-type-Helicopter = вертолёт или мультикоптер
drone-type-Gyroplane = автожир
drone-type-HybridLift = гибридный взлёт
drone-type-VTOL = вертикальный взлёт
drone-type-Ornithopter = орнитоптер
drone-type-Glider = планёр
drone-type-Kite = змей
drone-type-FreeBalloon = свободный аэростат
drone-type-CaptiveBalloon = привязной аэростат
drone-type-Airship = дирижабль
drone-type-FreeFallOrParachute = свободное падение или парашют
drone-type-Rocket = ракета
drone-type-TetheredPoweredAircraft = привязной аппарат
drone-type-GroundObstacle = препятствие на земле
drone-type-Other = другой
