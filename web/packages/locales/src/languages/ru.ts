import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'Окно чата',
    headerText: 'Чем мы можем помочь?',
    openLabel: 'Открыть чат',
    unreadLabel: 'непрочитанных: {count}',

    // conversation
    attachLabel: 'Прикрепить',
    clickToRetry: 'Сообщение не доставлено. Нажмите, чтобы повторить.',
    closeLabel: 'Закрыть чат',
    conversationLabel: 'Переписка',
    conversationTimestampHeaderFormat: 'D MMMM YYYY, HH:mm',
    fetchHistory: 'Загрузить предыдущие',
    fetchingHistory: 'Загрузка истории…',
    inputPlaceholder: 'Введите сообщение…',
    introductionText: 'Мы на связи: спрашивайте о чём угодно!',
    messageDelivered: 'Доставлено',
    messageFold: 'Свернуть',
    messageIndicatorTitlePlural: '({count}) Новые сообщения',
    messageIndicatorTitleSingular: '({count}) Новое сообщение',
    messageQueued: 'Будет отправлено, когда появится связь',
    messageRelativeTimeDay: '{value} дн. назад',
    messageRelativeTimeHour: '{value} ч назад',
    messageRelativeTimeJustNow: 'Только что',
    messageRelativeTimeMinute: '{value} мин назад',
    messageSending: 'Отправка…',
    messageTimestampFormat: 'HH:mm',
    messageUnfold: 'Показать полностью',
    newMessagesLabel: 'Новые сообщения',
    offlineText: 'Нет соединения. Пробуем снова…',
    sendButtonText: 'Отправить',
    tapToRetry: 'Сообщение не доставлено. Коснитесь, чтобы повторить.',
    typingLabel: '{name} печатает',
    unsupportedActionType: 'Этот тип действия не поддерживается.',
    unsupportedMessageType: 'Этот тип сообщения не поддерживается.',

    // banner
    actionPostbackError: 'При выполнении действия произошла ошибка. Попробуйте ещё раз.',
    dismissLabel: 'Скрыть',
    messageError: 'При отправке сообщения произошла ошибка. Попробуйте ещё раз.',

    // attachments
    dropLabel: 'Перетащите файлы сюда, чтобы отправить их',
    fileRefused: 'Файлы этого типа отправить нельзя.',
    fileTooLarge: 'Файл слишком большой. Ограничение: {size}.',
    invalidFileError:
      'Поддерживаются только изображения. Выберите файл с подходящим расширением (jpg, jpeg, png, gif или bmp).',
    previewLabel: 'Отправить это изображение?',
    removeLabel: 'Убрать',
    shareFileLabel: 'Отправить файл',
    shareImageLabel: 'Отправить изображение',
    shareLocationLabel: 'Отправить своё местоположение',
    uploadCancel: 'Отменить загрузку',
    uploadProgress: 'Загружено {percent} %',
    uploadedImage: 'Загруженное изображение',

    // location
    alertClose: 'ОК',
    locationLabel: 'Местоположение',
    locationNotSupported:
      'Ваш браузер не поддерживает геолокацию, или она отключена. Введите своё местоположение.',
    locationSearching: 'Определяем ваше местоположение…',
    locationSecurityRestriction:
      'У этого сайта нет доступа к вашему местоположению. Введите своё местоположение.',
    locationSendingFailed: 'Не удалось отправить местоположение',
    locationServicesDenied:
      'У этого сайта нет доступа к вашему местоположению. Разрешите доступ в настройках или введите своё местоположение.',
    openMap: 'Открыть карту',

    // pictures, files, cards
    cardPosition: '{position} из {count}',
    carouselLabel: 'Карточки',
    closeWebview: 'Закрыть',
    downloadFile: 'Скачать {name}',
    fileLabel: 'Файл',
    imageError: 'Не удалось загрузить изображение',
    imageLabel: 'Изображение',
    linkCopied: 'Ссылка скопирована',
    nextCard: 'Следующая карточка',
    openImage: 'Открыть изображение',
    openInTab: 'Открыть в новой вкладке',
    previousCard: 'Предыдущая карточка',
    quickRepliesLabel: 'Варианты ответа',

    // forms
    formAnswers: 'Ваши ответы',
    formChoose: 'Выберите…',
    formEmailInvalid: 'Введите адрес эл. почты, например name@example.com.',
    formError: 'Не удалось отправить форму. Попробуйте ещё раз.',
    formLabel: 'Форма',
    formRequired: 'Заполните это поле.',
    formSelectRequired: 'Выберите один из вариантов.',
    formSending: 'Отправка…',
    formSubmit: 'Отправить',
    formSubmitted: 'Отправлено',
    formTooLong: 'Символов не больше: {max}.',
    formTooShort: 'Символов не меньше: {min}.',

    // privacy
    cancelLabel: 'Отмена',
    deleteConfirm: 'Удалить эту переписку и всё, что мы о вас знаем? Отменить это будет нельзя.',
    deleteConfirmButton: 'Удалить навсегда',
    deleteDone: 'Всё удалено.',
    deleteError: 'Не удалось удалить переписку. Попробуйте ещё раз.',
    deleteLabel: 'Удалить переписку',
    exportError: 'Не удалось скачать переписку. Попробуйте ещё раз.',
    exportLabel: 'Скачать переписку',
    menuLabel: 'Меню',

    // channels
    appIconLabel: 'Значок приложения',
    avatarLabel: 'Аватар: {name}',
    backLabel: 'Назад',
    channelEmail: 'Эл. почта',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'Личное сообщение в Twitter',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: 'Подключить',
    connectNotificationOthersText: 'другие',
    connectNotificationSingleButtonText: 'Включить уведомления: <name>',
    connectNotificationSingleText: 'Получите уведомление, когда мы ответим.',
    connectNotificationText: 'Получите уведомление в других своих приложениях, когда мы ответим.',
    emailChangeAddress: 'Изменить адрес',
    emailDescription: 'Чтобы получить уведомление по почте, когда мы ответим, введите адрес эл. почты.',
    emailFieldLabel: 'Ваша эл. почта',
    emailFieldPlaceholder: 'Ваш адрес эл. почты',
    emailFormButton: 'Продолжить',
    frontendEmailChannelDescription:
      'Чтобы поговорить с нами по почте, просто напишите на наш адрес, и мы скоро ответим:',
    introAppText: 'Напишите нам здесь или из любимого приложения.',
    lineChannelDescription:
      'Чтобы поговорить с нами в LINE, отсканируйте этот QR-код в приложении LINE и отправьте нам сообщение.',
    linkError: 'При создании ссылки для этого канала произошла ошибка. Попробуйте ещё раз.',
    messengerChannelDescription:
      'Подключите свой аккаунт Facebook Messenger, чтобы получать уведомления об ответах и продолжить разговор в Facebook Messenger.',
    notificationSettingsChannelsDescription:
      'С нами также можно поговорить в вашем любимом приложении или сервисе.',
    notificationSettingsChannelsTitle: 'Другие каналы',
    notificationSettingsConnected: 'Подключено',
    notificationSettingsConnectedAs: 'Подключено: {username}',
    openChannel: 'Открыть',
    qrCodeLabel: 'QR-код: {channel}',
    settingsHeaderText: 'Настройки',
    smsBadRequestError: 'Не удалось связаться с этим номером. Попробуйте ещё раз или укажите другой.',
    smsCancel: 'Отмена',
    smsChangeNumber: 'Изменить номер',
    smsChannelDescription:
      'Подключите свой номер, чтобы получать уведомления об ответах и продолжить разговор по SMS.',
    smsChannelPendingDescription: 'Проверьте сообщения на номере {number}, чтобы подтвердить свой телефон.',
    smsContinue: 'Продолжить',
    smsInvalidNumberError: 'Неверный номер телефона. Попробуйте ещё раз.',
    smsLinkCancelled: 'Подключение {appUserNumber} отменено.',
    smsLinkPending: 'Ожидание',
    smsPingChannelError: 'При отправке сообщения на ваш номер произошла ошибка.',
    smsSendText: 'Отправить мне SMS',
    smsStartTexting: 'Написать SMS',
    smsTooManyRequestsError:
      'Для этого номера недавно уже запрашивали подключение. Попробуйте ещё раз через {minutes} мин.',
    smsTooManyRequestsOneMinuteError:
      'Для этого номера недавно уже запрашивали подключение. Попробуйте ещё раз через 1 минуту.',
    smsUnhandledError: 'Что-то пошло не так. Попробуйте ещё раз.',
    telegramChannelDescription:
      'Подключите свой аккаунт Telegram, чтобы получать уведомления об ответах и продолжить разговор в Telegram.',
    viberChannelDescription:
      'Подключите свой аккаунт Viber, чтобы получать уведомления об ответах и продолжить разговор в Viber. Для начала отсканируйте QR-код в приложении Viber.',
    viberChannelDescriptionMobile:
      'Подключите свой аккаунт Viber, чтобы получать уведомления об ответах и продолжить разговор в Viber. Для начала установите приложение Viber и нажмите «Подключить».',
    viberQRCodeError: 'При загрузке QR-кода Viber произошла ошибка. Попробуйте ещё раз.',
    wechatChannelDescription:
      'Подключите свой аккаунт WeChat, чтобы получать уведомления об ответах и продолжить разговор в WeChat. Для начала отсканируйте этот QR-код в приложении WeChat.',
    wechatChannelDescriptionMobile:
      "Подключите свой аккаунт WeChat, чтобы получать уведомления об ответах и продолжить разговор в WeChat. Для начала сохраните изображение этого QR-кода и загрузите его в <a href='weixin://dl/scan'>сканер QR-кодов</a>.",
    wechatQRCodeError: 'При загрузке QR-кода WeChat произошла ошибка. Попробуйте ещё раз.',

    // payments
    actionPaymentCompleted: 'Оплачено',
    actionPaymentError:
      'При обработке карты произошла ошибка. <br> Попробуйте ещё раз или используйте другую карту.',
  },
} satisfies Locale;
