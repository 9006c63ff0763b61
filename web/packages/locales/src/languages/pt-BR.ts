import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'Janela de bate-papo',
    headerText: 'Como podemos ajudar?',
    openLabel: 'Abrir bate-papo',
    unreadLabel: 'não lidas: {count}',

    // conversation
    attachLabel: 'Anexar',
    clickToRetry: 'Mensagem não entregue. Clique para tentar de novo.',
    closeLabel: 'Fechar bate-papo',
    conversationLabel: 'Conversa',
    conversationTimestampHeaderFormat: 'D [de] MMMM [de] YYYY, HH:mm',
    fetchHistory: 'Carregar mensagens anteriores',
    fetchingHistory: 'Carregando o histórico…',
    inputPlaceholder: 'Digite uma mensagem…',
    introductionText: 'Estamos aqui para conversar. Pergunte o que quiser!',
    messageDelivered: 'Entregue',
    messageFold: 'Mostrar menos',
    messageIndicatorTitlePlural: '({count}) Novas mensagens',
    messageIndicatorTitleSingular: '({count}) Nova mensagem',
    messageQueued: 'Será enviada quando você estiver on-line de novo',
    messageRelativeTimeDay: 'há {value} d',
    messageRelativeTimeHour: 'há {value} h',
    messageRelativeTimeJustNow: 'Agora mesmo',
    messageRelativeTimeMinute: 'há {value} min',
    messageSending: 'Enviando…',
    messageTimestampFormat: 'HH:mm',
    messageUnfold: 'Mostrar mais',
    newMessagesLabel: 'Mensagens mais recentes',
    offlineText: 'Sem conexão. Tentando de novo…',
    sendButtonText: 'Enviar',
    tapToRetry: 'Mensagem não entregue. Toque para tentar de novo.',
    typingLabel: '{name} está digitando',
    unsupportedActionType: 'Este tipo de ação não é compatível.',
    unsupportedMessageType: 'Este tipo de mensagem não é compatível.',

    // banner
    actionPostbackError: 'Ocorreu um erro ao processar sua ação. Tente de novo.',
    dismissLabel: 'Dispensar',
    messageError: 'Ocorreu um erro ao enviar sua mensagem. Tente de novo.',

    // attachments
    dropLabel: 'Solte arquivos aqui para enviar',
    fileRefused: 'Não é possível enviar arquivos deste tipo.',
    fileTooLarge: 'Este arquivo é grande demais. O limite é {size}.',
    invalidFileError:
      'Só são aceitas imagens. Escolha um arquivo com uma extensão compatível (jpg, jpeg, png, gif ou bmp).',
    previewLabel: 'Enviar esta imagem?',
    removeLabel: 'Remover',
    shareFileLabel: 'Enviar um arquivo',
    shareImageLabel: 'Enviar uma imagem',
    shareLocationLabel: 'Enviar sua localização',
    uploadCancel: 'Cancelar envio',
    uploadProgress: '{percent}% enviado',
    uploadedImage: 'Imagem enviada',

    // location
    alertClose: 'OK',
    locationLabel: 'Localização',
    locationNotSupported:
      'Seu navegador não oferece serviços de localização ou eles estão desativados. Digite sua localização.',
    locationSearching: 'Buscando sua localização…',
    locationSecurityRestriction: 'Este site não pode acessar sua localização. Digite sua localização.',
    locationSendingFailed: 'Não foi possível enviar a localização',
    locationServicesDenied:
      'Este site não pode acessar sua localização. Permita o acesso nas configurações ou digite sua localização.',
    openMap: 'Abrir mapa',

    // pictures, files, cards
    cardPosition: '{position} de {count}',
    carouselLabel: 'Cartões',
    closeWebview: 'Fechar',
    downloadFile: 'Baixar {name}',
    fileLabel: 'Arquivo',
    imageError: 'Não foi possível carregar esta imagem',
    imageLabel: 'Imagem',
    linkCopied: 'Link copiado',
    nextCard: 'Próximo cartão',
    openImage: 'Abrir imagem',
    openInTab: 'Abrir em uma nova aba',
    previousCard: 'Cartão anterior',
    quickRepliesLabel: 'Respostas sugeridas',

    // forms
    formAnswers: 'Suas respostas',
    formChoose: 'Escolher…',
    formEmailInvalid: 'Digite um endereço de e-mail como nome@example.com.',
    formError: 'Não foi possível enviar o formulário. Tente de novo.',
    formLabel: 'Formulário',
    formRequired: 'Preencha este campo.',
    formSelectRequired: 'Escolha uma opção.',
    formSending: 'Enviando…',
    formSubmit: 'Enviar',
    formSubmitted: 'Enviado',
    formTooLong: 'Digite no máximo {max} caracteres.',
    formTooShort: 'Digite no mínimo {min} caracteres.',

    // privacy
    cancelLabel: 'Cancelar',
    deleteConfirm: 'Excluir esta conversa e tudo o que sabemos sobre você? Isso não pode ser desfeito.',
    deleteConfirmButton: 'Excluir definitivamente',
    deleteDone: 'Tudo foi excluído.',
    deleteError: 'Não foi possível excluir a conversa. Tente de novo.',
    deleteLabel: 'Excluir conversa',
    exportError: 'Não foi possível baixar a conversa. Tente de novo.',
    exportLabel: 'Baixar conversa',
    menuLabel: 'Menu',

    // channels
    appIconLabel: 'Ícone do aplicativo',
    avatarLabel: 'Avatar de {name}',
    backLabel: 'Voltar',
    channelEmail: 'E-mail',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'Mensagem direta do Twitter',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: 'Conectar',
    connectNotificationOthersText: 'outros',
    connectNotificationSingleButtonText: 'Ativar notificações do <name>',
    connectNotificationSingleText: 'Receba um aviso quando respondermos.',
    connectNotificationText: 'Receba um aviso em seus outros aplicativos quando respondermos.',
    emailChangeAddress: 'Alterar meu e-mail',
    emailDescription: 'Para receber um aviso por e-mail quando respondermos, digite seu endereço de e-mail.',
    emailFieldLabel: 'Seu e-mail',
    emailFieldPlaceholder: 'Seu endereço de e-mail',
    emailFormButton: 'Continuar',
    frontendEmailChannelDescription:
      'Para falar com a gente por e-mail, envie uma mensagem para o nosso endereço e responderemos em breve:',
    introAppText: 'Escreva aqui ou pelo seu aplicativo favorito.',
    lineChannelDescription:
      'Para falar com a gente pelo LINE, leia este código QR com o aplicativo LINE e envie uma mensagem.',
    linkError: 'Ocorreu um erro ao gerar um link para este canal. Tente de novo.',
    messengerChannelDescription:
      'Conecte sua conta do Facebook Messenger para receber um aviso quando respondermos e continuar a conversa no Facebook Messenger.',
    notificationSettingsChannelsDescription:
      'Você também pode falar com a gente pelo seu aplicativo ou serviço favorito.',
    notificationSettingsChannelsTitle: 'Outros canais',
    notificationSettingsConnected: 'Conectado',
    notificationSettingsConnectedAs: 'Conectado como {username}',
    openChannel: 'Abrir',
    qrCodeLabel: 'Código QR do {channel}',
    settingsHeaderText: 'Configurações',
    smsBadRequestError: 'Não conseguimos contato com este número. Tente de novo ou use outro.',
    smsCancel: 'Cancelar',
    smsChangeNumber: 'Alterar meu número',
    smsChannelDescription:
      'Conecte seu número de celular para receber um aviso quando respondermos e continuar a conversa por SMS.',
    smsChannelPendingDescription: 'Confira as mensagens em {number} para confirmar seu número de telefone.',
    smsContinue: 'Continuar',
    smsInvalidNumberError: 'Seu número de telefone não é válido. Tente de novo.',
    smsLinkCancelled: 'A conexão com {appUserNumber} foi cancelada.',
    smsLinkPending: 'Pendente',
    smsPingChannelError: 'Ocorreu um erro ao enviar uma mensagem para o seu número.',
    smsSendText: 'Receber um SMS',
    smsStartTexting: 'Enviar um SMS',
    smsTooManyRequestsError:
      'Uma conexão para esse número foi solicitada há pouco. Tente de novo em {minutes} minutos.',
    smsTooManyRequestsOneMinuteError:
      'Uma conexão para esse número foi solicitada há pouco. Tente de novo em 1 minuto.',
    smsUnhandledError: 'Algo deu errado. Tente de novo.',
    telegramChannelDescription:
      'Conecte sua conta do Telegram para receber um aviso quando respondermos e continuar a conversa no Telegram.',
    viberChannelDescription:
      'Conecte sua conta do Viber para receber um aviso quando respondermos e continuar a conversa no Viber. Para começar, leia o código QR com o aplicativo Viber.',
    viberChannelDescriptionMobile:
      'Conecte sua conta do Viber para receber um aviso quando respondermos e continuar a conversa no Viber. Para começar, instale o aplicativo Viber e toque em Conectar.',
    viberQRCodeError: 'Ocorreu um erro ao buscar seu código QR do Viber. Tente de novo.',
    wechatChannelDescription:
      'Conecte sua conta do WeChat para receber um aviso quando respondermos e continuar a conversa no WeChat. Para começar, leia este código QR com o aplicativo WeChat.',
    wechatChannelDescriptionMobile:
      "Conecte sua conta do WeChat para receber um aviso quando respondermos e continuar a conversa no WeChat. Para começar, salve a imagem deste código QR e envie-a ao <a href='weixin://dl/scan'>leitor de códigos QR</a>.",
    wechatQRCodeError: 'Ocorreu um erro ao buscar seu código QR do WeChat. Tente de novo.',

    // payments
    actionPaymentCompleted: 'Pagamento concluído',
    actionPaymentError: 'Ocorreu um erro ao processar o cartão. <br> Tente de novo ou use outro cartão.',
  },
} satisfies Locale;
