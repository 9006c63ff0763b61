import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'Sohbet penceresi',
    headerText: 'Nasıl yardımcı olabiliriz?',
    openLabel: 'Sohbeti aç',
    unreadLabel: '{count} okunmamış',

    // conversation
    attachLabel: 'Ekle',
    clickToRetry: 'Mesaj iletilemedi. Yeniden denemek için tıklayın.',
    closeLabel: 'Sohbeti kapat',
    conversationLabel: 'Konuşma',
    conversationTimestampHeaderFormat: 'D MMMM YYYY HH:mm',
    fetchHistory: 'Önceki mesajları yükle',
    fetchingHistory: 'Geçmiş yükleniyor…',
    inputPlaceholder: 'Mesaj yazın…',
    introductionText: 'Konuşmak için buradayız, bize istediğinizi sorun!',
    messageDelivered: 'İletildi',
    messageFold: 'Daha az göster',
    messageIndicatorTitlePlural: '({count}) Yeni mesaj',
    messageIndicatorTitleSingular: '({count}) Yeni mesaj',
    messageQueued: 'Yeniden çevrimiçi olduğunuzda gönderilecek',
    messageRelativeTimeDay: '{value} g önce',
    messageRelativeTimeHour: '{value} sa önce',
    messageRelativeTimeJustNow: 'Şimdi',
    messageRelativeTimeMinute: '{value} dk önce',
    messageSending: 'Gönderiliyor…',
    messageTimestampFormat: 'HH:mm',
    messageUnfold: 'Daha fazla göster',
    newMessagesLabel: 'En yeni mesajlar',
    offlineText: 'Bağlantı yok. Yeniden deneniyor…',
    sendButtonText: 'Gönder',
    tapToRetry: 'Mesaj iletilemedi. Yeniden denemek için dokunun.',
    typingLabel: '{name} yazıyor',
    unsupportedActionType: 'Bu işlem türü desteklenmiyor.',
    unsupportedMessageType: 'Bu mesaj türü desteklenmiyor.',

    // banner
    actionPostbackError: 'İşleminiz sırasında bir hata oluştu. Lütfen yeniden deneyin.',
    dismissLabel: 'Kapat',
    messageError: 'Mesajınız gönderilirken bir hata oluştu. Lütfen yeniden deneyin.',

    // attachments
    dropLabel: 'Göndermek için dosyaları buraya bırakın',
    fileRefused: 'Bu türdeki dosyalar gönderilemez.',
    fileTooLarge: 'Bu dosya çok büyük. Sınır {size}.',
    invalidFileError:
      'Yalnızca resimler destekleniyor. Desteklenen uzantılı bir dosya seçin (jpg, jpeg, png, gif veya bmp).',
    previewLabel: 'Bu resim gönderilsin mi?',
    removeLabel: 'Kaldır',
    shareFileLabel: 'Dosya gönder',
    shareImageLabel: 'Resim gönder',
    shareLocationLabel: 'Konumunuzu gönderin',
    uploadCancel: 'Yüklemeyi iptal et',
    uploadProgress: '%{percent} yüklendi',
    uploadedImage: 'Yüklenen resim',

    // location
    alertClose: 'Tamam',
    locationLabel: 'Konum',
    locationNotSupported:
      'Tarayıcınız konum hizmetlerini desteklemiyor veya bu hizmetler kapalı. Lütfen konumunuzu yazın.',
    locationSearching: 'Konumunuz bulunuyor…',
    locationSecurityRestriction: 'Bu web sitesi konumunuza erişemiyor. Lütfen konumunuzu yazın.',
    locationSendingFailed: 'Konum gönderilemedi',
    locationServicesDenied:
      'Bu web sitesi konumunuza erişemiyor. Ayarlarınızdan erişime izin verin veya konumunuzu yazın.',
    openMap: 'Haritayı aç',

    // pictures, files, cards
    cardPosition: '{position} / {count}',
    carouselLabel: 'Kartlar',
    closeWebview: 'Kapat',
    downloadFile: '{name} indir',
    fileLabel: 'Dosya',
    imageError: 'Bu resim yüklenemedi',
    imageLabel: 'Resim',
    linkCopied: 'Bağlantı kopyalandı',
    nextCard: 'Sonraki kart',
    openImage: 'Resmi aç',
    openInTab: 'Yeni sekmede aç',
    previousCard: 'Önceki kart',
    quickRepliesLabel: 'Önerilen yanıtlar',

    // forms
    formAnswers: 'Yanıtlarınız',
    formChoose: 'Seçin…',
    formEmailInvalid: 'ad@example.com gibi bir e-posta adresi girin.',
    formError: 'Form gönderilemedi. Lütfen yeniden deneyin.',
    formLabel: 'Form',
    formRequired: 'Lütfen bu alanı doldurun.',
    formSelectRequired: 'Lütfen bir seçenek belirleyin.',
    formSending: 'Gönderiliyor…',
    formSubmit: 'Gönder',
    formSubmitted: 'Gönderildi',
    formTooLong: 'En fazla {max} karakter girin.',
    formTooShort: 'En az {min} karakter girin.',

    // privacy
    cancelLabel: 'İptal',
    deleteConfirm: 'Bu konuşma ve hakkınızda bildiğimiz her şey silinsin mi? Bu işlem geri alınamaz.',
    deleteConfirmButton: 'Kalıcı olarak sil',
    deleteDone: 'Her şey silindi.',
    deleteError: 'Konuşma silinemedi. Lütfen yeniden deneyin.',
    deleteLabel: 'Konuşmayı sil',
    exportError: 'Konuşma indirilemedi. Lütfen yeniden deneyin.',
    exportLabel: 'Konuşmayı indir',
    menuLabel: 'Menü',

    // channels
    appIconLabel: 'Uygulama simgesi',
    avatarLabel: 'Profil resmi: {name}',
    backLabel: 'Geri',
    channelEmail: 'E-posta',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'Twitter DM',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: 'Bağla',
    connectNotificationOthersText: 'diğerleri',
    connectNotificationSingleButtonText: '<name> bildirimlerini aç',
    connectNotificationSingleText: 'Yanıt aldığınızda bildirim alın.',
    connectNotificationText: 'Yanıt aldığınızda diğer uygulamalarınızda bildirim alın.',
    emailChangeAddress: 'E-postamı değiştir',
    emailDescription: 'Yanıt aldığınızda e-posta ile bildirim almak için e-posta adresinizi girin.',
    emailFieldLabel: 'E-postanız',
    emailFieldPlaceholder: 'E-posta adresiniz',
    emailFormButton: 'Devam',
    frontendEmailChannelDescription:
      'Bizimle e-posta üzerinden konuşmak için adresimize bir mesaj gönderin, kısa sürede yanıtlayalım:',
    introAppText: 'Bize aşağıdan veya sevdiğiniz uygulamadan yazın.',
    lineChannelDescription:
      'Bizimle LINE üzerinden konuşmak için bu QR kodunu LINE uygulamasıyla tarayın ve bize mesaj gönderin.',
    linkError: 'Bu kanal için bağlantı oluşturulurken bir hata oluştu. Lütfen yeniden deneyin.',
    messengerChannelDescription:
      'Yanıt aldığınızda bildirim almak ve konuşmayı Facebook Messenger’da sürdürmek için Facebook Messenger hesabınızı bağlayın.',
    notificationSettingsChannelsDescription:
      'Bizimle sevdiğiniz uygulama veya hizmet üzerinden de konuşabilirsiniz.',
    notificationSettingsChannelsTitle: 'Diğer Kanallar',
    notificationSettingsConnected: 'Bağlı',
    notificationSettingsConnectedAs: '{username} olarak bağlı',
    openChannel: 'Aç',
    qrCodeLabel: 'QR kodu: {channel}',
    settingsHeaderText: 'Ayarlar',
    smsBadRequestError: 'Bu numarayla iletişim kuramadık. Yeniden deneyin veya başka bir numara kullanın.',
    smsCancel: 'İptal',
    smsChangeNumber: 'Numaramı değiştir',
    smsChannelDescription:
      'Yanıt aldığınızda bildirim almak ve konuşmayı SMS ile sürdürmek için telefon numaranızı bağlayın.',
    smsChannelPendingDescription:
      'Telefon numaranızı onaylamak için {number} numarasına gelen mesajlara bakın.',
    smsContinue: 'Devam',
    smsInvalidNumberError: 'Telefon numaranız geçerli değil. Lütfen yeniden deneyin.',
    smsLinkCancelled: '{appUserNumber} bağlantısı iptal edildi.',
    smsLinkPending: 'Bekliyor',
    smsPingChannelError: 'Numaranıza mesaj gönderilirken bir hata oluştu.',
    smsSendText: 'Bana SMS gönder',
    smsStartTexting: 'SMS yaz',
    smsTooManyRequestsError:
      'Bu numara için yakın zamanda bağlantı istendi. Lütfen {minutes} dakika sonra yeniden deneyin.',
    smsTooManyRequestsOneMinuteError:
      'Bu numara için yakın zamanda bağlantı istendi. Lütfen 1 dakika sonra yeniden deneyin.',
    smsUnhandledError: 'Bir sorun oluştu. Lütfen yeniden deneyin.',
    telegramChannelDescription:
      'Yanıt aldığınızda bildirim almak ve konuşmayı Telegram’da sürdürmek için Telegram hesabınızı bağlayın.',
    viberChannelDescription:
      'Yanıt aldığınızda bildirim almak ve konuşmayı Viber’da sürdürmek için Viber hesabınızı bağlayın. Başlamak için QR kodunu Viber uygulamasıyla tarayın.',
    viberChannelDescriptionMobile:
      'Yanıt aldığınızda bildirim almak ve konuşmayı Viber’da sürdürmek için Viber hesabınızı bağlayın. Başlamak için Viber uygulamasını yükleyin ve Bağla’ya dokunun.',
    viberQRCodeError: 'Viber QR kodunuz alınırken bir hata oluştu. Lütfen yeniden deneyin.',
    wechatChannelDescription:
      'Yanıt aldığınızda bildirim almak ve konuşmayı WeChat’te sürdürmek için WeChat hesabınızı bağlayın. Başlamak için bu QR kodunu WeChat uygulamasıyla tarayın.',
    wechatChannelDescriptionMobile:
      "Yanıt aldığınızda bildirim almak ve konuşmayı WeChat’te sürdürmek için WeChat hesabınızı bağlayın. Başlamak için bu QR kodunun resmini kaydedin ve <a href='weixin://dl/scan'>QR kod tarayıcısına</a> yükleyin.",
    wechatQRCodeError: 'WeChat QR kodunuz alınırken bir hata oluştu. Lütfen yeniden deneyin.',

    // payments
    actionPaymentCompleted: 'Ödeme tamamlandı',
    actionPaymentError:
      'Kart işlenirken bir hata oluştu. <br> Lütfen yeniden deneyin veya başka bir kart kullanın.',
  },
} satisfies Locale;
