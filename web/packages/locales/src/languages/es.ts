import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'Ventana de chat',
    headerText: '¿Cómo podemos ayudarte?',
    openLabel: 'Abrir chat',
    unreadLabel: '{count} sin leer',

    // conversation
    attachLabel: 'Adjuntar',
    clickToRetry: 'Mensaje no entregado. Haz clic para reintentar.',
    closeLabel: 'Cerrar chat',
    conversationLabel: 'Conversación',
    conversationTimestampHeaderFormat: 'D [de] MMMM [de] YYYY, H:mm',
    fetchHistory: 'Cargar mensajes anteriores',
    fetchingHistory: 'Cargando el historial…',
    inputPlaceholder: 'Escribe un mensaje…',
    introductionText: 'Estamos aquí para hablar. ¡Pregúntanos lo que quieras!',
    messageDelivered: 'Entregado',
    messageFold: 'Mostrar menos',
    messageIndicatorTitlePlural: '({count}) Mensajes nuevos',
    messageIndicatorTitleSingular: '({count}) Mensaje nuevo',
    messageQueued: 'Se enviará cuando vuelvas a tener conexión',
    messageRelativeTimeDay: 'hace {value} d',
    messageRelativeTimeHour: 'hace {value} h',
    messageRelativeTimeJustNow: 'Ahora mismo',
    messageRelativeTimeMinute: 'hace {value} min',
    messageSending: 'Enviando…',
    messageTimestampFormat: 'H:mm',
    messageUnfold: 'Mostrar más',
    newMessagesLabel: 'Mensajes más recientes',
    offlineText: 'Sin conexión. Reintentando…',
    sendButtonText: 'Enviar',
    tapToRetry: 'Mensaje no entregado. Toca para reintentar.',
    typingLabel: '{name} está escribiendo',
    unsupportedActionType: 'Este tipo de acción no es compatible.',
    unsupportedMessageType: 'Este tipo de mensaje no es compatible.',

    // banner
    actionPostbackError: 'Se ha producido un error al procesar tu acción. Inténtalo de nuevo.',
    dismissLabel: 'Descartar',
    messageError: 'Se ha producido un error al enviar tu mensaje. Inténtalo de nuevo.',

    // attachments
    dropLabel: 'Suelta aquí los archivos para enviarlos',
    fileRefused: 'No se pueden enviar archivos de este tipo.',
    fileTooLarge: 'Este archivo es demasiado grande. El límite es de {size}.',
    invalidFileError:
      'Solo se admiten imágenes. Elige un archivo con una extensión compatible (jpg, jpeg, png, gif o bmp).',
    previewLabel: '¿Enviar esta imagen?',
    removeLabel: 'Quitar',
    shareFileLabel: 'Enviar un archivo',
    shareImageLabel: 'Enviar una imagen',
    shareLocationLabel: 'Enviar tu ubicación',
    uploadCancel: 'Cancelar la subida',
    uploadProgress: '{percent} % subido',
    uploadedImage: 'Imagen subida',

    // location
    alertClose: 'Aceptar',
    locationLabel: 'Ubicación',
    locationNotSupported:
      'Tu navegador no admite los servicios de ubicación o están desactivados. Escribe tu ubicación.',
    locationSearching: 'Buscando tu ubicación…',
    locationSecurityRestriction: 'Este sitio web no puede acceder a tu ubicación. Escribe tu ubicación.',
    locationSendingFailed: 'No se ha podido enviar la ubicación',
    locationServicesDenied:
      'Este sitio web no puede acceder a tu ubicación. Permite el acceso en los ajustes o escribe tu ubicación.',
    openMap: 'Abrir mapa',

    // pictures, files, cards
    cardPosition: '{position} de {count}',
    carouselLabel: 'Tarjetas',
    closeWebview: 'Cerrar',
    downloadFile: 'Descargar {name}',
    fileLabel: 'Archivo',
    imageError: 'No se ha podido cargar esta imagen',
    imageLabel: 'Imagen',
    linkCopied: 'Enlace copiado',
    nextCard: 'Tarjeta siguiente',
    openImage: 'Abrir imagen',
    openInTab: 'Abrir en una pestaña nueva',
    previousCard: 'Tarjeta anterior',
    quickRepliesLabel: 'Respuestas sugeridas',

    // forms
    formAnswers: 'Tus respuestas',
    formChoose: 'Elegir…',
    formEmailInvalid: 'Introduce una dirección de correo como nombre@example.com.',
    formError: 'No se ha podido enviar el formulario. Inténtalo de nuevo.',
    formLabel: 'Formulario',
    formRequired: 'Rellena este campo.',
    formSelectRequired: 'Elige una opción.',
    formSending: 'Enviando…',
    formSubmit: 'Enviar',
    formSubmitted: 'Enviado',
    formTooLong: 'Introduce como máximo {max} caracteres.',
    formTooShort: 'Introduce como mínimo {min} caracteres.',

    // privacy
    cancelLabel: 'Cancelar',
    deleteConfirm:
      '¿Eliminar esta conversación y todo lo que sabemos de ti? Esta acción no se puede deshacer.',
    deleteConfirmButton: 'Eliminar definitivamente',
    deleteDone: 'Se ha eliminado todo.',
    deleteError: 'No se ha podido eliminar la conversación. Inténtalo de nuevo.',
    deleteLabel: 'Eliminar conversación',
    exportError: 'No se ha podido descargar la conversación. Inténtalo de nuevo.',
    exportLabel: 'Descargar conversación',
    menuLabel: 'Menú',

    // channels
    appIconLabel: 'Icono de la aplicación',
    avatarLabel: 'Avatar de {name}',
    backLabel: 'Atrás',
    channelEmail: 'Correo electrónico',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'Mensaje directo de Twitter',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: 'Conectar',
    connectNotificationOthersText: 'otros',
    connectNotificationSingleButtonText: 'Activar notificaciones de <name>',
    connectNotificationSingleText: 'Recibe un aviso cuando te respondamos.',
    connectNotificationText: 'Recibe un aviso en tus otras aplicaciones cuando te respondamos.',
    emailChangeAddress: 'Cambiar mi correo',
    emailDescription:
      'Para recibir un aviso por correo cuando te respondamos, introduce tu dirección de correo electrónico.',
    emailFieldLabel: 'Tu correo electrónico',
    emailFieldPlaceholder: 'Tu dirección de correo electrónico',
    emailFormButton: 'Continuar',
    frontendEmailChannelDescription:
      'Para hablar con nosotros por correo, envía un mensaje a nuestra dirección y te responderemos en breve:',
    introAppText: 'Escríbenos aquí o desde tu aplicación favorita.',
    lineChannelDescription:
      'Para hablar con nosotros por LINE, escanea este código QR con la aplicación LINE y envíanos un mensaje.',
    linkError: 'Se ha producido un error al generar un enlace para este canal. Inténtalo de nuevo.',
    messengerChannelDescription:
      'Conecta tu cuenta de Facebook Messenger para recibir avisos cuando te respondamos y continuar la conversación en Facebook Messenger.',
    notificationSettingsChannelsDescription:
      'También puedes hablar con nosotros desde tu aplicación o servicio favorito.',
    notificationSettingsChannelsTitle: 'Otros canales',
    notificationSettingsConnected: 'Conectado',
    notificationSettingsConnectedAs: 'Conectado como {username}',
    openChannel: 'Abrir',
    qrCodeLabel: 'Código QR de {channel}',
    settingsHeaderText: 'Ajustes',
    smsBadRequestError: 'No hemos podido comunicarnos con este número. Inténtalo de nuevo o usa otro.',
    smsCancel: 'Cancelar',
    smsChangeNumber: 'Cambiar mi número',
    smsChannelDescription:
      'Conecta tu número de móvil para recibir avisos cuando te respondamos y continuar la conversación por SMS.',
    smsChannelPendingDescription: 'Consulta los mensajes de {number} para confirmar tu número de teléfono.',
    smsContinue: 'Continuar',
    smsInvalidNumberError: 'Tu número de teléfono no es válido. Inténtalo de nuevo.',
    smsLinkCancelled: 'Se ha cancelado la conexión con {appUserNumber}.',
    smsLinkPending: 'Pendiente',
    smsPingChannelError: 'Se ha producido un error al enviar un mensaje a tu número.',
    smsSendText: 'Enviarme un SMS',
    smsStartTexting: 'Escribir un SMS',
    smsTooManyRequestsError:
      'Hace poco se solicitó una conexión para ese número. Inténtalo de nuevo dentro de {minutes} minutos.',
    smsTooManyRequestsOneMinuteError:
      'Hace poco se solicitó una conexión para ese número. Inténtalo de nuevo dentro de 1 minuto.',
    smsUnhandledError: 'Algo ha ido mal. Inténtalo de nuevo.',
    telegramChannelDescription:
      'Conecta tu cuenta de Telegram para recibir avisos cuando te respondamos y continuar la conversación en Telegram.',
    viberChannelDescription:
      'Conecta tu cuenta de Viber para recibir avisos cuando te respondamos y continuar la conversación en Viber. Para empezar, escanea el código QR con la aplicación Viber.',
    viberChannelDescriptionMobile:
      'Conecta tu cuenta de Viber para recibir avisos cuando te respondamos y continuar la conversación en Viber. Para empezar, instala la aplicación Viber y toca Conectar.',
    viberQRCodeError: 'Se ha producido un error al obtener tu código QR de Viber. Inténtalo de nuevo.',
    wechatChannelDescription:
      'Conecta tu cuenta de WeChat para recibir avisos cuando te respondamos y continuar la conversación en WeChat. Para empezar, escanea este código QR con la aplicación WeChat.',
    wechatChannelDescriptionMobile:
      "Conecta tu cuenta de WeChat para recibir avisos cuando te respondamos y continuar la conversación en WeChat. Para empezar, guarda la imagen de este código QR y súbela al <a href='weixin://dl/scan'>lector de códigos QR</a>.",
    wechatQRCodeError: 'Se ha producido un error al obtener tu código QR de WeChat. Inténtalo de nuevo.',

    // payments
    actionPaymentCompleted: 'Pago completado',
    actionPaymentError:
      'Se ha producido un error al procesar la tarjeta. <br> Inténtalo de nuevo o usa otra tarjeta.',
  },
} satisfies Locale;
