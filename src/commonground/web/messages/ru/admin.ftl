# Sign-in, duty posts, people of the centre, story.

## Sign-in and duty post.

in-lead = Вход в узел вашего центра
in-user = Имя пользователя
in-password = Пароль
in-show = Показать
in-hide = Скрыть
in-go = Войти
in-busy = Вход…
in-out = Выйти
in-missing = Нужны и имя пользователя, и пароль.
in-refused = Имя пользователя или пароль неверны.
in-too-often = Слишком много попыток. Подождите минуту и повторите.
in-disabled = Этому пользователю вход закрыт. Обратитесь к администрации центра.
in-unreached = Узел не отвечает. Ничего не отправлено.
in-failed = Узел не смог этого сделать. Повторите.
in-note = Другие стороны видят ваш пост, но не ваше имя.
in-demo = Использование не означает признания, согласия или сотрудничества.
in-account = Свой пост и выход
in-post-title = Занять пост
in-post-lead = Переданное говорит этот пост.
in-post-none = Пост вам не назначен. Посты назначает администрация центра.
in-post-skip = Продолжить без поста, только просмотр
in-post-leave = Оставить пост

## Users and sessions.

ad-title = Люди этого центра
ad-sub = другим сторонам не показывается
ad-add = Добавить
ad-add-go = Добавить
ad-added = Добавлено.
ad-users = Пользователи
ad-user = Имя для входа
ad-name = Имя
ad-posts = Какие посты может занимать
ad-post = Пост
ad-languages = Языки
ad-state = Состояние
ad-actions = Действия
ad-admin = администрация
ad-is-admin = может управлять людьми и сеансами
ad-enabled = вход открыт
ad-disabled = отключён
ad-enable = Включить
ad-disable = Отключить
ad-again = Ещё раз
ad-change = Изменить
ad-change-go = Сохранить
ad-changed = Изменено.
ad-new-password = Новый пароль (пусто: прежний)
ad-password-again = Пароль ещё раз
ad-need-id = Имя для входа: 2–32 строчные латинские буквы, цифры, точка, дефис.
ad-need-name = Укажите имя.
ad-need-password = Пароль: не короче { $n } знаков.
ad-need-same = Пароли не совпадают.
ad-need-language = Хотя бы один язык.
ad-sessions = Сейчас в системе
ad-no-sessions = Никого нет.
ad-started = С
ad-last = Последнее действие назад
ad-this = этот сеанс
ad-revoke = Завершить сеанс
ad-revoked = Сеанс завершён.
ad-note = Отключённый пользователь сразу выходит. Изменения хранятся в журнале центра.

## The story.

story-title = История на вымышленных данных
story-all = Все шаги истории
story-step = шаг { $n } из { $all }
