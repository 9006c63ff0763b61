import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'Okno czatu',
    headerText: 'Jak możemy pomóc?',
    openLabel: 'Otwórz czat',
    unreadLabel: 'nieprzeczytane: {count}',

    // conversation
    attachLabel: 'Załącz',
    clickToRetry: 'Nie dostarczono wiadomości. Kliknij, aby spróbować ponownie.',
    closeLabel: 'Zamknij czat',
    conversationLabel: 'Rozmowa',
    conversationTimestampHeaderFormat: 'D MMMM YYYY, HH:mm',
    fetchHistory: 'Wczytaj wcześniejsze',
    fetchingHistory: 'Wczytywanie historii…',
    inputPlaceholder: 'Napisz wiadomość…',
    introductionText: 'Jesteśmy tu, żeby porozmawiać. Pytaj o wszystko!',
    messageDelivered: 'Dostarczono',
    messageFold: 'Pokaż mniej',
    messageIndicatorTitlePlural: '({count}) Nowe wiadomości',
    messageIndicatorTitleSingular: '({count}) Nowa wiadomość',
    messageQueued: 'Zostanie wysłana po powrocie połączenia',
    messageRelativeTimeDay: '{value} d temu',
    messageRelativeTimeHour: '{value} godz. temu',
    messageRelativeTimeJustNow: 'Przed chwilą',
    messageRelativeTimeMinute: '{value} min temu',
    messageSending: 'Wysyłanie…',
    messageTimestampFormat: 'HH:mm',
    messageUnfold: 'Pokaż więcej',
    newMessagesLabel: 'Najnowsze wiadomości',
    offlineText: 'Brak połączenia. Próbujemy ponownie…',
    sendButtonText: 'Wyślij',
    tapToRetry: 'Nie dostarczono wiadomości. Dotknij, aby spróbować ponownie.',
    typingLabel: '{name} pisze',
    unsupportedActionType: 'Ten rodzaj działania nie jest obsługiwany.',
    unsupportedMessageType: 'Ten rodzaj wiadomości nie jest obsługiwany.',

    // banner
    actionPostbackError: 'Podczas przetwarzania działania wystąpił błąd. Spróbuj ponownie.',
    dismissLabel: 'Zamknij komunikat',
    messageError: 'Podczas wysyłania wiadomości wystąpił błąd. Spróbuj ponownie.',

    // attachments
    dropLabel: 'Upuść pliki tutaj, aby je wysłać',
    fileRefused: 'Nie można wysyłać plików tego typu.',
    fileTooLarge: 'Ten plik jest za duży. Limit to {size}.',
    invalidFileError:
      'Obsługiwane są tylko obrazy. Wybierz plik z obsługiwanym rozszerzeniem (jpg, jpeg, png, gif lub bmp).',
    previewLabel: 'Wysłać ten obraz?',
    removeLabel: 'Usuń',
    shareFileLabel: 'Wyślij plik',
    shareImageLabel: 'Wyślij obraz',
    shareLocationLabel: 'Wyślij swoją lokalizację',
    uploadCancel: 'Anuluj przesyłanie',
    uploadProgress: 'Przesłano {percent}%',
    uploadedImage: 'Przesłany obraz',

    // location
    alertClose: 'OK',
    locationLabel: 'Lokalizacja',
    locationNotSupported:
      'Twoja przeglądarka nie obsługuje usług lokalizacji lub są one wyłączone. Wpisz swoją lokalizację.',
    locationSearching: 'Ustalanie Twojej lokalizacji…',
    locationSecurityRestriction: 'Ta strona nie ma dostępu do Twojej lokalizacji. Wpisz swoją lokalizację.',
    locationSendingFailed: 'Nie udało się wysłać lokalizacji',
    locationServicesDenied:
      'Ta strona nie ma dostępu do Twojej lokalizacji. Zezwól na dostęp w ustawieniach lub wpisz swoją lokalizację.',
    openMap: 'Otwórz mapę',

    // pictures, files, cards
    cardPosition: '{position} z {count}',
    carouselLabel: 'Karty',
    closeWebview: 'Zamknij',
    downloadFile: 'Pobierz {name}',
    fileLabel: 'Plik',
    imageError: 'Nie udało się wczytać tego obrazu',
    imageLabel: 'Obraz',
    linkCopied: 'Skopiowano link',
    nextCard: 'Następna karta',
    openImage: 'Otwórz obraz',
    openInTab: 'Otwórz w nowej karcie',
    previousCard: 'Poprzednia karta',
    quickRepliesLabel: 'Sugerowane odpowiedzi',

    // forms
    formAnswers: 'Twoje odpowiedzi',
    formChoose: 'Wybierz…',
    formEmailInvalid: 'Wpisz adres e-mail, np. imie@example.com.',
    formError: 'Nie udało się wysłać formularza. Spróbuj ponownie.',
    formLabel: 'Formularz',
    formRequired: 'Wypełnij to pole.',
    formSelectRequired: 'Wybierz jedną z opcji.',
    formSending: 'Wysyłanie…',
    formSubmit: 'Wyślij',
    formSubmitted: 'Wysłano',
    formTooLong: 'Maksymalna liczba znaków: {max}.',
    formTooShort: 'Minimalna liczba znaków: {min}.',

    // privacy
    cancelLabel: 'Anuluj',
    deleteConfirm: 'Usunąć tę rozmowę i wszystko, co o Tobie wiemy? Tej czynności nie można cofnąć.',
    deleteConfirmButton: 'Usuń na zawsze',
    deleteDone: 'Wszystko zostało usunięte.',
    deleteError: 'Nie udało się usunąć rozmowy. Spróbuj ponownie.',
    deleteLabel: 'Usuń rozmowę',
    exportError: 'Nie udało się pobrać rozmowy. Spróbuj ponownie.',
    exportLabel: 'Pobierz rozmowę',
    menuLabel: 'Menu',

    // channels
    appIconLabel: 'Ikona aplikacji',
    avatarLabel: 'Zdjęcie profilowe: {name}',
    backLabel: 'Wstecz',
    channelEmail: 'E-mail',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'Wiadomość prywatna na Twitterze',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: 'Połącz',
    connectNotificationOthersText: 'inne',
    connectNotificationSingleButtonText: 'Włącz powiadomienia: <name>',
    connectNotificationSingleText: 'Otrzymaj powiadomienie, gdy odpowiemy.',
    connectNotificationText: 'Otrzymaj powiadomienie w innych swoich aplikacjach, gdy odpowiemy.',
    emailChangeAddress: 'Zmień mój adres e-mail',
    emailDescription: 'Aby otrzymać powiadomienie e-mailem, gdy odpowiemy, podaj swój adres e-mail.',
    emailFieldLabel: 'Twój e-mail',
    emailFieldPlaceholder: 'Twój adres e-mail',
    emailFormButton: 'Dalej',
    frontendEmailChannelDescription:
      'Aby porozmawiać z nami e-mailem, wyślij wiadomość na nasz adres, a wkrótce odpowiemy:',
    introAppText: 'Napisz do nas poniżej lub z ulubionej aplikacji.',
    lineChannelDescription:
      'Aby porozmawiać z nami w LINE, zeskanuj ten kod QR aplikacją LINE i wyślij nam wiadomość.',
    linkError: 'Podczas tworzenia linku do tego kanału wystąpił błąd. Spróbuj ponownie.',
    messengerChannelDescription:
      'Połącz swoje konto Facebook Messenger, aby otrzymywać powiadomienia o odpowiedziach i kontynuować rozmowę w aplikacji Facebook Messenger.',
    notificationSettingsChannelsDescription:
      'Możesz też porozmawiać z nami w ulubionej aplikacji lub usłudze.',
    notificationSettingsChannelsTitle: 'Inne kanały',
    notificationSettingsConnected: 'Połączono',
    notificationSettingsConnectedAs: 'Połączono jako {username}',
    openChannel: 'Otwórz',
    qrCodeLabel: 'Kod QR: {channel}',
    settingsHeaderText: 'Ustawienia',
    smsBadRequestError: 'Nie udało się skontaktować z tym numerem. Spróbuj ponownie lub użyj innego.',
    smsCancel: 'Anuluj',
    smsChangeNumber: 'Zmień mój numer',
    smsChannelDescription:
      'Połącz swój numer telefonu, aby otrzymywać powiadomienia o odpowiedziach i kontynuować rozmowę przez SMS.',
    smsChannelPendingDescription:
      'Sprawdź wiadomości pod numerem {number}, aby potwierdzić swój numer telefonu.',
    smsContinue: 'Dalej',
    smsInvalidNumberError: 'Twój numer telefonu jest nieprawidłowy. Spróbuj ponownie.',
    smsLinkCancelled: 'Połączenie z {appUserNumber} zostało anulowane.',
    smsLinkPending: 'Oczekuje',
    smsPingChannelError: 'Podczas wysyłania wiadomości na Twój numer wystąpił błąd.',
    smsSendText: 'Wyślij mi SMS',
    smsStartTexting: 'Napisz SMS',
    smsTooManyRequestsError:
      'Niedawno poproszono o połączenie z tym numerem. Spróbuj ponownie za {minutes} min.',
    smsTooManyRequestsOneMinuteError:
      'Niedawno poproszono o połączenie z tym numerem. Spróbuj ponownie za 1 minutę.',
    smsUnhandledError: 'Coś poszło nie tak. Spróbuj ponownie.',
    telegramChannelDescription:
      'Połącz swoje konto Telegram, aby otrzymywać powiadomienia o odpowiedziach i kontynuować rozmowę w aplikacji Telegram.',
    viberChannelDescription:
      'Połącz swoje konto Viber, aby otrzymywać powiadomienia o odpowiedziach i kontynuować rozmowę w aplikacji Viber. Na początek zeskanuj kod QR aplikacją Viber.',
    viberChannelDescriptionMobile:
      'Połącz swoje konto Viber, aby otrzymywać powiadomienia o odpowiedziach i kontynuować rozmowę w aplikacji Viber. Na początek zainstaluj aplikację Viber i dotknij „Połącz”.',
    viberQRCodeError: 'Podczas pobierania kodu QR Viber wystąpił błąd. Spróbuj ponownie.',
    wechatChannelDescription:
      'Połącz swoje konto WeChat, aby otrzymywać powiadomienia o odpowiedziach i kontynuować rozmowę w aplikacji WeChat. Na początek zeskanuj ten kod QR aplikacją WeChat.',
    wechatChannelDescriptionMobile:
      "Połącz swoje konto WeChat, aby otrzymywać powiadomienia o odpowiedziach i kontynuować rozmowę w aplikacji WeChat. Na początek zapisz obraz tego kodu QR i prześlij go do <a href='weixin://dl/scan'>skanera kodów QR</a>.",
    wechatQRCodeError: 'Podczas pobierania kodu QR WeChat wystąpił błąd. Spróbuj ponownie.',

    // payments
    actionPaymentCompleted: 'Płatność zakończona',
    actionPaymentError:
      'Podczas przetwarzania karty wystąpił błąd. <br> Spróbuj ponownie lub użyj innej karty.',
  },
} satisfies Locale;
