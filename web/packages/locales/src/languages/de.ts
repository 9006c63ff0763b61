import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'Chatfenster',
    headerText: 'Wie können wir helfen?',
    openLabel: 'Chat öffnen',
    unreadLabel: '{count} ungelesen',

    // conversation
    attachLabel: 'Anhängen',
    clickToRetry: 'Nachricht nicht zugestellt. Zum Wiederholen klicken.',
    closeLabel: 'Chat schließen',
    conversationLabel: 'Unterhaltung',
    conversationTimestampHeaderFormat: 'D. MMMM YYYY, HH:mm',
    fetchHistory: 'Ältere Nachrichten laden',
    fetchingHistory: 'Verlauf wird geladen …',
    inputPlaceholder: 'Nachricht schreiben …',
    introductionText: 'Wir sind für Sie da. Fragen Sie uns einfach!',
    messageDelivered: 'Zugestellt',
    messageFold: 'Weniger anzeigen',
    messageIndicatorTitlePlural: '({count}) Neue Nachrichten',
    messageIndicatorTitleSingular: '({count}) Neue Nachricht',
    messageQueued: 'Wird gesendet, sobald Sie wieder online sind',
    messageRelativeTimeDay: 'vor {value} T.',
    messageRelativeTimeHour: 'vor {value} Std.',
    messageRelativeTimeJustNow: 'Gerade eben',
    messageRelativeTimeMinute: 'vor {value} Min.',
    messageSending: 'Wird gesendet …',
    messageTimestampFormat: 'HH:mm',
    messageUnfold: 'Mehr anzeigen',
    newMessagesLabel: 'Neueste Nachrichten',
    offlineText: 'Keine Verbindung. Neuer Versuch läuft …',
    sendButtonText: 'Senden',
    tapToRetry: 'Nachricht nicht zugestellt. Zum Wiederholen tippen.',
    typingLabel: '{name} schreibt',
    unsupportedActionType: 'Diese Aktion wird nicht unterstützt.',
    unsupportedMessageType: 'Diese Nachricht kann nicht angezeigt werden.',

    // banner
    actionPostbackError: 'Bei der Aktion ist ein Fehler aufgetreten. Bitte versuchen Sie es noch einmal.',
    dismissLabel: 'Ausblenden',
    messageError: 'Beim Senden der Nachricht ist ein Fehler aufgetreten. Bitte versuchen Sie es noch einmal.',

    // attachments
    dropLabel: 'Dateien hier ablegen, um sie zu senden',
    fileRefused: 'Dateien dieses Typs können nicht gesendet werden.',
    fileTooLarge: 'Die Datei ist zu groß. Erlaubt sind höchstens {size}.',
    invalidFileError:
      'Nur Bilder werden unterstützt. Wählen Sie eine Datei mit passender Endung (jpg, jpeg, png, gif oder bmp).',
    previewLabel: 'Dieses Bild senden?',
    removeLabel: 'Entfernen',
    shareFileLabel: 'Datei senden',
    shareImageLabel: 'Bild senden',
    shareLocationLabel: 'Standort senden',
    uploadCancel: 'Hochladen abbrechen',
    uploadProgress: '{percent} % hochgeladen',
    uploadedImage: 'Hochgeladenes Bild',

    // location
    alertClose: 'OK',
    locationLabel: 'Standort',
    locationNotSupported:
      'Ihr Browser unterstützt keine Standortdienste, oder sie sind abgeschaltet. Bitte geben Sie Ihren Standort ein.',
    locationSearching: 'Standort wird ermittelt …',
    locationSecurityRestriction:
      'Diese Website hat keinen Zugriff auf Ihren Standort. Bitte geben Sie Ihren Standort ein.',
    locationSendingFailed: 'Standort konnte nicht gesendet werden',
    locationServicesDenied:
      'Diese Website hat keinen Zugriff auf Ihren Standort. Erlauben Sie den Zugriff in den Einstellungen, oder geben Sie Ihren Standort ein.',
    openMap: 'Karte öffnen',

    // pictures, files, cards
    cardPosition: '{position} von {count}',
    carouselLabel: 'Karten',
    closeWebview: 'Schließen',
    downloadFile: '{name} herunterladen',
    fileLabel: 'Datei',
    imageError: 'Dieses Bild konnte nicht geladen werden',
    imageLabel: 'Bild',
    linkCopied: 'Link kopiert',
    nextCard: 'Nächste Karte',
    openImage: 'Bild öffnen',
    openInTab: 'In neuem Tab öffnen',
    previousCard: 'Vorherige Karte',
    quickRepliesLabel: 'Vorgeschlagene Antworten',

    // forms
    formAnswers: 'Ihre Antworten',
    formChoose: 'Auswählen …',
    formEmailInvalid: 'Geben Sie eine E-Mail-Adresse wie name@example.com ein.',
    formError: 'Das Formular konnte nicht gesendet werden. Bitte versuchen Sie es noch einmal.',
    formLabel: 'Formular',
    formRequired: 'Bitte füllen Sie dieses Feld aus.',
    formSelectRequired: 'Bitte wählen Sie eine Option.',
    formSending: 'Wird gesendet …',
    formSubmit: 'Absenden',
    formSubmitted: 'Abgesendet',
    formTooLong: 'Geben Sie höchstens {max} Zeichen ein.',
    formTooShort: 'Geben Sie mindestens {min} Zeichen ein.',

    // privacy
    cancelLabel: 'Abbrechen',
    deleteConfirm:
      'Diese Unterhaltung und alles, was wir über Sie wissen, löschen? Das kann nicht rückgängig gemacht werden.',
    deleteConfirmButton: 'Endgültig löschen',
    deleteDone: 'Alles wurde gelöscht.',
    deleteError: 'Die Unterhaltung konnte nicht gelöscht werden. Bitte versuchen Sie es noch einmal.',
    deleteLabel: 'Unterhaltung löschen',
    exportError: 'Die Unterhaltung konnte nicht heruntergeladen werden. Bitte versuchen Sie es noch einmal.',
    exportLabel: 'Unterhaltung herunterladen',
    menuLabel: 'Menü',

    // channels
    appIconLabel: 'App-Symbol',
    avatarLabel: 'Profilbild von {name}',
    backLabel: 'Zurück',
    channelEmail: 'E-Mail',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'Twitter-Direktnachricht',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: 'Verbinden',
    connectNotificationOthersText: 'weitere',
    connectNotificationSingleButtonText: 'Mitteilungen über <name> einschalten',
    connectNotificationSingleText: 'Erhalten Sie eine Mitteilung, wenn wir antworten.',
    connectNotificationText: 'Erhalten Sie in Ihren anderen Apps eine Mitteilung, wenn wir antworten.',
    emailChangeAddress: 'E-Mail-Adresse ändern',
    emailDescription:
      'Geben Sie Ihre E-Mail-Adresse ein, um per E-Mail benachrichtigt zu werden, wenn wir antworten.',
    emailFieldLabel: 'Ihre E-Mail-Adresse',
    emailFieldPlaceholder: 'Ihre E-Mail-Adresse',
    emailFormButton: 'Weiter',
    frontendEmailChannelDescription:
      'Schreiben Sie uns einfach eine E-Mail an unsere Adresse, wir antworten in Kürze:',
    introAppText: 'Schreiben Sie uns hier oder in Ihrer Lieblings-App.',
    lineChannelDescription:
      'Scannen Sie diesen QR-Code mit der LINE-App und schreiben Sie uns, um über LINE mit uns zu sprechen.',
    linkError:
      'Beim Erstellen eines Links für diesen Kanal ist ein Fehler aufgetreten. Bitte versuchen Sie es noch einmal.',
    messengerChannelDescription:
      'Verbinden Sie Ihr Facebook-Messenger-Konto, um bei Antworten benachrichtigt zu werden und die Unterhaltung im Facebook Messenger fortzusetzen.',
    notificationSettingsChannelsDescription:
      'Sie können auch über Ihre Lieblings-App oder Ihren Lieblingsdienst mit uns sprechen.',
    notificationSettingsChannelsTitle: 'Andere Kanäle',
    notificationSettingsConnected: 'Verbunden',
    notificationSettingsConnectedAs: 'Verbunden als {username}',
    openChannel: 'Öffnen',
    qrCodeLabel: 'QR-Code für {channel}',
    settingsHeaderText: 'Einstellungen',
    smsBadRequestError:
      'Wir konnten diese Nummer nicht erreichen. Versuchen Sie es noch einmal oder nehmen Sie eine andere.',
    smsCancel: 'Abbrechen',
    smsChangeNumber: 'Nummer ändern',
    smsChannelDescription:
      'Verbinden Sie Ihre Mobilnummer, um bei Antworten benachrichtigt zu werden und die Unterhaltung per SMS fortzusetzen.',
    smsChannelPendingDescription:
      'Prüfen Sie die Nachrichten unter {number}, um Ihre Telefonnummer zu bestätigen.',
    smsContinue: 'Weiter',
    smsInvalidNumberError: 'Ihre Telefonnummer ist ungültig. Bitte versuchen Sie es noch einmal.',
    smsLinkCancelled: 'Die Verbindung mit {appUserNumber} wurde abgebrochen.',
    smsLinkPending: 'Ausstehend',
    smsPingChannelError: 'Beim Senden einer Nachricht an Ihre Nummer ist ein Fehler aufgetreten.',
    smsSendText: 'SMS an mich senden',
    smsStartTexting: 'SMS schreiben',
    smsTooManyRequestsError:
      'Für diese Nummer wurde vor Kurzem eine Verbindung angefordert. Bitte versuchen Sie es in {minutes} Minuten noch einmal.',
    smsTooManyRequestsOneMinuteError:
      'Für diese Nummer wurde vor Kurzem eine Verbindung angefordert. Bitte versuchen Sie es in 1 Minute noch einmal.',
    smsUnhandledError: 'Etwas ist schiefgegangen. Bitte versuchen Sie es noch einmal.',
    telegramChannelDescription:
      'Verbinden Sie Ihr Telegram-Konto, um bei Antworten benachrichtigt zu werden und die Unterhaltung in Telegram fortzusetzen.',
    viberChannelDescription:
      'Verbinden Sie Ihr Viber-Konto, um bei Antworten benachrichtigt zu werden und die Unterhaltung in Viber fortzusetzen. Scannen Sie dazu den QR-Code mit der Viber-App.',
    viberChannelDescriptionMobile:
      'Verbinden Sie Ihr Viber-Konto, um bei Antworten benachrichtigt zu werden und die Unterhaltung in Viber fortzusetzen. Installieren Sie dazu die Viber-App und tippen Sie auf „Verbinden“.',
    viberQRCodeError:
      'Beim Laden Ihres Viber-QR-Codes ist ein Fehler aufgetreten. Bitte versuchen Sie es noch einmal.',
    wechatChannelDescription:
      'Verbinden Sie Ihr WeChat-Konto, um bei Antworten benachrichtigt zu werden und die Unterhaltung in WeChat fortzusetzen. Scannen Sie dazu diesen QR-Code mit der WeChat-App.',
    wechatChannelDescriptionMobile:
      "Verbinden Sie Ihr WeChat-Konto, um bei Antworten benachrichtigt zu werden und die Unterhaltung in WeChat fortzusetzen. Speichern Sie dazu diesen QR-Code und laden Sie ihn in den <a href='weixin://dl/scan'>QR-Code-Scanner</a>.",
    wechatQRCodeError:
      'Beim Laden Ihres WeChat-QR-Codes ist ein Fehler aufgetreten. Bitte versuchen Sie es noch einmal.',

    // payments
    actionPaymentCompleted: 'Zahlung abgeschlossen',
    actionPaymentError:
      'Bei der Verarbeitung der Karte ist ein Fehler aufgetreten. <br> Bitte versuchen Sie es noch einmal oder mit einer anderen Karte.',
  },
} satisfies Locale;
