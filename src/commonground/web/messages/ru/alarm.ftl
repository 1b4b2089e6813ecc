# Тревоги страницы: звуки, уведомления и то, что говорится программе чтения с экрана.

al-sound = Звук
al-sound-settings = Звук и уведомления
al-held = Браузер не даёт звука, пока здесь не нажата клавиша.
al-held-short = Звук задержан
al-none = В этом браузере нет звука. Следите за экраном.
al-test-shift = Проверьте звук этой смены.
al-test = Проверка
al-test-flash = МОЛНИЯ
al-test-chime = СРОЧНО
al-test-dead = Обрыв линии
al-tested = Звук подан. Если ничего не слышно, проверьте динамик.
al-heard = Слышно
al-volume = Громкость
al-volume-note = «Молния» не тише одной трети.
al-notify = Уведомления браузера
al-notify-ask = Запросить разрешение браузера
al-notify-granted = разрешены: только срочность и буква отправителя
al-notify-denied = запрещены в браузере; изменить можно в его настройках
al-notify-none = в этом браузере их нет
al-sounding = Звучит
al-seen = Видел
al-seen-title = Здесь тревога умолкает, но остаётся на экране
al-live = «Молния» от { $party }.
al-live-own = Тревога «Молния» этого центра.
al-live-immediate = Срочное сообщение от { $party }

## Shelving: put aside for a quarter of an hour, with a reason, in sight of both sides.

al-shelve = Отложить…
al-shelve-title = Отложить тревогу на { $minutes } min
al-shelve-lead = Она остаётся на виду, без звука и вне счёта, и вернётся сама. Другая сторона об этом узнает.
al-shelve-reason = Причина
al-shelve-words = Словами
al-shelve-go = Отложить
al-shelve-back = Вернуть
al-shelved = Отложенные тревоги
al-shelved-until = до
al-shelved-until-call = отложено до
al-shelved-by = { $party }, отложено:
al-reason-seen_to = Этим занимаются
al-reason-waits_for_other = Ждёт другой стороны
al-reason-known_fault = Известная неисправность, ремонт идёт
al-reason-said_twice = Повторяет другую тревогу
al-reason-other = Другое, словами
