import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'Finestra di chat',
    headerText: 'Come possiamo aiutarti?',
    openLabel: 'Apri chat',
    unreadLabel: '{count} da leggere',

    // conversation
    attachLabel: 'Allega',
    clickToRetry: 'Messaggio non consegnato. Fai clic per riprovare.',
    closeLabel: 'Chiudi chat',
    conversationLabel: 'Conversazione',
    conversationTimestampHeaderFormat: 'D MMMM YYYY, HH:mm',
    fetchHistory: 'Carica messaggi precedenti',
    fetchingHistory: 'Caricamento della cronologia…',
    inputPlaceholder: 'Scrivi un messaggio…',
    introductionText: 'Siamo qui per parlare: chiedici quello che vuoi!',
    messageDelivered: 'Consegnato',
    messageFold: 'Mostra meno',
    messageIndicatorTitlePlural: '({count}) Nuovi messaggi',
    messageIndicatorTitleSingular: '({count}) Nuovo messaggio',
    messageQueued: 'Verrà inviato quando tornerai online',
    messageRelativeTimeDay: '{value} g fa',
    messageRelativeTimeHour: '{value} h fa',
    messageRelativeTimeJustNow: 'Proprio ora',
    messageRelativeTimeMinute: '{value} min fa',
    messageSending: 'Invio…',
    messageTimestampFormat: 'HH:mm',
    messageUnfold: 'Mostra altro',
    newMessagesLabel: 'Messaggi più recenti',
    offlineText: 'Nessuna connessione. Nuovo tentativo…',
    sendButtonText: 'Invia',
    tapToRetry: 'Messaggio non consegnato. Tocca per riprovare.',
    typingLabel: '{name} sta scrivendo',
    unsupportedActionType: 'Questo tipo di azione non è supportato.',
    unsupportedMessageType: 'Questo tipo di messaggio non è supportato.',

    // banner
    actionPostbackError: 'Si è verificato un errore durante l’elaborazione dell’azione. Riprova.',
    dismissLabel: 'Chiudi avviso',
    messageError: 'Si è verificato un errore durante l’invio del messaggio. Riprova.',

    // attachments
    dropLabel: 'Rilascia qui i file per inviarli',
    fileRefused: 'I file di questo tipo non possono essere inviati.',
    fileTooLarge: 'Il file è troppo grande. Il limite è {size}.',
    invalidFileError:
      'Sono supportate solo le immagini. Scegli un file con un’estensione supportata (jpg, jpeg, png, gif o bmp).',
    previewLabel: 'Inviare questa immagine?',
    removeLabel: 'Rimuovi',
    shareFileLabel: 'Invia un file',
    shareImageLabel: 'Invia un’immagine',
    shareLocationLabel: 'Invia la tua posizione',
    uploadCancel: 'Annulla caricamento',
    uploadProgress: '{percent}% caricato',
    uploadedImage: 'Immagine caricata',

    // location
    alertClose: 'OK',
    locationLabel: 'Posizione',
    locationNotSupported:
      'Il tuo browser non supporta i servizi di localizzazione oppure sono disattivati. Scrivi tu la tua posizione.',
    locationSearching: 'Ricerca della tua posizione…',
    locationSecurityRestriction:
      'Questo sito non può accedere alla tua posizione. Scrivi tu la tua posizione.',
    locationSendingFailed: 'Impossibile inviare la posizione',
    locationServicesDenied:
      'Questo sito non può accedere alla tua posizione. Consenti l’accesso nelle impostazioni o scrivi tu la tua posizione.',
    openMap: 'Apri mappa',

    // pictures, files, cards
    cardPosition: '{position} di {count}',
    carouselLabel: 'Schede',
    closeWebview: 'Chiudi',
    downloadFile: 'Scarica {name}',
    fileLabel: 'File',
    imageError: 'Impossibile caricare questa immagine',
    imageLabel: 'Immagine',
    linkCopied: 'Link copiato',
    nextCard: 'Scheda successiva',
    openImage: 'Apri immagine',
    openInTab: 'Apri in una nuova scheda',
    previousCard: 'Scheda precedente',
    quickRepliesLabel: 'Risposte suggerite',

    // forms
    formAnswers: 'Le tue risposte',
    formChoose: 'Scegli…',
    formEmailInvalid: 'Inserisci un indirizzo e-mail come nome@example.com.',
    formError: 'Impossibile inviare il modulo. Riprova.',
    formLabel: 'Modulo',
    formRequired: 'Compila questo campo.',
    formSelectRequired: 'Scegli un’opzione.',
    formSending: 'Invio…',
    formSubmit: 'Invia',
    formSubmitted: 'Inviato',
    formTooLong: 'Inserisci al massimo {max} caratteri.',
    formTooShort: 'Inserisci almeno {min} caratteri.',

    // privacy
    cancelLabel: 'Annulla',
    deleteConfirm:
      'Eliminare questa conversazione e tutto ciò che sappiamo di te? L’operazione non può essere annullata.',
    deleteConfirmButton: 'Elimina definitivamente',
    deleteDone: 'È stato eliminato tutto.',
    deleteError: 'Impossibile eliminare la conversazione. Riprova.',
    deleteLabel: 'Elimina conversazione',
    exportError: 'Impossibile scaricare la conversazione. Riprova.',
    exportLabel: 'Scarica conversazione',
    menuLabel: 'Menu',

    // channels
    appIconLabel: 'Icona dell’app',
    avatarLabel: 'Avatar di {name}',
    backLabel: 'Indietro',
    channelEmail: 'E-mail',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'Messaggio diretto di Twitter',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: 'Collega',
    connectNotificationOthersText: 'altri',
    connectNotificationSingleButtonText: 'Attiva le notifiche di <name>',
    connectNotificationSingleText: 'Ricevi una notifica quando ti rispondiamo.',
    connectNotificationText: 'Ricevi una notifica nelle tue altre app quando ti rispondiamo.',
    emailChangeAddress: 'Cambia e-mail',
    emailDescription:
      'Per ricevere una notifica via e-mail quando ti rispondiamo, inserisci il tuo indirizzo e-mail.',
    emailFieldLabel: 'La tua e-mail',
    emailFieldPlaceholder: 'Il tuo indirizzo e-mail',
    emailFormButton: 'Continua',
    frontendEmailChannelDescription:
      'Per parlare con noi via e-mail, scrivi al nostro indirizzo e ti risponderemo a breve:',
    introAppText: 'Scrivici qui sotto o dalla tua app preferita.',
    lineChannelDescription:
      'Per parlare con noi su LINE, inquadra questo codice QR con l’app LINE e mandaci un messaggio.',
    linkError: 'Si è verificato un errore durante la creazione di un link per questo canale. Riprova.',
    messengerChannelDescription:
      'Collega il tuo account Facebook Messenger per ricevere una notifica quando ti rispondiamo e continuare la conversazione su Facebook Messenger.',
    notificationSettingsChannelsDescription:
      'Puoi parlare con noi anche dalla tua app o dal tuo servizio preferito.',
    notificationSettingsChannelsTitle: 'Altri canali',
    notificationSettingsConnected: 'Collegato',
    notificationSettingsConnectedAs: 'Collegato come {username}',
    openChannel: 'Apri',
    qrCodeLabel: 'Codice QR di {channel}',
    settingsHeaderText: 'Impostazioni',
    smsBadRequestError: 'Non siamo riusciti a contattare questo numero. Riprova o usane un altro.',
    smsCancel: 'Annulla',
    smsChangeNumber: 'Cambia numero',
    smsChannelDescription:
      'Collega il tuo numero di cellulare per ricevere una notifica quando ti rispondiamo e continuare la conversazione via SMS.',
    smsChannelPendingDescription:
      'Controlla i messaggi su {number} per confermare il tuo numero di telefono.',
    smsContinue: 'Continua',
    smsInvalidNumberError: 'Il tuo numero di telefono non è valido. Riprova.',
    smsLinkCancelled: 'Il collegamento a {appUserNumber} è stato annullato.',
    smsLinkPending: 'In attesa',
    smsPingChannelError: 'Si è verificato un errore durante l’invio di un messaggio al tuo numero.',
    smsSendText: 'Inviami un SMS',
    smsStartTexting: 'Scrivi un SMS',
    smsTooManyRequestsError:
      'Di recente è stato richiesto un collegamento per questo numero. Riprova tra {minutes} minuti.',
    smsTooManyRequestsOneMinuteError:
      'Di recente è stato richiesto un collegamento per questo numero. Riprova tra 1 minuto.',
    smsUnhandledError: 'Qualcosa è andato storto. Riprova.',
    telegramChannelDescription:
      'Collega il tuo account Telegram per ricevere una notifica quando ti rispondiamo e continuare la conversazione su Telegram.',
    viberChannelDescription:
      'Collega il tuo account Viber per ricevere una notifica quando ti rispondiamo e continuare la conversazione su Viber. Per iniziare, inquadra il codice QR con l’app Viber.',
    viberChannelDescriptionMobile:
      'Collega il tuo account Viber per ricevere una notifica quando ti rispondiamo e continuare la conversazione su Viber. Per iniziare, installa l’app Viber e tocca Collega.',
    viberQRCodeError: 'Si è verificato un errore durante il recupero del tuo codice QR di Viber. Riprova.',
    wechatChannelDescription:
      'Collega il tuo account WeChat per ricevere una notifica quando ti rispondiamo e continuare la conversazione su WeChat. Per iniziare, inquadra questo codice QR con l’app WeChat.',
    wechatChannelDescriptionMobile:
      "Collega il tuo account WeChat per ricevere una notifica quando ti rispondiamo e continuare la conversazione su WeChat. Per iniziare, salva l’immagine di questo codice QR e caricala nel <a href='weixin://dl/scan'>lettore di codici QR</a>.",
    wechatQRCodeError: 'Si è verificato un errore durante il recupero del tuo codice QR di WeChat. Riprova.',

    // payments
    actionPaymentCompleted: 'Pagamento completato',
    actionPaymentError:
      'Si è verificato un errore durante l’elaborazione della carta. <br> Riprova o usa un’altra carta.',
  },
} satisfies Locale;
