import type { Locale } from '..';

export default {
  dir: 'ltr',
  texts: {
    // launcher
    frameTitle: 'チャット画面',
    headerText: 'どのようなご用件でしょうか？',
    openLabel: 'チャットを開く',
    unreadLabel: '未読{count}件',

    // conversation
    attachLabel: '添付',
    clickToRetry: '送信できませんでした。クリックして再送信します。',
    closeLabel: 'チャットを閉じる',
    conversationLabel: '会話',
    conversationTimestampHeaderFormat: 'YYYY年M月D日 H:mm',
    fetchHistory: '以前のメッセージを読み込む',
    fetchingHistory: '履歴を読み込んでいます…',
    inputPlaceholder: 'メッセージを入力…',
    introductionText: '何でもお気軽にご質問ください。',
    messageDelivered: '送信済み',
    messageFold: '折りたたむ',
    messageIndicatorTitlePlural: '（{count}）新着メッセージ',
    messageIndicatorTitleSingular: '（{count}）新着メッセージ',
    messageQueued: 'オンラインに戻ると送信されます',
    messageRelativeTimeDay: '{value}日前',
    messageRelativeTimeHour: '{value}時間前',
    messageRelativeTimeJustNow: 'たった今',
    messageRelativeTimeMinute: '{value}分前',
    messageSending: '送信中…',
    messageTimestampFormat: 'H:mm',
    messageUnfold: 'もっと見る',
    newMessagesLabel: '最新のメッセージ',
    offlineText: '接続がありません。再試行しています…',
    sendButtonText: '送信',
    tapToRetry: '送信できませんでした。タップして再送信します。',
    typingLabel: '{name}さんが入力中です',
    unsupportedActionType: 'このアクションには対応していません。',
    unsupportedMessageType: 'このメッセージには対応していません。',

    // banner
    actionPostbackError: '操作の処理中にエラーが発生しました。もう一度お試しください。',
    dismissLabel: '閉じる',
    messageError: 'メッセージの送信中にエラーが発生しました。もう一度お試しください。',

    // attachments
    dropLabel: 'ここにファイルをドロップして送信',
    fileRefused: 'この種類のファイルは送信できません。',
    fileTooLarge: 'ファイルが大きすぎます。上限は{size}です。',
    invalidFileError:
      '対応しているのは画像のみです。対応する拡張子（jpg、jpeg、png、gif、bmp）のファイルを選択してください。',
    previewLabel: 'この画像を送信しますか？',
    removeLabel: '削除',
    shareFileLabel: 'ファイルを送信',
    shareImageLabel: '画像を送信',
    shareLocationLabel: '現在地を送信',
    uploadCancel: 'アップロードをキャンセル',
    uploadProgress: '{percent}%アップロード済み',
    uploadedImage: 'アップロードした画像',

    // location
    alertClose: 'OK',
    locationLabel: '位置情報',
    locationNotSupported:
      'お使いのブラウザーは位置情報サービスに対応していないか、無効になっています。場所を入力してください。',
    locationSearching: '現在地を確認しています…',
    locationSecurityRestriction: 'このウェブサイトは位置情報にアクセスできません。場所を入力してください。',
    locationSendingFailed: '位置情報を送信できませんでした',
    locationServicesDenied:
      'このウェブサイトは位置情報にアクセスできません。設定でアクセスを許可するか、場所を入力してください。',
    openMap: '地図を開く',

    // pictures, files, cards
    cardPosition: '{position} / {count}',
    carouselLabel: 'カード',
    closeWebview: '閉じる',
    downloadFile: '{name}をダウンロード',
    fileLabel: 'ファイル',
    imageError: 'この画像を読み込めませんでした',
    imageLabel: '画像',
    linkCopied: 'リンクをコピーしました',
    nextCard: '次のカード',
    openImage: '画像を開く',
    openInTab: '新しいタブで開く',
    previousCard: '前のカード',
    quickRepliesLabel: '返信の候補',

    // forms
    formAnswers: '回答内容',
    formChoose: '選択してください',
    formEmailInvalid: 'name@example.comのようなメールアドレスを入力してください。',
    formError: 'フォームを送信できませんでした。もう一度お試しください。',
    formLabel: 'フォーム',
    formRequired: '入力してください。',
    formSelectRequired: 'いずれかを選択してください。',
    formSending: '送信中…',
    formSubmit: '送信',
    formSubmitted: '送信済み',
    formTooLong: '{max}文字以内で入力してください。',
    formTooShort: '{min}文字以上で入力してください。',

    // privacy
    cancelLabel: 'キャンセル',
    deleteConfirm: 'この会話とお客様に関するすべての情報を削除しますか？この操作は取り消せません。',
    deleteConfirmButton: '完全に削除',
    deleteDone: 'すべて削除しました。',
    deleteError: '会話を削除できませんでした。もう一度お試しください。',
    deleteLabel: '会話を削除',
    exportError: '会話をダウンロードできませんでした。もう一度お試しください。',
    exportLabel: '会話をダウンロード',
    menuLabel: 'メニュー',

    // channels
    appIconLabel: 'アプリのアイコン',
    avatarLabel: '{name}のアイコン',
    backLabel: '戻る',
    channelEmail: 'メール',
    channelLine: 'LINE',
    channelMessenger: 'Facebook Messenger',
    channelSms: 'SMS',
    channelTelegram: 'Telegram',
    channelTwitter: 'TwitterのDM',
    channelViber: 'Viber',
    channelWechat: 'WeChat',
    connectButton: '連携する',
    connectNotificationOthersText: 'その他',
    connectNotificationSingleButtonText: '<name>の通知をオンにする',
    connectNotificationSingleText: '返信があったときに通知を受け取れます。',
    connectNotificationText: '返信があったときに、ほかのアプリで通知を受け取れます。',
    emailChangeAddress: 'メールアドレスを変更',
    emailDescription: '返信があったときにメールで通知を受け取るには、メールアドレスを入力してください。',
    emailFieldLabel: 'メールアドレス',
    emailFieldPlaceholder: 'メールアドレス',
    emailFormButton: '続ける',
    frontendEmailChannelDescription:
      'メールでのお問い合わせは、次のアドレスまでお送りください。折り返しご返信します。',
    introAppText: 'こちらから、またはお好きなアプリからメッセージをお送りください。',
    lineChannelDescription:
      'LINEでお話しになるには、LINEアプリでこのQRコードを読み取り、メッセージをお送りください。',
    linkError: 'このチャネルのリンクの作成中にエラーが発生しました。もう一度お試しください。',
    messengerChannelDescription:
      'Facebook Messengerのアカウントを連携すると、返信があったときに通知を受け取り、Facebook Messengerで会話を続けられます。',
    notificationSettingsChannelsDescription: 'お好きなアプリやサービスからもお話しいただけます。',
    notificationSettingsChannelsTitle: 'その他のチャネル',
    notificationSettingsConnected: '連携済み',
    notificationSettingsConnectedAs: '{username}として連携済み',
    openChannel: '開く',
    qrCodeLabel: '{channel}のQRコード',
    settingsHeaderText: '設定',
    smsBadRequestError: 'この番号に連絡できませんでした。もう一度お試しになるか、別の番号をご利用ください。',
    smsCancel: 'キャンセル',
    smsChangeNumber: '電話番号を変更',
    smsChannelDescription:
      '携帯電話番号を連携すると、返信があったときに通知を受け取り、SMSで会話を続けられます。',
    smsChannelPendingDescription: '{number}に届いたメッセージを確認して、電話番号を認証してください。',
    smsContinue: '続ける',
    smsInvalidNumberError: '電話番号が正しくありません。もう一度お試しください。',
    smsLinkCancelled: '{appUserNumber}との連携はキャンセルされました。',
    smsLinkPending: '確認待ち',
    smsPingChannelError: 'お客様の番号へのメッセージ送信中にエラーが発生しました。',
    smsSendText: 'SMSを受け取る',
    smsStartTexting: 'SMSを送る',
    smsTooManyRequestsError:
      'この番号への連携は先ほど申請されました。{minutes}分後にもう一度お試しください。',
    smsTooManyRequestsOneMinuteError:
      'この番号への連携は先ほど申請されました。1分後にもう一度お試しください。',
    smsUnhandledError: '問題が発生しました。もう一度お試しください。',
    telegramChannelDescription:
      'Telegramのアカウントを連携すると、返信があったときに通知を受け取り、Telegramで会話を続けられます。',
    viberChannelDescription:
      'Viberのアカウントを連携すると、返信があったときに通知を受け取り、Viberで会話を続けられます。まず、ViberアプリでQRコードを読み取ってください。',
    viberChannelDescriptionMobile:
      'Viberのアカウントを連携すると、返信があったときに通知を受け取り、Viberで会話を続けられます。まず、Viberアプリをインストールして「連携する」をタップしてください。',
    viberQRCodeError: 'ViberのQRコードの取得中にエラーが発生しました。もう一度お試しください。',
    wechatChannelDescription:
      'WeChatのアカウントを連携すると、返信があったときに通知を受け取り、WeChatで会話を続けられます。まず、WeChatアプリでこのQRコードを読み取ってください。',
    wechatChannelDescriptionMobile:
      "WeChatのアカウントを連携すると、返信があったときに通知を受け取り、WeChatで会話を続けられます。まず、このQRコードの画像を保存し、<a href='weixin://dl/scan'>QRコードスキャナー</a>にアップロードしてください。",
    wechatQRCodeError: 'WeChatのQRコードの取得中にエラーが発生しました。もう一度お試しください。',

    // payments
    actionPaymentCompleted: 'お支払い完了',
    actionPaymentError:
      'カードの処理中にエラーが発生しました。<br>もう一度お試しになるか、別のカードをご利用ください。',
  },
} satisfies Locale;
