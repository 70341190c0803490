import type { activities as english } from '../../en/account/activities.ts';
import type { Translated } from '../../translated.ts';

export const activities: Translated<typeof english> = {
  signed_in: 'Connexion pour {detail}',
  new_device: 'Connexion pour {detail}, dans un nouveau navigateur',
  signed_in_here: 'Connexion à votre compte',
  new_device_here: 'Connexion à votre compte, dans un nouveau navigateur',
  account_created: 'Le compte a été créé',
  password_changed: 'Le mot de passe a été modifié',
  password_reset: 'Le mot de passe a été remplacé au moyen d’un code envoyé par e-mail',
  password_removed: 'L’exploitant a invalidé le mot de passe',
  factors_removed: 'L’exploitant a retiré tous les seconds facteurs',
  email_changed: 'L’adresse e-mail a été modifiée',
  email_verified: 'L’adresse e-mail a été confirmée',
  address_claimed:
    'L’adresse a été confirmée par une connexion, et tous les moyens de connexion antérieurs ont été retirés',
  profile_changed: 'Le nom a été modifié',
  passkey_added: 'La clé d’accès « {detail} » a été ajoutée',
  passkey_removed: 'La clé d’accès « {detail} » a été retirée',
  passkey_copied: 'La clé d’accès « {detail} » a été refusée : elle semble avoir été copiée',
  totp_added: 'Une application d’authentification a été ajoutée',
  totp_removed: 'L’application d’authentification a été retirée',
  recovery_codes_made: 'De nouveaux codes de secours ont été créés',
  recovery_code_used: 'Un code de secours a été utilisé pour se connecter',
  codes_tried: 'Quelqu’un a saisi le mot de passe, puis plusieurs codes incorrects',
  identity_linked: 'Un compte chez {detail} a été associé',
  identity_unlinked: 'Le compte chez {detail} a été dissocié',
  session_ended: 'Le navigateur {detail} a été déconnecté',
  other_sessions_ended: 'Tous les autres navigateurs et applications ont été déconnectés',
  app_withdrawn: 'L’accès de {detail} a été retiré',
};
