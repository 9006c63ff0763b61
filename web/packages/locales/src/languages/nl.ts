import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'Chatvenster',
    headerText: 'Hoe kunnen we helpen?',
    openLabel: 'Chat openen',
    unreadLabel: '{count} ongelezen',

    // conversation
    attachLabel: 'Bijvoegen',
    clickToRetry: 'Bericht niet afgeleverd. Klik om het opnieuw te proberen.',
    closeLabel: 'Chat sluiten',
    conversationLabel: 'Gesprek',
    conversationTimestampHeaderFormat: 'D MMMM YYYY, HH:mm',
    fetchHistory: 'Eerdere berichten laden',
    fetchingHistory: 'Geschiedenis wordt geladen…',
    inputPlaceholder: 'Typ een bericht…',
    introductionText: 'We staan voor je klaar, dus vraag maar raak!',
    messageDelivered: 'Afgeleverd',
    messageFold: 'Minder tonen',
    messageIndicatorTitlePlural: '({count}) Nieuwe berichten',
    messageIndicatorTitleSingular: '({count}) Nieuw bericht',
    messageQueued: 'Wordt verstuurd zodra je weer online bent',
    messageRelativeTimeDay: '{value} d geleden',
    messageRelativeTimeHour: '{value} u geleden',
    messageRelativeTimeJustNow: 'Zojuist',
    messageRelativeTimeMinute: '{value} min geleden',
    messageSending: 'Versturen…',
    messageTimestampFormat: 'HH:mm',
    messageUnfold: 'Meer tonen',
    newMessagesLabel: 'Nieuwste berichten',
    offlineText: 'Geen verbinding. Opnieuw proberen…',
    sendButtonText: 'Versturen',
    tapToRetry: 'Bericht niet afgeleverd. Tik om het opnieuw te proberen.',
    typingLabel: '{name} is aan het typen',
    unsupportedActionType: 'Dit type actie wordt niet ondersteund.',
    unsupportedMessageType: 'Dit type bericht wordt niet ondersteund.',

    // banner
    actionPostbackError: 'Er is iets misgegaan bij het verwerken van je actie. Probeer het opnieuw.',
    dismissLabel: 'Verbergen',
    messageError: 'Er is iets misgegaan bij het versturen van je bericht. Probeer het opnieuw.',

    // attachments
    dropLabel: 'Zet bestanden hier neer om ze te versturen',
    fileRefused: 'Bestanden van dit type kunnen niet worden verstuurd.',
    fileTooLarge: 'Dit bestand is te groot. De limiet is {size}.',
    invalidFileError:
      'Alleen afbeeldingen worden ondersteund. Kies een bestand met een ondersteunde extensie (jpg, jpeg, png, gif of bmp).',
    previewLabel: 'Deze afbeelding versturen?',
    removeLabel: 'Verwijderen',
    shareFileLabel: 'Bestand versturen',
    shareImageLabel: 'Afbeelding versturen',
    shareLocationLabel: 'Je locatie versturen',
    uploadCancel: 'Uploaden annuleren',
    uploadProgress: '{percent}% geüpload',
    uploadedImage: 'Geüploade afbeelding',

    // location
    alertClose: 'OK',
    locationLabel: 'Locatie',
    locationNotSupported:
      'Je browser ondersteunt geen locatievoorzieningen of ze zijn uitgeschakeld. Typ in plaats daarvan je locatie.',
    locationSearching: 'Je locatie wordt bepaald…',
    locationSecurityRestriction:
      'Deze website heeft geen toegang tot je locatie. Typ in plaats daarvan je locatie.',
    locationSendingFailed: 'Locatie kon niet worden verstuurd',
    locationServicesDenied:
      'Deze website heeft geen toegang tot je locatie. Geef toegang in je instellingen of typ je locatie.',
    openMap: 'Kaart openen',

    // pictures, files, cards
    cardPosition: '{position} van {count}',
    carouselLabel: 'Kaarten',
    closeWebview: 'Sluiten',
    downloadFile: '{name} downloaden',
    fileLabel: 'Bestand',
    imageError: 'Deze afbeelding kon niet worden geladen',
    imageLabel: 'Afbeelding',
    linkCopied: 'Link gekopieerd',
    nextCard: 'Volgende kaart',
    openImage: 'Afbeelding openen',
    openInTab: 'Openen in een nieuw tabblad',
    previousCard: 'Vorige kaart',
    quickRepliesLabel: 'Voorgestelde antwoorden',

    // forms
    formAnswers: 'Je antwoorden',
    formChoose: 'Kies…',
    formEmailInvalid: 'Vul een e-mailadres in, zoals naam@example.com.',
    formError: 'Het formulier kon niet worden verstuurd. Probeer het opnieuw.',
    formLabel: 'Formulier',
    formRequired: 'Vul dit veld in.',
    formSelectRequired: 'Kies een optie.',
    formSending: 'Versturen…',
    formSubmit: 'Versturen',
    formSubmitted: 'Verstuurd',
    formTooLong: 'Vul maximaal {max} tekens in.',
    formTooShort: 'Vul minimaal {min} tekens in.',

    // privacy
    cancelLabel: 'Annuleren',
    deleteConfirm:
      'Dit gesprek en alles wat we over je weten verwijderen? Dit kan niet ongedaan worden gemaakt.',
    deleteConfirmButton: 'Definitief verwijderen',
    deleteDone: 'Alles is verwijderd.',
    deleteError: 'Het gesprek kon niet worden verwijderd. Probeer het opnieuw.',
    deleteLabel: 'Gesprek verwijderen',
    exportError: 'Het gesprek kon niet worden gedownload. Probeer het opnieuw.',
    exportLabel: 'Gesprek downloaden',
    menuLabel: 'Menu',

    // channels
    appIconLabel: 'App-pictogram',
    avatarLabel: 'Profielfoto van {name}',
    backLabel: 'Terug',
    channelEmail: 'E-mail',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'Twitter-privébericht',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: 'Verbinden',
    connectNotificationOthersText: 'andere',
    connectNotificationSingleButtonText: 'Meldingen via <name> inschakelen',
    connectNotificationSingleText: 'Krijg een melding als je antwoord hebt.',
    connectNotificationText: 'Krijg een melding in je andere apps als je antwoord hebt.',
    emailChangeAddress: 'Mijn e-mailadres wijzigen',
    emailDescription: 'Vul je e-mailadres in om per e-mail een melding te krijgen als je antwoord hebt.',
    emailFieldLabel: 'Je e-mailadres',
    emailFieldPlaceholder: 'Je e-mailadres',
    emailFormButton: 'Doorgaan',
    frontendEmailChannelDescription:
      'Wil je ons mailen? Stuur een bericht naar ons e-mailadres en we antwoorden snel:',
    introAppText: 'Stuur ons hieronder een bericht, of vanuit je favoriete app.',
    lineChannelDescription:
      'Wil je via LINE met ons praten? Scan deze QR-code met de LINE-app en stuur ons een bericht.',
    linkError: 'Er is iets misgegaan bij het maken van een link voor dit kanaal. Probeer het opnieuw.',
    messengerChannelDescription:
      'Verbind je Facebook Messenger-account om een melding te krijgen als je antwoord hebt en het gesprek voort te zetten in Facebook Messenger.',
    notificationSettingsChannelsDescription: 'Je kunt ook met ons praten via je favoriete app of dienst.',
    notificationSettingsChannelsTitle: 'Andere kanalen',
    notificationSettingsConnected: 'Verbonden',
    notificationSettingsConnectedAs: 'Verbonden als {username}',
    openChannel: 'Openen',
    qrCodeLabel: 'QR-code voor {channel}',
    settingsHeaderText: 'Instellingen',
    smsBadRequestError:
      'We konden dit nummer niet bereiken. Probeer het opnieuw of gebruik een ander nummer.',
    smsCancel: 'Annuleren',
    smsChangeNumber: 'Mijn nummer wijzigen',
    smsChannelDescription:
      'Verbind je mobiele nummer om een melding te krijgen als je antwoord hebt en het gesprek voort te zetten via sms.',
    smsChannelPendingDescription: 'Bekijk de berichten op {number} om je telefoonnummer te bevestigen.',
    smsContinue: 'Doorgaan',
    smsInvalidNumberError: 'Je telefoonnummer is niet geldig. Probeer het opnieuw.',
    smsLinkCancelled: 'De koppeling met {appUserNumber} is geannuleerd.',
    smsLinkPending: 'In behandeling',
    smsPingChannelError: 'Er is iets misgegaan bij het sturen van een bericht naar je nummer.',
    smsSendText: 'Stuur me een sms',
    smsStartTexting: 'Sms schrijven',
    smsTooManyRequestsError:
      'Er is onlangs al een koppeling voor dat nummer aangevraagd. Probeer het over {minutes} minuten opnieuw.',
    smsTooManyRequestsOneMinuteError:
      'Er is onlangs al een koppeling voor dat nummer aangevraagd. Probeer het over 1 minuut opnieuw.',
    smsUnhandledError: 'Er is iets misgegaan. Probeer het opnieuw.',
    telegramChannelDescription:
      'Verbind je Telegram-account om een melding te krijgen als je antwoord hebt en het gesprek voort te zetten in Telegram.',
    viberChannelDescription:
      'Verbind je Viber-account om een melding te krijgen als je antwoord hebt en het gesprek voort te zetten in Viber. Scan om te beginnen de QR-code met de Viber-app.',
    viberChannelDescriptionMobile:
      'Verbind je Viber-account om een melding te krijgen als je antwoord hebt en het gesprek voort te zetten in Viber. Installeer om te beginnen de Viber-app en tik op Verbinden.',
    viberQRCodeError: 'Er is iets misgegaan bij het ophalen van je Viber-QR-code. Probeer het opnieuw.',
    wechatChannelDescription:
      'Verbind je WeChat-account om een melding te krijgen als je antwoord hebt en het gesprek voort te zetten in WeChat. Scan om te beginnen deze QR-code met de WeChat-app.',
    wechatChannelDescriptionMobile:
      "Verbind je WeChat-account om een melding te krijgen als je antwoord hebt en het gesprek voort te zetten in WeChat. Bewaar om te beginnen deze QR-code en upload hem in de <a href='weixin://dl/scan'>QR-codescanner</a>.",
    wechatQRCodeError: 'Er is iets misgegaan bij het ophalen van je WeChat-QR-code. Probeer het opnieuw.',

    // payments
    actionPaymentCompleted: 'Betaling voltooid',
    actionPaymentError:
      'Er is iets misgegaan bij het verwerken van de kaart. <br> Probeer het opnieuw of gebruik een andere kaart.',
  },
} satisfies Locale;
