import type { signIn as english } from '../en/sign-in.ts';
import type { Translated } from '../translated.ts';

export const signIn: Translated<typeof english> = {
  title: 'Connexion',
  toContinueTo: 'pour continuer vers {app}',
  toYourAccount: 'pour accéder à votre compte',
  forgotPassword: 'Mot de passe oublié ?',
  newHere: 'Première visite ?',
  createOne: 'Créer un compte',
  noMatch: 'Cette adresse e-mail et ce mot de passe ne correspondent pas. Vérifiez les deux, puis réessayez.',
  passwordWasChanged: 'Votre mot de passe a été modifié. Connectez-vous avec le nouveau.',
  confirmTitle: 'Confirmez que c’est bien vous',
  confirmLead:
    'Vous êtes connecté en tant que {email}. Pour protéger votre compte, connectez-vous encore une fois avant de poursuivre.',
  confirmLeadFor:
    'Vous êtes connecté en tant que {email}. {app} vous demande de vous connecter encore une fois.',

  signUpTitle: 'Créer un compte',
  name: 'Nom',
  nameTooLong: {
    one: 'Nom : utilisez au plus {count} caractère.',
    other: 'Nom : utilisez au plus {count} caractères.',
  },
  passwordHint: {
    one: 'Au moins {count} caractère. Quelques mots sans rapport entre eux conviennent bien.',
    other: 'Au moins {count} caractères. Quelques mots sans rapport entre eux conviennent bien.',
  },
  haveAccount: 'Vous avez déjà un compte ?',
  cannotCreate:
    'Aucun compte n’a pu être créé avec ces informations. Si vous en avez déjà un, connectez-vous plutôt.',
  takenMeanwhile: 'Un compte existe désormais avec cette adresse. Connectez-vous plutôt.',

  resetRequestTitle: 'Mot de passe oublié ?',
  resetRequestLead: 'Nous vous enverrons un code qui vous permettra d’en choisir un nouveau.',
  sendCode: 'Envoyer le code',
  backToSignIn: 'Retour à la connexion',
  tooManyCodes: 'Trop de codes ont été envoyés. Réessayez {when}.',

  resetTitle: 'Choisir un nouveau mot de passe',
  resetLead: 'S’il existe un compte avec {email}, un code est en route. Il est valable 10 minutes.',
  newPassword: 'Nouveau mot de passe',
  newPasswordHint: {
    one: 'Au moins {count} caractère. Vous serez déconnecté partout ailleurs.',
    other: 'Au moins {count} caractères. Vous serez déconnecté partout ailleurs.',
  },
  changePassword: 'Changer le mot de passe',

  signUpCodeTitle: 'Consultez votre messagerie',
  signUpCodeLead: 'Nous avons envoyé un code à {email}. Il est valable 10 minutes.',
  code: 'Code reçu par e-mail',
  nothingCame: 'Pas reçu ? Regardez dans vos courriers indésirables.',
  anotherCode: 'Envoyer un autre code',
  anotherCodeSent: 'Le code précédent n’est plus valable. Utilisez le plus récent.',
  wrongAddress: 'Mauvaise adresse ?',
  changeAddress: 'La modifier',
  wrongCode: 'Ce n’est pas le code de l’e-mail. Vérifiez-le, puis réessayez.',
  overCode: 'Ce code a expiré. Demandez-en un autre.',
};
