import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'Fenêtre de discussion',
    headerText: 'Comment pouvons-nous vous aider ?',
    openLabel: 'Ouvrir la discussion',
    unreadLabel: 'non lus : {count}',

    // conversation
    attachLabel: 'Joindre',
    clickToRetry: 'Message non distribué. Cliquez pour réessayer.',
    closeLabel: 'Fermer la discussion',
    conversationLabel: 'Conversation',
    conversationTimestampHeaderFormat: 'D MMMM YYYY [à] HH:mm',
    fetchHistory: 'Afficher les messages précédents',
    fetchingHistory: 'Chargement de l’historique…',
    inputPlaceholder: 'Écrivez un message…',
    introductionText: 'Nous sommes là pour vous : posez-nous vos questions !',
    messageDelivered: 'Distribué',
    messageFold: 'Afficher moins',
    messageIndicatorTitlePlural: '({count}) Nouveaux messages',
    messageIndicatorTitleSingular: '({count}) Nouveau message',
    messageQueued: 'Sera envoyé dès que vous serez de nouveau en ligne',
    messageRelativeTimeDay: 'il y a {value} j',
    messageRelativeTimeHour: 'il y a {value} h',
    messageRelativeTimeJustNow: 'À l’instant',
    messageRelativeTimeMinute: 'il y a {value} min',
    messageSending: 'Envoi…',
    messageTimestampFormat: 'HH:mm',
    messageUnfold: 'Afficher plus',
    newMessagesLabel: 'Messages les plus récents',
    offlineText: 'Pas de connexion. Nouvelle tentative…',
    sendButtonText: 'Envoyer',
    tapToRetry: 'Message non distribué. Touchez pour réessayer.',
    typingLabel: '{name} est en train d’écrire',
    unsupportedActionType: 'Ce type d’action n’est pas pris en charge.',
    unsupportedMessageType: 'Ce type de message n’est pas pris en charge.',

    // banner
    actionPostbackError: 'Une erreur s’est produite lors du traitement de votre action. Veuillez réessayer.',
    dismissLabel: 'Masquer',
    messageError: 'Une erreur s’est produite lors de l’envoi de votre message. Veuillez réessayer.',

    // attachments
    dropLabel: 'Déposez des fichiers ici pour les envoyer',
    fileRefused: 'Les fichiers de ce type ne peuvent pas être envoyés.',
    fileTooLarge: 'Ce fichier est trop volumineux. La limite est de {size}.',
    invalidFileError:
      'Seules les images sont acceptées. Choisissez un fichier avec une extension prise en charge (jpg, jpeg, png, gif ou bmp).',
    previewLabel: 'Envoyer cette image ?',
    removeLabel: 'Retirer',
    shareFileLabel: 'Envoyer un fichier',
    shareImageLabel: 'Envoyer une image',
    shareLocationLabel: 'Envoyer votre position',
    uploadCancel: 'Annuler l’envoi',
    uploadProgress: '{percent} % envoyés',
    uploadedImage: 'Image envoyée',

    // location
    alertClose: 'OK',
    locationLabel: 'Position',
    locationNotSupported:
      'Votre navigateur ne prend pas en charge la géolocalisation ou celle-ci est désactivée. Veuillez indiquer votre position par écrit.',
    locationSearching: 'Recherche de votre position…',
    locationSecurityRestriction:
      'Ce site ne peut pas accéder à votre position. Veuillez l’indiquer par écrit.',
    locationSendingFailed: 'Impossible d’envoyer la position',
    locationServicesDenied:
      'Ce site ne peut pas accéder à votre position. Autorisez l’accès dans vos réglages ou indiquez votre position par écrit.',
    openMap: 'Ouvrir la carte',

    // pictures, files, cards
    cardPosition: '{position} sur {count}',
    carouselLabel: 'Fiches',
    closeWebview: 'Fermer',
    downloadFile: 'Télécharger {name}',
    fileLabel: 'Fichier',
    imageError: 'Cette image n’a pas pu être chargée',
    imageLabel: 'Image',
    linkCopied: 'Lien copié',
    nextCard: 'Fiche suivante',
    openImage: 'Ouvrir l’image',
    openInTab: 'Ouvrir dans un nouvel onglet',
    previousCard: 'Fiche précédente',
    quickRepliesLabel: 'Réponses suggérées',

    // forms
    formAnswers: 'Vos réponses',
    formChoose: 'Choisir…',
    formEmailInvalid: 'Saisissez une adresse e-mail comme nom@example.com.',
    formError: 'Le formulaire n’a pas pu être envoyé. Veuillez réessayer.',
    formLabel: 'Formulaire',
    formRequired: 'Veuillez remplir ce champ.',
    formSelectRequired: 'Veuillez choisir une option.',
    formSending: 'Envoi…',
    formSubmit: 'Envoyer',
    formSubmitted: 'Envoyé',
    formTooLong: 'Saisissez au plus {max} caractères.',
    formTooShort: 'Saisissez au moins {min} caractères.',

    // privacy
    cancelLabel: 'Annuler',
    deleteConfirm:
      'Supprimer cette conversation et tout ce que nous savons de vous ? Cette action est irréversible.',
    deleteConfirmButton: 'Supprimer définitivement',
    deleteDone: 'Tout a été supprimé.',
    deleteError: 'La conversation n’a pas pu être supprimée. Veuillez réessayer.',
    deleteLabel: 'Supprimer la conversation',
    exportError: 'La conversation n’a pas pu être téléchargée. Veuillez réessayer.',
    exportLabel: 'Télécharger la conversation',
    menuLabel: 'Menu',

    // channels
    appIconLabel: 'Icône de l’application',
    avatarLabel: 'Avatar de {name}',
    backLabel: 'Retour',
    channelEmail: 'E-mail',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'Message privé Twitter',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: 'Connecter',
    connectNotificationOthersText: 'autres',
    connectNotificationSingleButtonText: 'Activer les notifications <name>',
    connectNotificationSingleText: 'Soyez averti dès que vous recevez une réponse.',
    connectNotificationText: 'Soyez averti dans vos autres applications dès que vous recevez une réponse.',
    emailChangeAddress: 'Changer d’adresse e-mail',
    emailDescription:
      'Pour être averti par e-mail quand vous recevez une réponse, saisissez votre adresse e-mail.',
    emailFieldLabel: 'Votre e-mail',
    emailFieldPlaceholder: 'Votre adresse e-mail',
    emailFormButton: 'Continuer',
    frontendEmailChannelDescription:
      'Pour nous parler par e-mail, écrivez simplement à notre adresse et nous vous répondrons rapidement :',
    introAppText: 'Écrivez-nous ci-dessous ou depuis votre application préférée.',
    lineChannelDescription:
      'Pour nous parler sur LINE, scannez ce code QR avec l’application LINE et envoyez-nous un message.',
    linkError: 'Une erreur s’est produite lors de la création du lien pour ce canal. Veuillez réessayer.',
    messengerChannelDescription:
      'Connectez votre compte Facebook Messenger pour être averti des réponses et poursuivre la conversation sur Facebook Messenger.',
    notificationSettingsChannelsDescription:
      'Vous pouvez aussi nous parler depuis votre application ou service préféré.',
    notificationSettingsChannelsTitle: 'Autres canaux',
    notificationSettingsConnected: 'Connecté',
    notificationSettingsConnectedAs: 'Connecté en tant que {username}',
    openChannel: 'Ouvrir',
    qrCodeLabel: 'Code QR {channel}',
    settingsHeaderText: 'Paramètres',
    smsBadRequestError: 'Nous n’avons pas pu joindre ce numéro. Réessayez ou utilisez-en un autre.',
    smsCancel: 'Annuler',
    smsChangeNumber: 'Changer de numéro',
    smsChannelDescription:
      'Connectez votre numéro de mobile pour être averti des réponses et poursuivre la conversation par SMS.',
    smsChannelPendingDescription:
      'Consultez vos messages au {number} pour confirmer votre numéro de téléphone.',
    smsContinue: 'Continuer',
    smsInvalidNumberError: 'Votre numéro de téléphone n’est pas valide. Veuillez réessayer.',
    smsLinkCancelled: 'La liaison avec {appUserNumber} a été annulée.',
    smsLinkPending: 'En attente',
    smsPingChannelError: 'Une erreur s’est produite lors de l’envoi d’un message à votre numéro.',
    smsSendText: 'M’envoyer un SMS',
    smsStartTexting: 'Écrire un SMS',
    smsTooManyRequestsError:
      'Une connexion a été demandée récemment pour ce numéro. Veuillez réessayer dans {minutes} minutes.',
    smsTooManyRequestsOneMinuteError:
      'Une connexion a été demandée récemment pour ce numéro. Veuillez réessayer dans 1 minute.',
    smsUnhandledError: 'Un problème est survenu. Veuillez réessayer.',
    telegramChannelDescription:
      'Connectez votre compte Telegram pour être averti des réponses et poursuivre la conversation sur Telegram.',
    viberChannelDescription:
      'Connectez votre compte Viber pour être averti des réponses et poursuivre la conversation sur Viber. Pour commencer, scannez le code QR avec l’application Viber.',
    viberChannelDescriptionMobile:
      'Connectez votre compte Viber pour être averti des réponses et poursuivre la conversation sur Viber. Pour commencer, installez l’application Viber et touchez Connecter.',
    viberQRCodeError:
      'Une erreur s’est produite lors du chargement de votre code QR Viber. Veuillez réessayer.',
    wechatChannelDescription:
      'Connectez votre compte WeChat pour être averti des réponses et poursuivre la conversation sur WeChat. Pour commencer, scannez ce code QR avec l’application WeChat.',
    wechatChannelDescriptionMobile:
      "Connectez votre compte WeChat pour être averti des réponses et poursuivre la conversation sur WeChat. Pour commencer, enregistrez ce code QR et importez-le dans le <a href='weixin://dl/scan'>lecteur de codes QR</a>.",
    wechatQRCodeError:
      'Une erreur s’est produite lors du chargement de votre code QR WeChat. Veuillez réessayer.',

    // payments
    actionPaymentCompleted: 'Paiement effectué',
    actionPaymentError:
      'Une erreur s’est produite lors du traitement de la carte. <br> Veuillez réessayer ou utiliser une autre carte.',
  },
} satisfies Locale;
