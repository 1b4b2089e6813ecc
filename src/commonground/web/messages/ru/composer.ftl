# Как сообщение пишут и читают; тексты самого разговорника — в phrases.ftl.

## Написание.

co-way = Как сказать
co-way-phrase = Фразой
co-way-text = Свободным текстом
co-find = Найти фразу по словам или группе
co-group = Группа
co-group-all = Все группы
co-found = { $n ->
    [one] { $n } фраза
    [few] { $n } фразы
    [many] { $n } фраз
   *[other] { $n } фразы
  }
co-none = Ни одна фраза не содержит этих слов. Искали во всех фразах ({ $n }) на трёх языках.
co-keys = Стрелки выбирают, Enter берёт
co-change = Другая фраза
co-loading = Читаем разговорник…
co-failed = Разговорник не прочитан. Свободный текст доступен.
co-again = Повторить
co-may = можно опустить
co-add = Добавить: { $name }
co-drop = Опустить: { $name }
co-preview = Как это прочтут
co-missing = Не хватает: { $names }
co-now = Сейчас
co-from = С
co-until = До
co-lower = Нижний
co-upper = Верхний
co-radius = Неточность точки, m
co-unit = Единица
co-choose = Выберите
co-entity = Номер, например A/N-7K4Q2M1P
co-whole = Ожидается целое число.
co-words-lang = Язык слов
co-text = Свободный текст
co-text-note = Свободный текст ждёт переводчика на другом конце. Фраза не ждёт.
co-readback = Место в ней повторяют до «Понято».
co-refused = Так сказать нельзя

## Чтение.

co-languages = Прочесть на языке
co-not-understood = Фраза из более нового разговорника: переспросите другими словами.
co-unlocated = Без координат: только слова
co-original = Оригинал, { $lang }
co-translations = Переводы
co-untranslated = Перевода ещё нет
co-translate = Перевести
co-translation = Перевод, язык: { $lang }
co-into = На язык
co-made-by = Кем переведено
co-send = Записать
co-note-other = Уйдёт к стороне { $party } и встанет рядом с текстом. Сам текст остаётся, как был сказан.
co-note-own = Изменяет ваш текст: изменение получат все, кому он был передан.
