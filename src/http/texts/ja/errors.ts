import type { errors as english } from '../en/errors.ts';
import type { Translated } from '../translated.ts';

export const errors: Translated<typeof english> = {
  unavailableTitle: 'ただいまご利用いただけません',
  unavailable:
    '現在、サービスが応答できません。失われたものはありません。しばらくしてから、もう一度お試しください。',
  signInFullTitle: '少々お待ちください',
  signInFull:
    'ただいま非常に多くの方がログインしています。このページは数秒ごとに自動で再試行しますので、そのままお待ちください。',
  serverErrorTitle: '問題が発生しました',
  serverError:
    'リクエストを完了できませんでした。繰り返し発生する場合は、下の情報を運営者にお知らせください。',
  tooManyRequestsTitle: 'リクエストが多すぎます',
  tooManyRequests:
    'お使いのネットワークから非常に多くのログインが開始されました。数分待ってから、もう一度お試しください。',
  foreignFormTitle: '別のサイトから送信されました',
  foreignForm:
    '当サイト以外のページからフォームが送信されたため、処理しませんでした。ご利用中のアプリに戻って、もう一度お試しください。',
  notFoundTitle: 'ページが見つかりません',
  notFound: 'このアドレスには何もありません。ログインするには、ご利用になるアプリから始めてください。',
  unknownAppTitle: '不明なアプリ',
  unknownApp: '移動元のアプリは、このサービスに登録されていません。アプリに戻り、開発元にお知らせください。',
  endedTitle: 'このログインは終了しました',
  ended: 'すでに完了したか、時間がかかりすぎました。元のアプリに戻り、そこからログインしてください。',
  wrongRedirectTitle: '戻り先のアドレスが正しくありません',
  wrongRedirect:
    '移動元のアプリが指定した戻り先のアドレスは、登録されていません。アプリに戻り、開発元にお知らせください。',
  refusedTitle: 'このリクエストは受け付けられません',
  refused:
    '移動元のアプリから、このサービスでは受け付けられないリクエストがありました。アプリに戻って、もう一度お試しください。',

  reference: 'お問い合わせの際は、次の情報をお伝えください。',
  referenceError: 'エラー',
  referenceRequest: 'リクエスト',

  pageErrorTitle: 'うまくいきませんでした',
  formUnreadable: 'フォームを読み取れませんでした。前のページに戻って再読み込みし、もう一度お試しください。',
  formOutOfDate: 'このフォームは古くなっています。前のページに戻って再読み込みし、もう一度お試しください。',
  interactionEnded: 'このログインは終了しました。アプリに戻って、最初からやり直してください。',
  signedInAlready: 'すでにログインしています。前のページに戻って続けてください。',
  neitherAllowNorDeny: '許可でも拒否でもない回答を受け取りました。',

  signInEndedLead: '別のタブで完了したか、長い間開いたままでした。失われたものはありません。',
  goBack: '元のアプリに戻り、そこからログインしてください。',
  startAgainOrGoBack: '最初からやり直すか、元のアプリに戻ってそこからログインしてください。',
  startAgain: '最初からやり直す',
  allowCookies: '毎回この画面が表示される場合は、ブラウザーでこのサイトの Cookie を許可してください。',

  welcomeTitle: 'ここはログイン用のサイトです',
  welcome: '{issuer} を利用するアプリは、ログインのときにここへご案内し、終わると元に戻します。',
  welcomeHowTo:
    'ログインするには、ご利用になるアプリを開いてください。プロフィール、パスワード、端末はアカウントページで管理できます。',
};
