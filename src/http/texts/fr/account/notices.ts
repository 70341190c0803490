import type { notices as english } from '../../en/account/notices.ts';
import type { Translated } from '../../translated.ts';

export const notices: Translated<typeof english> = {
  subject: 'Une modification de votre compte chez {issuer}',
  newDeviceSubject: 'Une nouvelle connexion à votre compte chez {issuer}',
  from: 'Cela a été fait avec ce navigateur : {browser}.',
  at: 'C’était le {time} UTC.',
  fromNetwork: 'Cela venait du réseau {network}.',
  notYou:
    'Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe : ouvrez {address} et mettez-y fin à chaque session que vous ne connaissez pas.',

  new_device:
    'Quelqu’un s’est connecté à votre compte pour {detail}, dans un navigateur où vous ne vous étiez jamais connecté.',
  new_device_here:
    'Quelqu’un s’est connecté à votre compte, dans un navigateur où vous ne vous étiez jamais connecté.',
  password_changed: 'Votre mot de passe a été modifié, et vous avez été déconnecté partout ailleurs.',
  password_removed:
    'L’exploitant de ce service a invalidé votre mot de passe et vous a déconnecté partout. Pour en choisir un autre, allez à la connexion et choisissez « Mot de passe oublié ? ».',
  factors_removed:
    'L’exploitant de ce service a retiré votre application d’authentification, vos clés d’accès et vos codes de secours, et vous a déconnecté partout. Vous pourrez en ajouter de nouveaux une fois connecté.',
  passkey_added:
    'La clé d’accès « {detail} » a été ajoutée à votre compte. Elle permet désormais de s’y connecter.',
  passkey_removed: 'La clé d’accès « {detail} » a été retirée de votre compte.',
  passkey_copied:
    'La clé d’accès « {detail} » a été refusée : quelqu’un semble en avoir une copie. Retirez-la de votre compte et ajoutez-en une nouvelle.',
  totp_added:
    'Une application d’authentification a été ajoutée à votre compte. Ses codes seront demandés à chaque connexion.',
  totp_removed:
    'L’application d’authentification a été retirée de votre compte. Ses codes ne seront plus demandés.',
  recovery_codes_made:
    'De nouveaux codes de secours ont été créés pour votre compte. Les précédents ne valent plus rien.',
  recovery_code_used:
    'Un code de secours a été utilisé pour se connecter à votre compte. Si vous avez perdu votre autre facteur, remplacez-le bientôt.',
  codes_tried:
    'Quelqu’un a saisi votre mot de passe, puis plusieurs codes erronés. L’accès lui a été refusé.',
  identity_linked: 'Un compte chez {detail} a été associé au vôtre. Il permet désormais de s’y connecter.',
  identity_unlinked: 'Le compte chez {detail} a été dissocié du vôtre.',
};
