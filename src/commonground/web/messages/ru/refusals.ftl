# Почему узел отказал. Ключи и аргументы те же, что в английском.

## Places and coordinates.

refusal-place-expected = ожидается одна строка с буквами сторон света (36.2000 N 37.1000 E, N36°12'00" E037°06'00", 361200N 0370600E), подписанные широта и долгота или ссылка MGRS
refusal-place-sign-twice = знак рядом с буквами сторон света говорит то же самое дважды
refusal-place-two-scripts = буквы { $first } ({ $script_one }) и { $second } ({ $script_two }) из двух разных алфавитов; ожидаются обе из одного: некоторые выглядят одинаково
refusal-place-one-axis = обе буквы ({ $first }, { $second }) относятся к одной оси
refusal-place-no-number = { $value } не число; ожидаются градусы
refusal-place-nothing = читать нечего; ожидаются градусы
refusal-too-long = слишком длинно
refusal-place-sign-letter = знак и буква стороны света одновременно
refusal-place-letter-label = буква { $letter } не соответствует подписи поля: { $axis }
refusal-place-comma = { $value } можно прочесть как десятичную запятую или как градусы и минуты; поставьте десятичную точку или знаки градусов и минут
refusal-place-unreadable = не удаётся прочитать { $value }
refusal-place-no-letter = { $value } не буква стороны света
refusal-place-letters-count = букв сторон света: { $count }
refusal-place-letters-order = все буквы должны стоять либо перед своими числами, либо после них
refusal-place-misplaced = { $value } не на своём месте
refusal-place-numbers-count = чисел для одной оси: { $count }
refusal-place-marks = знаки градусов, минут и секунд стоят не по порядку
refusal-place-decimals = десятичная дробь допускается только в последней части
refusal-place-part-range = { $part }: { $value }; ожидается от 0 и меньше 60
refusal-place-axis-range = { $axis }: { $value }; ожидается от 0 до { $most } градусов
refusal-place-digits = цифр в { $value }: { $count }; ожидается вид { $forms }
refusal-place-length = пусто или длиннее предела знаков: { $most }
refusal-place-ambiguous = { $value } можно прочесть по-разному: { $readings }
refusal-place-mgrs-digits = цифр в { $value }: { $count }; после букв квадрата ожидается 4, 6, 8 или 10
refusal-place-no-mgrs = { $value } не ссылка MGRS
refusal-place-no-square = { $value } не обозначает квадрата сетки; ближайший: { $near }
refusal-place-polar = за 80 S и 84 N нет километровых квадратов (UPS)
refusal-place-outside = { $point } вне района комнаты
refusal-place-outside-swapped = { $point } вне района комнаты; если поменять местами широту и долготу ({ $swapped }), точка окажется внутри
refusal-place-lon = долгота { $value } градусов; ожидается от -180 до 180
refusal-place-lat = широта { $value } градусов; ожидается от -90 до 90
refusal-degrees-lon = ожидается от -180 до 180 градусов
refusal-degrees-lat = ожидается от -90 до 90 градусов

## Shapes on the ground.

refusal-shape-path-points = точек: { $count }; ожидается не менее 2
refusal-shape-no-ring = контура нет; ожидается внешний контур
refusal-shape-length = { $length } m; ожидается от 0.1 m до { $most } km
refusal-shape-length-point = { $length } m; ожидается от 0.1 m до { $most } km или 0 для точки
refusal-shape-vertices-most = вершин: { $count }; принимается не более { $most }
refusal-shape-vertices-least = вершин: { $count }; ожидается не менее 3 разных
refusal-shape-closing = последняя вершина повторяет первую; контуры задаются без замыкающей вершины
refusal-shape-same-point = та же точка, что и точка { $point_index }; соседние точки должны различаться
refusal-shape-edge = сторона { $edge_index } длиной { $length } km, всего { $all } km; принимается не более { $most } km и { $most_all } km
refusal-shape-reach = простирается на { $reach } km от середины, принимается не более { $most } km: задайте по частям
refusal-shape-no-area = контур не охватывает площади: он нигде не шире { $width } mm
refusal-shape-holes-all = вырезы не оставляют площади внутри внешнего контура
refusal-shape-hole-outside = вырез лежит не внутри внешнего контура
refusal-shape-holes-overlap = вырез пересекается с вырезом { $hole }
refusal-shape-not-one = контуры не ограничивают одной области: { $why }
refusal-shape-crossing = сторона { $edge_one_index } контура { $ring_one_index } и сторона { $edge_two_index } контура { $ring_two_index } пересекаются или касаются; ожидается простой контур
refusal-shape-far = между ними { $apart } km: точное расстояние свыше 5 600 km не вычисляется
refusal-place-radius = ожидается от 0 до 100 km
refusal-check-radius = ожидается от 0 до { $most } m
refusal-area = ожидается точка внутри района устава
refusal-area-swapped = ожидается точка внутри района устава (возможно, широта и долгота переставлены)

## Heights and times.

refusal-airspace-block = полёт или ограничение другой службы указывается вместе со ссылкой на него
refusal-volumes-count = объёмов: { $count }; ожидается от 1 до { $most }
refusal-band = { $lower } выше верхней границы { $upper }; нижняя не должна быть выше верхней
refusal-band-mixed = она выше верхней границы; нижняя не должна быть выше верхней
refusal-altitude-range = { $height } m; ожидается от -8 000 m до 100 000 m
refusal-altitude-level = единица FL с отсчётом { $reference }; ожидается отсчёт FL
refusal-time-range = ожидается время UTC с 1970 по 2200 год в миллисекундах
refusal-time-range-found = { $found_ms }; ожидается время UTC с 1970 по 2200 год в миллисекундах
refusal-window-order = окончание раньше начала на { $before } ms; окончание не должно быть раньше начала
refusal-window-long = длительность в днях: { $days }; ожидается не более 366
refusal-window-past = ожидается время, которое ещё не истекло
refusal-days-ahead = ожидается время в пределах следующих 366 дней
refusal-span = начало не должно быть позже конца
refusal-moment-past = ожидается прошедший момент

## Texts, numbers and lists of a form.

refusal-json-type = ожидается: { $type }; получено: { $got }
refusal-json-array = ожидается список длиной { $count }
refusal-json-array-got = ожидается список длиной { $count }, получено { $length }
refusal-json-missing = поле { $name } отсутствует
refusal-json-unknown = поле { $name } неизвестно
refusal-json-value = { $value } не из ожидаемых здесь слов
refusal-json = не JSON в UTF-8: { $why }
refusal-json-digits = число длиннее 16 цифр
refusal-json-integer = целое число больше 2^53 - 1
refusal-json-kind = получено: { $type }; ожидается целое число, строка, логическое значение, список или объект
refusal-json-key = ожидается ключ из знаков ASCII
refusal-json-deep = вложенность больше предела уровней: { $most }
refusal-json-string = строка, которую нельзя записать в UTF-8
refusal-base64 = не стандартный base64
refusal-base64-canonical = base64 не в канонической форме
refusal-bytes-exact = байтов: { $size }; ожидается { $count }
refusal-bytes-most = байтов: { $size }; принимается не более { $most }
refusal-bytes-limit = принимается не более { $most } байт
refusal-content-type = ожидается application/json
refusal-utf-eight = ожидается UTF-8
refusal-whole-number = ожидается целое число
refusal-items-most = ожидается не более { $most } элементов
refusal-characters-most = ожидается не более { $most } знаков
refusal-characters-range = ожидается знаков: от { $least } до { $most }
refusal-control-characters = управляющие знаки не принимаются; найден { $mark } в позиции { $place }
refusal-id-form = ожидается от 1 до 64 букв, цифр, точек, дефисов
refusal-user-id-form = ожидается от 1 до 32 строчных латинских букв, цифр, точек, дефисов
refusal-name-script = ожидается название хотя бы на одном письме
refusal-one-of = ожидается одно из: { $choices }
refusal-one-of-for = для { $what } ожидается одно из: { $choices }
refusal-text-with-other = с пунктом «другое» ожидается текст
refusal-text-or-fields = ожидается одна строка или два подписанных поля, но не вместе
refusal-sites-or-notices = ожидаются объекты или уведомления

## Notices, sites, answers.

refusal-party = в уставе нет стороны { $party }
refusal-kind = ожидается: { $kind }
refusal-kind-not = вид «{ $kind }» не то же, что «{ $kind_wanted }»
refusal-kind-none = у этой стороны нет: { $kind } { $name }
refusal-other-party-site = ожидается объект другой стороны
refusal-other-party-notice = ожидается уведомление другой стороны
refusal-known = здесь неизвестно: { $name }
refusal-version = последняя версия { $last }, указана { $given }
refusal-transition = после «{ $last }» не может идти «{ $action }» ({ $kind }); ожидается: { $choices }
refusal-place-with-footprint = вместе с контуром ожидается место
refusal-dispute-reason = при оспаривании ожидается причина
refusal-two-entities = ожидаются две разные записи
refusal-about-id = ожидается номер
refusal-about-same = ожидается та же запись, что и прежде
refusal-position-taken = у этой стороны уже есть позиция: измените её
refusal-custodian-warns = предупреждает только хранитель
refusal-recipients-once = ожидается каждая из сторон { $parties } не более одного раза
refusal-recipients-keep = только с хранением: { $kind }
refusal-recipients-exact = только точно: { $kind }
refusal-recipients-none = ожидается хотя бы один получатель
refusal-draft-entity = уведомление указывается при изменении и отмене, и только тогда
refusal-drafts-most = хранится не более { $most } черновиков
refusal-draft-none = нет черновика { $name }
refusal-held-none = под номером { $name } ничего не задержано: передано, возвращено или неизвестно
refusal-held-hits = новые совпадения с начала задержки: { $reason }
refusal-hits-many = совпадений: { $count }; ожидается меньший объём
refusal-hits-missing = с частью совпадений не ознакомились: { $missing } из { $count }
refusal-second-post-volume = он встречает более 25 объектов других сторон: сначала подтверждает другой оператор на другом посту
refusal-second-post-sites = объектов других сторон: { $count }; сначала подтверждает другой оператор на другом посту
refusal-second-post-other = ожидается другой оператор на другом посту
refusal-request-none = нет запроса { $name }
refusal-evidence = с V2 и V3 ожидается, что или кем увидено
refusal-read-back-first = сначала ожидается повторение версии { $version } в пределах { $most } m
refusal-read-back-off = последнее повторение разошлось на { $off } m; ожидается в пределах { $most } m
refusal-author-withdraws = отозвать может только автор
refusal-author-releases = передать может только автор
refusal-not-released = стороне { $party } это не передано
refusal-not-kept = сказанное здесь больше не хранится
refusal-question-open = ожидается вопрос, на который ещё не ответили
refusal-other-party-item = ожидается запись другой стороны
refusal-other-party-request = ожидается запрос другой стороны
refusal-third = ожидается третья сторона: { $parties }
refusal-third-none = в этой комнате нет третьей стороны
refusal-item-ended = завершено: передавать нечего
refusal-item-withdrawn = источник отозвал передачу этой стороне
refusal-asked-already = уже запрошено и ждёт ответа
refusal-request-back = запрос отозван
refusal-request-answered = на запрос уже дан ответ
refusal-request-held = передача по нему задержана: сначала отмените её
refusal-onward-unknown = неизвестно, получила ли сторона { $party } то, о чём здесь речь
refusal-conflict-none = в этой картине нет такого конфликта
refusal-post = { $duty }: для постов { $posts }; сейчас занят: { $post }
refusal-export-rows = строк: { $count }; ожидается не более { $most }: выберите меньше

## Разговорник.

refusal-message-one = ожидается фраза или свободный текст, одно из двух
refusal-message-slots = со свободным текстом поля не ожидаются
refusal-phrase-drill = ожидается фраза настоящей комнаты: эта говорится только на учении, в его собственной комнате
refusal-phrase-none = в разговорнике нет фразы { $name }
refusal-slot-none = у фразы нет поля { $name }
refusal-slot-empty = ничего не введено; поле принимает: { $slot }
refusal-slot-type = поле принимает: { $slot }; введено: { $slot_given }
refusal-number-range = ожидается число от { $least } до { $most }
refusal-whole-metres = ожидаются целые метры
refusal-whole-seconds = ожидаются целые секунды
refusal-whole-degrees = ожидаются целые градусы от 0 до 359
refusal-whole-unit = ожидается целое число в единицах { $unit }
refusal-level-unit = с отсчётом FL ожидается единица FL
refusal-word-form = ожидается от 1 до 64 знаков: a–z, цифры, подчёркивания
refusal-turning = знаки направления и невидимые знаки не принимаются: { $mark } на месте { $place }
refusal-letter = ожидается хотя бы одна буква или цифра
refusal-translate-text = ожидается свободный текст, известный здесь
refusal-translate-other = ожидается текст другой стороны: свой изменяют
refusal-translate-language = ожидается другой язык, чем у текста

## The line.

refusal-line-number-least = ожидается 1 или больше
refusal-line-number = ожидается номер { $n }
refusal-line-not-before-declared = ожидается время не раньше объявления
refusal-line-proposal-only = предложение указывается только при подтверждении
refusal-line-free-text = ожидается свободный текст
refusal-line-phone-record = запись телефонного разговора ожидается при телефоне и только при нём
refusal-line-answered-time = время ожидается, только если на вызов ответили
refusal-line-stop-alone = STOP не содержит ничего, кроме себя
refusal-line-mistake-stop = нажатой по ошибке может быть только STOP
refusal-line-point-read-back = точка ожидается при обратном чтении и только при нём
refusal-line-code-answer = код ожидается при ответе и только при нём
refusal-line-speaks-for = ожидается, за кого дан ответ: свои силы, союзные или неизвестно
refusal-line-forces = названия сил ожидаются при союзных и только при них
refusal-line-names = ожидается от 1 до { $most } названий
refusal-line-languages = каждый язык ожидается не более одного раза, и хотя бы один
refusal-line-after-placed = ожидается время после вызова
refusal-line-suspended-expected = ожидается приостановленный класс
refusal-line-proposal-other = ожидается предложение другой стороны
refusal-line-suspended = класс { $channel } с { $party } приостановлен; проходит только FLASH
refusal-line-suspended-already = эта сторона его уже приостановила
refusal-line-proposed-already = уже предложено и ждёт ответа
refusal-line-place-of-call = ожидается место из этого вызова
refusal-line-test-other = ожидается проверка линии от другой стороны
refusal-line-read-back-first = сначала ожидается обратное чтение места в пределах { $limit } м
refusal-line-precedence-same = ожидаются срочность и класс этого вызова
refusal-line-nothing-changes = отправленное не меняется; можно добавить перевод
refusal-line-flash-stop = при STOP ожидается FLASH
refusal-line-said-already = это уже было сказано
refusal-line-step = ожидается шаг этой стороны
refusal-line-test-time = ожидается время проверки, на которую отвечают
refusal-line-recipient-alone = ожидается только получатель { $party }
refusal-line-call-other = ожидается вызов другой стороны
refusal-line-call = ожидается вызов
refusal-line-only-caller = изменить может только вызывавшая сторона
refusal-line-ended = вызов завершён: прервать нечего
refusal-line-mistake-late = нажатие было слишком давно, чтобы считать его ошибкой
refusal-line-taken = вызов уже принят
refusal-line-flood = ожидается поток вызовов, который ждёт ответа
refusal-line-no-recipients = получатели не ожидаются

## Signing in, accounts, addresses.

refusal-sign-in = войдите в систему
refusal-sign-in-again = учётная запись изменена: войдите снова
refusal-sign-in-wrong = имя или пароль неверны
refusal-attempts = слишком много попыток; снова через { $wait } s
refusal-csrf = ожидается код CSRF этого сеанса
refusal-own-page = ожидается запрос со страницы этого узла
refusal-admin = ожидается администратор
refusal-admin-last = последнего администратора нельзя отключить
refusal-user-exists = { $name } уже есть
refusal-user-none = нет пользователя { $name }
refusal-session-none = нет такого сеанса
refusal-address-none = по этому адресу ничего нет
refusal-method = этот адрес не принимает запросы такого вида
refusal-camp-map = у этого узла нет карты лагеря
refusal-log-none = у этого узла нет такого журнала
refusal-leaf = ожидается номер листа меньше { $size }
refusal-fault = узел не смог ответить; ничего не передано
refusal-not-written = ничего не записано: { $why }

## Files of sites.

refusal-file-ending = имя оканчивается на .{ $ending }; ожидается .csv, .geojson, .kml или .xlsx
refusal-file-one-of = { $value }; ожидается одно из: { $choices }
refusal-file-columns-banned = столбцы { $columns }: в реестре нет поля для их содержимого
refusal-file-no-list = списка нет; ожидается features
refusal-file-features = объектов: { $count }; не более { $most }
refusal-file-properties = свойств: { $count }; не более { $most }
refusal-file-columns = столбцов: { $count }; не более { $most }
refusal-file-parts = частей: { $count }; не более { $most }
refusal-file-rows = строк больше { $most }
refusal-file-placemarks = элементов Placemark больше { $most }
refusal-file-vertices = вершин больше { $most }
refusal-file-system = координаты в { $system }; ожидаются долгота и широта на WGS84
refusal-file-root = корневой элемент <{ $tag }>; ожидается <kml>
refusal-file-kml-plain = содержит тип документа или сущности; ожидается простой KML
refusal-file-xml = не XML: { $why }
refusal-file-no-coordinates = координат нет; ожидаются столбцы latitude и longitude или одна координата с буквами сторон света
refusal-file-axis-empty = { $axis }: пусто; ожидаются обе координаты
refusal-file-shape = фигура { $shape }; ожидается Point, Polygon или MultiPolygon
refusal-file-shape-none = фигура без типа; ожидается Point, Polygon или MultiPolygon
refusal-file-rings-none = координат нет; ожидаются контуры
refusal-file-position = { $value }; ожидается [longitude, latitude]
refusal-file-rings-list = контуров нет; ожидается список контуров
refusal-file-ring-open = контур не замкнут; в конце ожидается снова его первая точка
refusal-file-nul = содержит знаки NUL; ожидается текстовый файл
refusal-file-empty = пусто; ожидаются строка заголовков и строки данных
refusal-file-no-header = имён столбцов нет; ожидается строка заголовков
refusal-file-header = строка заголовков: { $why }
refusal-file-encoding = в строке { $line } есть байты не в кодировке { $encoding }
refusal-file-utf-sixteen = начинается как UTF-16, но это не UTF-16
refusal-file-sheet = нет листа { $sheet }; ожидается { $choices }
refusal-file-workbook = книгу не удаётся прочитать: { $why }
refusal-file-zip = не архив zip; ожидается книга XLSX
refusal-file-encrypted = зашифровано; ожидается незашифрованная книга
refusal-file-part = часть { $piece } повреждена
refusal-file-part-why = часть { $piece } повреждена: { $why }
refusal-file-unpacks = распаковывается более чем в { $most } байт из { $size }
refusal-file-entities = содержит сущности XML; их быть не должно
refusal-row-column-banned = такого столбца быть не должно; в реестре нет для него поля (T-7); продолжите без него
refusal-row-cells = ячеек, как в заголовке: { $count }
refusal-row-feature = ожидается Feature
refusal-row-only-held = только то, что есть в самом файле
refusal-row-quotes = ячейки в парных кавычках

## The roster: posts, shifts, handover; who belongs to the room.

refusal-members-certificate = ожидается сертификат ключа его узла
refusal-members-hash = ожидается хеш устава
refusal-members-hash-result = ожидается хеш нового устава
refusal-members-scope = ожидается объём прав предложенной стороны
refusal-members-signature = ожидается подпись ключом личности этой стороны под этим уставом
refusal-members-proposal = ожидается предложение
refusal-members-in-force = ожидается предложение к действующему уставу
refusal-members-open = ожидается открытое предложение
refusal-members-all = ожидается предложение, с которым все согласны
refusal-members-one-word = ожидается одно слово каждой спрошенной стороны
refusal-members-candidate = ожидается кандидат этой комнаты
refusal-members-left = она вышла из комнаты
refusal-members-leaving-said = ожидается объявленный выход
refusal-members-leaving-id = у выхода стороны свой идентификатор
refusal-members-forces-id = у заявления стороны свой идентификатор
refusal-members-passed = ожидается момент, который не прошёл
refusal-members-part = сторона { $member } не участвует в классе { $channel }
refusal-members-level = уровень стороны { $member } в классе { $channel }: { $grade }
refusal-members-address = ожидается адрес вида https://centre.example:8401
refusal-members-until = ожидается момент раньше окончания
refusal-roster-language = { $post }: нужен язык: { $langs }, а на этом посту на нём никто не говорил бы
refusal-roster-shift-hours = ожидается окончание в пределах { $n } h
refusal-roster-since = ожидается не раньше начала
refusal-roster-end = ожидается окончание после начала
refusal-roster-order = ожидается начало после конца предыдущей смены
refusal-roster-shift-long = ожидается смена не длиннее 24 h
refusal-roster-languages = ожидается хотя бы один язык из { $langs }, каждый один раз
refusal-roster-deputy = ожидается другой пост комнаты
refusal-roster-id = у дежурства на этом посту свой идентификатор
refusal-roster-over = ожидается смена, которая не закончилась
refusal-roster-ahead = ожидается смена ближайших 31 дней
refusal-handover-accepted = уже принято
refusal-handover-as-signed = ожидается лист в том виде, в каком он подписан
refusal-handover-own = ожидается лист этой стороны
refusal-handover-post = ожидается пост { $duty_post }; занят { $post }
refusal-handover-other = ожидается не тот, кто подписал
refusal-handover-missing = ожидается лист, принятый сменой, или причина
refusal-force-id = ожидается от 1 до 32 строчных латинских букв, цифр, дефисов
refusal-force-name = ожидается название хотя бы на одном языке
refusal-force-passed = ожидается время вместе с переданными правилами
refusal-force-once = каждые силы ожидаются один раз

## What was found in a row of a file.

found-nothing = ничего
found-column = столбец с именем { $name }
found-cells = ячеек: { $count }
found-link = ссылка на другой документ

## What is said of a fault at our own end where its words are for the administrator.

fault-unavailable = сейчас недоступно; ничего не потеряно, можно повторить ({ $said })
fault-untrusted = другой узел показал невозможное; это сохранено как свидетельство ({ $said })
fault-corrupt = хранилище этого узла не проходит проверку, запись остановлена: вызовите администратора ({ $said })

## Areas, agreed texts, commitments.

refusal-agreed-common-name = ожидается от 1 до 40 строчных букв a-z, цифр и дефисов
refusal-agreed-hash-form = ожидаются 64 шестнадцатеричные цифры
refusal-agreed-signatories-count = ожидается от { $least } до { $most } сторон
refusal-agreed-signatories-order = ожидается каждая сторона один раз, по алфавиту
refusal-agreed-end-after-begin = ожидается конец после начала
refusal-agreed-between = ожидается момент между началом и концом
refusal-agreed-zone-form = ожидается часовой пояс, например Asia/Damascus
refusal-agreed-languages-once = ожидается каждый язык один раз и хотя бы один
refusal-agreed-each-once = ожидается каждое не более одного раза
refusal-agreed-title-authentic = ожидается название на каждом языке подлинника
refusal-agreed-up-to-end = ожидается момент не позже конца
refusal-agreed-after-end = ожидается момент после конца
refusal-agreed-for-whom = ожидается указание, от чьего имени это говорится
refusal-agreed-text-empty = ожидается текст
refusal-agreed-notice-with-covered = уведомление ожидается только при слове «охвачен»
refusal-agreed-same-name = ожидается то же имя, что и раньше
refusal-agreed-said-already = эта сторона уже сказала это: измените сказанное
refusal-agreed-edition-least = ожидается редакция { $least } или выше
refusal-agreed-release-missing = ожидается передача стороне { $parties }
refusal-agreed-text-not-offered = ожидается текст, который здесь сейчас предложен
refusal-agreed-other-signatories = в тексте названы другие подписанты
refusal-agreed-signed-already = эта сторона уже подписала его
refusal-agreed-later-edition = действует согласованная более поздняя редакция
refusal-agreed-signatories-only = { $parties }: сообщается только подписантам
refusal-agreed-signed-decide = решает только подписавший
refusal-agreed-next-end = другой конец: ожидается ближайший
refusal-agreed-own-kind = ожидается { $kind } этой стороны
refusal-agreed-own-thing = ожидается то, что принадлежит этой стороне
refusal-agreed-other-thing = ожидается то, что принадлежит другой стороне
refusal-agreed-notice-meets = ожидается уведомление, пересекающееся с обязательством
refusal-agreed-volume-meets = ожидается объём, пересекающийся с обязательством
refusal-agreed-ended-already = это завершено
refusal-agreed-one-of-before = ожидается одно из: { $choices }; остальным нужно уведомление заранее
refusal-agreed-flight-about = ожидается наблюдавшийся полёт
refusal-agreed-notice-untold = ожидается уведомление, переданное стороне { $parties }

## Drills.

refusal-drill-ended = ожидается законченное учение
refusal-drill-address = в настройках узла ожидается адрес для учений

## Полёты беспилотников.

refusal-flight-none = нет такого полёта
refusal-constraint-none = нет такого ограничения
refusal-flight-state = это состояние не следует за тем, в котором находится полёт
refusal-flight-activated = ожидается начатый полёт
refusal-flight-lately = ожидается положение за последнюю минуту
refusal-flight-stopped = план пересекается с полётами того же или более высокого ранга: { $count }
refusal-flight-dss = служба обнаружения отказала: { $said }
refusal-flight-strayed = ожидается полёт, отклонившийся от плана
refusal-flight-nothing = положение неизвестно
refusal-flight-straying = в этом состоянии область отклонения не ожидается
refusal-flight-corners = ожидается не более { $n } вершин в сумме
refusal-flight-ahead = ожидается начало не позднее чем через { $n } суток
refusal-flight-past = ожидается окончание, которое ещё не прошло
refusal-flight-down = служба { $manager } не работает, а её полёт там в воздухе

## Alarms put aside.

refusal-shelving-first-rank = тревога первого ранга прекращается ответом на неё; её не откладывают
refusal-shelving-words = при другой причине ожидаются слова
refusal-shelving-moment = ожидается время в пределах { $n } min
refusal-shelving-already = она уже отложена
refusal-shelving-one = ожидается только сторона, которой касается тревога
refusal-shelving-ended = срок вышел: тревога снова действует
refusal-shelving-stands = ожидается действующая тревога
refusal-shelving-shelved = ожидается отложенная тревога
refusal-shelving-who = возвращает тот, кто отложил
refusal-shelving-word = ожидается от 1 до 40 строчных букв, цифр, подчёркиваний
refusal-shelving-subject = ожидается то, чего касается тревога

## Drones.

refusal-drones-corner = ожидается угол вида в наноградусах
refusal-drones-view = ожидается вид с запада на восток и с юга на север
refusal-drones-none = карта сейчас не показывает такого беспилотника

## Graded reports.

refusal-info-square = { $value } не является квадратом 10 km; ожидается запись вида 37SBU34
refusal-info-mgrs = { $value } не является обозначением MGRS; ожидается запись вида 37SBU34
refusal-info-squares-max = ожидается не более { $n } квадратов
refusal-info-squares-once = каждый квадрат ожидается один раз
refusal-info-squares = ожидаются квадраты 10 km
refusal-info-squares-instead = вместо этого ожидаются квадраты 10 km
refusal-info-square-inside = ожидается квадрат внутри района устава
refusal-info-period = ожидается промежуток в шесть часов или более
refusal-info-order = ожидается конец не раньше начала
refusal-info-holder = ожидается, кто контролирует местность
refusal-info-nothing = для этого предмета ничего не ожидается
refusal-info-coarse = ожидается клетка или район
refusal-info-grade = ожидаются шкала и оценка
refusal-info-reasons = при несогласии ожидаются основания
refusal-info-question = ожидается вопрос
refusal-info-kept = ожидается донесение, которое можно хранить
refusal-info-report = ожидается донесение
refusal-info-no-report = донесение не ожидается
refusal-info-asked = ожидается хотя бы одна сторона
refusal-info-ended = оно завершено
refusal-info-matter = ожидается тот же предмет, что и раньше
refusal-info-other = ожидается донесение другой стороны
refusal-info-given = эта сторона уже высказала мнение: измените его
refusal-info-own = ожидается донесение этой стороны
refusal-info-item = ожидается запись из картины этой стороны
refusal-info-outline = вместе с высотами ожидается контур
refusal-info-lower = вместе с верхней границей ожидается нижняя
refusal-info-either = ожидается донесение или запрос сведений
refusal-info-object = ожидается сторонний объект

## Other servers that are read.

refusal-pull-elsewhere = сервер отсылает к другому узлу, к которому не обращаются
refusal-pull-credentials = сервер не принял имя и секрет
refusal-pull-forbidden = сервер не даёт нам это читать
refusal-pull-no-taxii = сервер не говорит на TAXII 2.1
refusal-pull-redirect = сервер перенаправляет на другой адрес, по которому не идут
refusal-pull-status = сервер ответил состоянием { $status }
refusal-pull-encoding = сервер ответил в кодировке, о которой не просили
refusal-pull-large = сервер ответил более чем { $most } байтами
refusal-pull-pem = его сертификаты не читаются: ожидаются сертификаты и ключи в PEM
refusal-pull-unknown-status = сервер не знает того, о чём его спросили ({ $status })
refusal-pull-unknown = сервер не знает того, о чём его спросили
refusal-pull-failed = на сервере сбой ({ $status })
refusal-pull-wait = сервер просит подождать
refusal-pull-silent = нет ответа за { $seconds } s
refusal-pull-distrusted = его сертификат выдан не тем, кому здесь доверяют
refusal-pull-unreachable = до сервера не дойти
refusal-pull-broke-off = его ответ оборвался
refusal-pull-same-page = сервер снова даёт ту же страницу
refusal-pull-empty-pages = сервер даёт одну пустую страницу за другой
refusal-pull-no-where = сервер говорит, что есть ещё, но не говорит где
refusal-pull-full = от него сохранено столько, что больше не берётся
refusal-pull-not-ended = он не прочитан до конца: журнал этого узла говорит почему
refusal-pull-lost-before = того, что прочитано до этой страницы, нет
refusal-pull-changed = источник изменили, пока его читали
refusal-pull-no-collection = у него нет коллекции, которую нам можно читать
refusal-pull-no-such-collection = у него нет коллекции { $name }, которую нам можно читать
refusal-pull-no-draft = такого черновика нет
refusal-pull-no-source = такого источника нет
refusal-pull-source-there = источник с таким именем уже есть
refusal-pull-sources-max = ожидается не более { $n } источников
refusal-pull-source-name = ожидается от 1 до { $most } печатных знаков без косой черты
refusal-pull-source-url = { $value }; ожидается https://host/path
refusal-pull-https = там, где передаётся секрет, ожидается https
refusal-pull-minutes = ожидается от 0 до { $most } минут
refusal-pull-texts = ожидаются непустые тексты
refusal-pull-user = имя пользователя ожидается вместе с паролем и ни с чем другим
refusal-pull-user-colon = ожидаются печатные знаки без двоеточия
refusal-pull-secret = секрет ожидается там, где его предъявляют, и больше нигде
refusal-pull-token = ожидается токен из печатных знаков
refusal-pull-certificate-key = ожидаются сертификат и его ключ в PEM
refusal-pull-certificates = ожидаются сертификаты в PEM
refusal-pull-standing = ожидается waiting, aside или taken
refusal-pull-gone = пришедшее больше не хранится
refusal-pull-not-held = здесь его нет: не пришло или пропущено
refusal-pull-no-part = хранится, как пришло, и не входит в донесение
refusal-pull-second-place = берётся только первое место
refusal-pull-mail-address = адрес электронной почты не берётся
refusal-pull-mail = электронное письмо не берётся
refusal-pull-network = сетевой адрес не берётся
refusal-pull-account = учётная запись не берётся
refusal-pull-person = лицо не берётся
refusal-pull-relationship = связь такого рода не берётся
refusal-pull-observation = наблюдение адреса или учётной записи не берётся
refusal-pull-no-stix = не объект STIX
refusal-pull-no-time = время, которое не является временем
refusal-pull-long = длиннее 1 MB
refusal-pull-unreadable = прочитать нельзя
refusal-pull-utc = ожидается время UTC вида 2026-01-01T00:00:00.000Z
